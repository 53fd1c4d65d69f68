"""A digest put together from chats and notes."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import TYPE_CHECKING

from vaultkit.digest.digest import digest
from vaultkit.digest.types import Digest, DigestLine, IdeaNamed
from vaultkit.graph.kinds import is_own
from vaultkit.suggest.mentions import NameFinder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.graph.gap_types import Gap
    from vaultkit.workspace.snapshot import Snapshot


def digest_of(vault: Snapshot, since: str | None) -> Digest:
    """The digest of ``vault`` since a day (ISO 8601), copies of one chat once; hidden notes, templates and notes that
    vaultkit wrote are left out."""
    facts = {note.path: note for note in vault.facts}
    copied = vault.ideas.copied
    notes = [(note, facts[note.path]) for note in vault.notes if note.path not in copied
             and not (facts[note.path].excluded or facts[note.path].template or is_own(facts[note.path]))]
    return digest(notes, vault.ideas.text, since, _IdeaOfLine(vault).of, datetime.date.today().isoformat())


class _IdeaOfLine:
    """The ideas of ``gaps``, and which of them a line speaks of: that in whose note or section it stands, that to
    whose note it links, or that which it names."""

    def __init__(self, vault: Snapshot) -> None:
        self._vault = vault
        gaps = vault.gap_report.gaps
        self._ideas = {gap.concept: IdeaNamed(gap.concept, gap.title) for gap in gaps}
        self._sections: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        headings = {note.path: {item.anchor: item for item in note.headings} for note in vault.facts}
        for gap in gaps:
            if gap.subpath and (item := headings.get(gap.path, {}).get(gap.subpath)):
                self._sections[gap.path].append((item.line, item.end_line, gap.concept))
        aliases = {note.path: note.aliases for note in vault.facts}
        self._names = NameFinder((name, gap.concept) for gap in gaps for name in _names(gap, aliases))
        self._links: dict[str, dict[int, list[str]]] = {}

    def of(self, line: DigestLine) -> IdeaNamed | None:
        """The idea, or None."""
        inside = [(end - start, id) for start, end, id in self._sections.get(line.note, ())
                  if start <= line.line <= end]
        found = min(inside)[1] if inside else line.note
        if found not in self._ideas:
            linked = (path for path in self._linked(line) if path in self._ideas)
            found = next(linked, None) or self._names.first(line.text) or ""
        return self._ideas.get(found)

    def _linked(self, line: DigestLine) -> list[str]:
        links = self._links.get(line.note)
        if links is None:
            links = self._links[line.note] = defaultdict(list)
            for link in self._vault.index.links(source=line.note):
                if link.resolved and not link.commented:
                    links[link.line].append(link.resolved)
        return links.get(line.line, [])


def _names(gap: Gap, aliases: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """The names by which an idea is met in sentences; one word that nobody declared may be any word."""
    for name in (gap.title, *(aliases.get(gap.path, ()) if gap.concept == gap.path else ())):
        if gap.strength == "declared" or len(name.split()) > 1:
            yield name
