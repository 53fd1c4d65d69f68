"""A digest put together from chats and notes."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.digest.digest import digest
from vaultkit.digest.types import Digest, DigestLine, IdeaNamed
from vaultkit.graph.kinds import is_own, kind_of_note
from vaultkit.ideas.kept import kept_inferred
from vaultkit.suggest.mentions import NameFinder

if TYPE_CHECKING:
    from vaultkit.workspace.snapshot import Snapshot


def digest_of(vault: Snapshot, since: str | None) -> Digest:
    """The digest of ``vault`` since a day (ISO 8601), copies of one chat once; hidden notes, templates and notes that
    vaultkit wrote are left out."""
    facts = {note.path: note for note in vault.facts}
    copied = vault.ideas.copied
    notes = [(note, facts[note.path]) for note in vault.notes if note.path not in copied
             and not (facts[note.path].excluded or facts[note.path].template or is_own(facts[note.path]))]
    return digest(notes, vault.ideas.text, since, _IdeaOfLine(vault).of, datetime.date.today().isoformat())


# In a vault of so many notes, with no code to look through, ideas are inferred in a moment.
_FEW = 200


def _ideas(vault: Snapshot) -> list[KnownIdea]:
    """The ideas of ``gaps``. In a large vault, or beside code, those that are declared and those that ``gaps`` inferred
    last: to infer them anew would take longer than all the rest."""
    if len(vault.facts) <= _FEW and not vault.roots:
        gaps = vault.gap_report.gaps
        return [KnownIdea(gap.concept, gap.title, gap.path, gap.subpath, gap.strength == "declared") for gap in gaps]
    found = {}
    for note in vault.facts:
        kind = kind_of_note(note, vault.ontology, vault.config)
        if kind.kind == vault.ontology.chain[0] and not note.excluded:
            found[note.path] = KnownIdea(note.path, note.title, note.path, None, True)
    kept = kept_inferred(vault.config, None)
    for gap in kept.gaps if kept else ():
        found.setdefault(gap.concept, KnownIdea(gap.concept, gap.title, gap.path, gap.subpath, False))
    return list(found.values())


class KnownIdea(NamedTuple):
    """An idea by its id, name and place; ``declared``: a person said that it is one."""

    id: str
    title: str
    path: str
    subpath: str | None
    declared: bool


class _IdeaOfLine:
    """Finder of the idea that a line speaks of: that in whose note or section it stands, that to whose note it
    links, or that which it names."""

    def __init__(self, vault: Snapshot) -> None:
        self._vault = vault
        ideas = _ideas(vault)
        self._ideas = {idea.id: IdeaNamed(idea.id, idea.title) for idea in ideas}
        self._sections: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        facts = {note.path: note for note in vault.facts}
        for idea in ideas:
            note = facts.get(idea.path)
            if idea.subpath and note:
                self._sections[note.path] += [(item.line, item.end_line, idea.id) for item in note.headings
                                              if item.anchor == idea.subpath]
        self._names = NameFinder(
            (name, idea.id) for idea in ideas
            for name in (idea.title, *(facts[idea.path].aliases if idea.id == idea.path and idea.path in facts else ()))
            # One word that nobody declared may be any word.
            if idea.declared or len(name.split()) > 1)
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
