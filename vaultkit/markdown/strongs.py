"""Bold runs: in chats they name things.

Source: CommonMark 6.2; Obsidian Help, "Basic formatting syntax: Bold, italics, highlights".
"""

from __future__ import annotations

from vaultkit.markdown.source import NoteText
from vaultkit.model import Strong
from vaultkit.text.lazy_pattern import lazy_pattern

_ITEM_START = lazy_pattern(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+(?:\[.\][ \t]+)?")
_NEXT_LINE = lazy_pattern(r"[ \t]*(?:\r\n?|\n)[ \t>]*")
_FAR = 200


def strongs(source: NoteText) -> tuple[Strong, ...]:
    """Bold runs in order of place, the outermost where they nest; ``text`` without the outer marks, on one line."""
    made = []
    text = source.text
    for start, end, _ in source.spans["Strong"]:
        if source.linked(start) not in (0, end) and source.linked(start) < end:
            continue
        line, column = source.at(start)
        begin = start - column + 1
        in_list = column <= _FAR and _ITEM_START.fullmatch(text, begin, start) is not None
        made.append(Strong(_NEXT_LINE.sub(" ", text[start + 2:end - 2]).strip(), line, column, in_list))
    return tuple(made)
