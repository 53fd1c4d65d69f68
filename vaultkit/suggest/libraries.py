"""Packages that the vault's lock and dependency files name → candidates, where a concept has the package's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from vaultkit.suggest.reasons import say
from vaultkit.suggest.types import Candidate, Lang, Wanted

_WORD = re.compile(r"[A-Za-z][\w.-]*")
# Field of the concept that holds the package's whole name → score.
_SCORES = {"title": 0.9, "aliases": 0.85, "names": 0.7, "tags": 0.6, "headings": 0.55, "summary": 0.5, "text": 0.4}
_SHORTEST = 3


def library_candidates(packages: Mapping[str, tuple[str, str]], wanted: Wanted, lang: Lang) -> Iterator[Candidate]:
    """The packages whose whole name stands in the concept. ``packages``: normalised name → (name, the file that names
    it). Names of a few letters count in titles and code only."""
    where: dict[str, str] = {}
    for field in _SCORES:
        for name in _names(wanted.fields.get(field, ""), field):
            if name in packages:
                where.setdefault(name, field)
    for key, field in sorted(where.items(), key=lambda item: (-_SCORES[item[1]], item[0])):
        name, file = packages[key]
        yield Candidate("library", name, file, None, _SCORES[field], (
            say("package", lang, terms=name), say("locked", lang, file=file.rsplit("/", 1)[-1])))


def _names(text: str, field: str) -> Iterable[str]:
    """Normalised names that a text may hold: its words, and two or three of them in a row."""
    words = [word.strip(".-").casefold() for word in _WORD.findall(text)]
    strict = field in ("summary", "text", "headings")
    for n in (1, 2, 3):
        for at in range(len(words) - n + 1):
            name = re.sub(r"[-_.]+", "-", "-".join(words[at:at + n]))
            if len(name) >= (_SHORTEST + 2 if strict else _SHORTEST):
                yield name
