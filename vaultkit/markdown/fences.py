"""Fenced code blocks.

Source: CommonMark 4.5; Obsidian Help, "Basic formatting syntax: Code blocks".
"""

from __future__ import annotations

from vaultkit.markdown.source import NoteText
from vaultkit.model import Fence
from vaultkit.text.lazy_pattern import lazy_pattern

_OPEN = lazy_pattern(r"`{3,}|~{3,}")
_CLOSE = lazy_pattern(r"(?:^|[ \t>])(`{3,}|~{3,})[ \t]*$")
_LANGUAGE = lazy_pattern(r"[{.\s]*([^\s{},:;=]+)")


def fences(source: NoteText) -> tuple[Fence, ...]:
    """Fenced blocks in order of place, without indented code. ``text`` has a line feed at the end of each line."""
    made = []
    for start, end, (info, body) in source.spans["CodeBlock"]:
        if info is None:
            continue
        word = _LANGUAGE.match(info)
        line, column = source.at(start)
        last = source.last_line(start, end, "\r\n")
        closed = last > line and _closes(source, start, last)
        made.append(Fence(word[1].lower() if word else None, info.strip(), body, line, column, last, closed))
    return tuple(made)


def _closes(source: NoteText, start: int, last: int) -> bool:
    """True when the last line is a fence of the same character, at least as long as the opening one."""
    begin = source.lines[last - 1]
    close = _CLOSE.search(source.text[begin:source.line_end(begin)])
    opening = _OPEN.match(source.text, start)
    if close is None or opening is None:
        return False
    return close[1][0] == opening[0][0] and len(close[1]) >= len(opening[0])
