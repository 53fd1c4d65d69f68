"""Answers that were made from other notes: they end in a list of the notes that they were made from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vaultkit.search.chunking.lines import says

_FOOTNOTE = re.compile(r"[ \t]*\[\^[^\]\n]+\]:[ \t]*\[\[[^\]\n]+\]\]")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])?[ \t]*(?:\[\d{1,3}\][ \t]*)?\[\[[^\]\n]+\]\][ \t.]*$")
_LETTERS = re.compile(r"[^\W\d_]+")
_NAMES = frozenset("sources source references citations источники источник ссылки литература".split())


def list_of_sources(lines: Sequence[str], start: int, end: int, *, in_chat: bool) -> int | None:
    """The line at which the list of sources begins that ends lines ``start`` to ``end`` (its heading, where it has
    one), or None where they end otherwise.

    Footnotes that are wikilinks count under a heading that says so or in a chat; bare items only where both hold: a
    person's own note may well end in a list of links.
    """
    first, footnotes = None, False
    for number in range(end, start - 1, -1):
        line = lines[number - 1]
        if not says(line):
            continue
        if _FOOTNOTE.match(line):
            footnotes = True
        elif not _ITEM.match(line):
            named = _is_name(line)
            if first is None or not ((footnotes and (named or in_chat)) or (named and in_chat)):
                return None
            return number if named else first
        first = number
    return None


def _is_name(line: str) -> bool:
    words = [word.casefold() for word in _LETTERS.findall(line)]
    return 0 < len(words) <= 2 and words[-1] in _NAMES
