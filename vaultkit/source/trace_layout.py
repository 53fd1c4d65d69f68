"""Places of the definitions and the bare code of one source file lie, asked about many places at a cost that does not
grow with the file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from vaultkit.source.definitions import DefinitionEntry
from vaultkit.text.lazy_pattern import lazy_pattern

Span = tuple[int, int]
_CODE = lazy_pattern(rb"[^\s#]+")
_CODE_BUT_OPENING = lazy_pattern(rb"[^ \t\r\n#{:\xef\xbb\xbf]+")
_LINE_END = lazy_pattern(rb"\n")
_BLANK_LINE = lazy_pattern(rb"\n(?=[ \t\r]*(\n))")


class Layout:
    """Answers about places of one file; ``spans`` are its comments and docstrings, in order."""

    def __init__(self, data: bytes, spans: list[Span], entries: list[DefinitionEntry]) -> None:
        self._data = data
        self._line_ends = [found.start() for found in _LINE_END.finditer(data)]
        blanked = _blanked(data, spans)
        self._code = [found.span() for found in _CODE.finditer(blanked)]
        self._code_but_opening = [found.span() for found in _CODE_BUT_OPENING.finditer(blanked)]
        blank = [(found.start(), found.start(1)) for found in _BLANK_LINE.finditer(blanked)]
        self._blank_lines = [start for start, _ in blank], [end for _, end in blank]
        self._entries = sorted(entries, key=lambda entry: (entry.start, -entry.end))
        self._starts = [entry.start for entry in self._entries]
        self._parents = _parents(self._entries)
        # Of several that end at one place the outermost is the last.
        self._by_end = sorted(entries, key=lambda entry: (entry.end, -entry.start))
        self._ends = [entry.end for entry in self._by_end]

    def opens_brace(self, at: int) -> bool:
        """Return whether a brace stands at a place."""
        return self._data[at : at + 1] == b"{"

    def line(self, at: int) -> int:
        """The number of the line, from 1."""
        return bisect_left(self._line_ends, at) + 1

    def line_start(self, at: int) -> int:
        """Return where the line begins."""
        number = bisect_left(self._line_ends, at)
        return self._line_ends[number - 1] + 1 if number else 0

    def around(self, start: int, end: int) -> DefinitionEntry | None:
        """The innermost definition around a range, of those of one beginning the outermost; None for the file."""
        at: int | None = bisect_right(self._starts, start) - 1
        while at is not None and at >= 0:
            if self._entries[at].end >= end:
                return self._entries[bisect_left(self._starts, self._starts[at])]
            at = self._parents[at]
        return None

    def before(self, start: int, scope: DefinitionEntry | None) -> DefinitionEntry | None:
        """The definition inside of ``scope`` that ends last before ``start``."""
        at = bisect_right(self._ends, start) - 1
        while at >= 0 and (scope is None or self._ends[at] > scope.start):
            if scope is None or _inside(self._by_end[at], scope):
                return self._by_end[at]
            at -= 1
        return None

    def after(self, end: int, scope: DefinitionEntry | None) -> DefinitionEntry | None:
        """The definition inside of ``scope`` that begins first behind ``end``."""
        at = bisect_left(self._starts, end)
        while at < len(self._entries) and (scope is None or self._starts[at] < scope.end):
            if scope is None or _inside(self._entries[at], scope):
                return self._entries[at]
            at += 1
        return None

    def only_comments(self, start: int, end: int) -> bool:
        """Return whether nothing but comments and blanks stands in a range."""
        return not _overlaps(self._code, start, end)

    def only_opening(self, start: int, end: int) -> bool:
        """The same where what opens a body may stand there too."""
        return not _overlaps(self._code_but_opening, start, end)

    def full_lines_end(self, start: int, end: int) -> int:
        """Return where the last line of a range begins, ``start`` for a range of one line."""
        number = bisect_left(self._line_ends, end)
        return max(start, self._line_ends[number - 1]) if number else start

    def blank_line(self, start: int, end: int) -> bool:
        """Return whether a range holds a blank line."""
        starts, ends = self._blank_lines
        at = bisect_left(starts, start)
        return at < len(starts) and ends[at] < end


def _inside(entry: DefinitionEntry, scope: DefinitionEntry) -> bool:
    return scope.start < entry.start and entry.end <= scope.end


def _parents(entries: list[DefinitionEntry]) -> list[int | None]:
    """For each entry the place of the innermost one around it."""
    found: list[int | None] = []
    stack: list[int] = []
    for at, entry in enumerate(entries):
        while stack and entries[stack[-1]].end < entry.end:
            stack.pop()
        found.append(stack[-1] if stack else None)
        stack.append(at)
    return found


def _overlaps(spans: list[Span], start: int, end: int) -> bool:
    at = bisect_right(spans, (start, start))
    if at and spans[at - 1][1] > start:
        at -= 1
    return at < len(spans) and max(spans[at][0], start) < end


def _blanked(data: bytes, spans: list[Span]) -> bytes:
    """The text with every comment as a run of ``#``, and the line end that some of them end with."""
    parts, cursor = [], 0
    for start, end in spans:
        if start >= cursor:
            ends_line = data[end - 1:end] == b"\n"
            parts += [data[cursor:start], b"#" * (end - start - ends_line), b"\n" if ends_line else b""]
            cursor = end
    return b"".join([*parts, data[cursor:]])
