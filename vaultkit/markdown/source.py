"""The text of one note with what every construct needs to know about places in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate, count
from operator import add
from typing import Any

from vaultkit.text.lazy_pattern import lazy_pattern

Span = tuple[int, int, Any]
"""Start and end (character offsets, end exclusive) of one construct that pyromark saw, and its detail."""

# How a problem begins that only a placeholder of a template makes: the properties are read all the same.
PLACEHOLDER = "YAML refuses what a placeholder makes of this"
_LINE_END = lazy_pattern(r"\r\n?|\n")


class Ranges:
    """Sorted stretches of the text that do not overlap, made for asking whether an offset lies in one of them."""

    __slots__ = ("ends", "starts")

    def __init__(self, pairs: Iterable[tuple[int, int]] = ()) -> None:
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for start, end in sorted(pairs):
            if start < done:
                if end > done:
                    ends[-1] = done = end
            elif end > start:
                starts.append(start)
                ends.append(end)
                done = end
        self.starts = starts
        self.ends = ends

    def end_of(self, offset: int) -> int:
        """End of the stretch that holds ``offset``, or 0 where none does."""
        at = bisect_right(self.starts, offset)
        if at and offset < self.ends[at - 1]:
            return self.ends[at - 1]
        return 0

    def touches(self, start: int, end: int) -> bool:
        """True when any stretch shares a character with ``start`` to ``end``."""
        at = bisect_right(self.starts, start) - 1
        return (at >= 0 and start < self.ends[at]) or (at + 1 < len(self.starts) and self.starts[at + 1] < end)


class NoteText:
    """One note's text and the spans that pyromark found in it, by kind and in order.

    ``text`` has no BOM and no lone surrogates; ``body`` is the offset where the frontmatter has ended; ``lines`` are
    the offsets at which lines begin (LF, CRLF and a lone CR end a line, as in CommonMark 2.1). ``opaque`` holds code,
    math, HTML and link destinations: nothing inside of them is read. ``comments`` are Obsidian's, ``data`` what a
    plugin keeps for itself: of both only links are read.
    ``values`` are the values of inline fields (start, end, name), ``links`` the links of the body and ``addresses`` the
    destinations of Markdown links with their places, for the constructs that come after these;
    ``turn_lines`` are the lines at which turns of a chat begin; ``cut`` are wikilinks that a table's bar cuts in two.
    """

    __slots__ = ("addresses", "body", "comments", "cut", "data", "lines", "links", "opaque", "path", "spans", "text",
                 "turn_lines", "values")

    def __init__(self, text: str, path: str = "") -> None:
        self.text = text
        self.path = path
        self.body = 0
        self.lines = line_starts(text)
        self.spans: dict[str, list[Span]] = {}
        self.opaque = Ranges()
        self.comments = Ranges()
        self.data = Ranges()
        self.values: list[tuple[int, int, str]] = []
        self.links: list[tuple[int, int]] = []
        self.addresses: list[tuple[int, str]] = []
        self.turn_lines: list[int] = []
        self.cut: list[tuple[int, int]] = []

    @property
    def line_count(self) -> int:
        """Number of lines; a line break at the end of the text begins no further line."""
        lines = len(self.lines)
        return lines - 1 if lines > 1 and self.lines[-1] == len(self.text) else lines

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character offset."""
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1

    def line(self, offset: int) -> int:
        """Line, from 1, of a character offset."""
        return bisect_right(self.lines, offset)

    def line_start(self, offset: int) -> int:
        """Offset at which the line of ``offset`` begins."""
        return self.lines[bisect_right(self.lines, offset) - 1]

    def line_end(self, offset: int) -> int:
        """Offset of the line's end, line break excluded."""
        line = bisect_right(self.lines, offset)
        end = self.lines[line] if line < len(self.lines) else len(self.text)
        while end > offset and self.text[end - 1] in "\r\n":
            end -= 1
        return end

    def last_line(self, start: int, end: int, blank: str = " \t\r\n") -> int:
        """Line of the last character before ``end`` that is not in ``blank``; never above the line of ``start``."""
        text = self.text
        while end > start + 1 and text[end - 1] in blank:
            end -= 1
        return bisect_right(self.lines, max(end - 1, start))

    def within(self, kind: str, start: int, end: int) -> list[Span]:
        """The spans of one kind that begin from ``start`` on and before ``end``."""
        spans = self.spans.get(kind)
        if not spans:
            return []
        return spans[bisect_left(spans, (start,)):bisect_left(spans, (end,))]

    def hidden(self, offset: int) -> int:
        """End of the opaque stretch, comment or data that holds ``offset``, or 0 where none does."""
        return self.opaque.end_of(offset) or self.comments.end_of(offset) or self.data.end_of(offset)

    def linked(self, offset: int) -> int:
        """End of the link of the body that holds ``offset``, or 0 where none does."""
        at = bisect_left(self.links, (offset + 1,)) - 1
        return self.links[at][1] if at >= 0 and offset < self.links[at][1] else 0

    def escaped(self, offset: int) -> bool:
        """True when an odd number of backslashes stands before ``offset`` (CommonMark 2.4)."""
        if offset == 0 or self.text[offset - 1] != "\\":
            return False
        at = offset - 1
        while at > 0 and self.text[at - 1] == "\\":
            at -= 1
        return (offset - at) % 2 == 1


def left_behind(source: NoteText, pairs: list[tuple[int, int]]) -> list[Span]:
    """Return what is left of paragraphs that begin inside of ``pairs`` and go on behind them."""
    hidden, rest = Ranges(pairs), []
    for start, stop, value in source.spans.get("Paragraph", ()):
        begun = start
        while skip := hidden.end_of(start):
            start = skip
        if begun < start < stop:
            rest.append((start, stop, value))
    return rest


def line_starts(text: str) -> list[int]:
    """Offsets at which the lines of ``text`` begin."""
    if "\r" in text:
        return [0, *(match.end() for match in _LINE_END.finditer(text))]
    lengths = accumulate(map(len, text.split("\n")), initial=0)
    starts = list(map(add, lengths, count()))
    starts.pop()
    return starts
