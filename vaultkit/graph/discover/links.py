"""Links that lead nowhere: ideas that somebody already gave a name, and notes that are only missing here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache

from vaultkit.graph.discover import words
from vaultkit.graph.discover.ideas import Sighting, Source
from vaultkit.graph.discover.lemma import key
from vaultkit.graph.discover.names import clean
from vaultkit.model import Note, ResolvedLink

_FILE_LIKE = re.compile(r"^\d[\w.-]*_|^[^\s]*_\d+$|^\d+[A-Za-zА-ЯЁа-яё]|^\d{6,}|^(?=\w+$)\w+?_\w+?_\w")
_BEFORE = 300
_DATED = re.compile(r"^\d{4}[-.]\d\d|^\d\d[.-]\d\d[.-]\d{4}|^\d{4}-?W\d\d|^\d+$")
_ATTACHMENT = re.compile(r"\.(?!md$)[A-Za-z]\w{1,7}$")
_PERSON = re.compile(
    r"(?:^|[^\w])(?:by|author|authors|developed|designed|maintainer|written|автор|авторы)\b[^\[\]]{0,20}$",
    re.IGNORECASE)
_FOOTNOTE = re.compile(r"^[\s>]*\[\^[^\]]+\]:\s*$")
_ITEM = re.compile(r"^[\s>]*(?:[-*+]|\d+[.)])\s*$")


@lru_cache(maxsize=1)
def _source_heads() -> frozenset[tuple[str, ...]]:
    return frozenset(key(phrase) for phrase in words.entries(words.SOURCE_HEADS))


def unresolved(links: Iterable[ResolvedLink], notes: dict[str, Note], lines: Callable[[str], list[str]],
               at: Callable[[str, int], Source]) -> tuple[list[Sighting], list[Sighting]]:
    """(ideas, missing notes) of the links with status ``unresolved``. A name is that of a missing note when it is only
    a file's (``63_мне_рассказывали_что_для``), or when the vault cites it as a source (a footnote that is nothing but
    the link, an item of a list of sources): something that was read is no idea without a note."""
    uses: dict[tuple[str, ...], list[tuple[str, ResolvedLink]]] = defaultdict(list)
    for link in links:
        name = link.target.strip().rsplit("/", 1)[-1].removesuffix(".md").strip()
        counts = link.status == "unresolved" and not link.commented and not link.candidates and link.source in notes
        if counts and name and not _ATTACHMENT.search(name):
            uses[key(name)].append((name, link))
    ideas: list[Sighting] = []
    missing: list[Sighting] = []
    for found in uses.values():
        name = found[0][0]
        befores = [_before(lines(link.source)[link.line - 1], link.column - 1) for _, link in found]
        if _DATED.search(name) or any(_PERSON.search(before) for before in befores) or name.startswith("@"):
            continue
        cited = any(_is_citation(notes[link.source], link.line, before)
                    for (_, link), before in zip(found, befores, strict=True))
        target = missing if cited or _FILE_LIKE.search(name) or not clean(name) else ideas
        target += [Sighting(name if target is missing else clean(name), "link",
                            at(link.source, link.line), 2.0) for _, link in found]
    return ideas, missing


def _before(line: str, end: int) -> str:
    """What stands in ``line`` before ``end``, of a long line its last part: a line of nothing but links has many."""
    return line[:end] if end <= _BEFORE else f"…{line[end - _BEFORE:end]}"


def _is_citation(note: Note, line: int, before: str) -> bool:
    if _FOOTNOTE.match(before):
        return True
    if not _ITEM.match(before):
        return False
    heading = None
    for candidate in note.headings:
        if candidate.line <= line <= candidate.end_line:
            heading = candidate
    return heading is not None and key(clean(heading.text)) in _source_heads()
