"""Comments that name a note: ``vault: [[Concept]]`` or ``implements: [[Concept]]``, several of them in a line."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Literal, cast

from vaultkit.model import Link
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


_QUICK = lazy_pattern(rb"\b(?:vault|implements)\s*:\s*\[\[", re.I)
_TRACE = lazy_pattern(
    r"\b(vault|implements)\s*:\s*((?:\[\[(?:(?!\]\]|\[\[)[^\n])+\]\](?:[ \t,;&+]|and\b|и\b)*)+)", re.I
)
_LINK = lazy_pattern(r"\[\[((?:(?!\]\])[^\n])+)\]\]")

Verb = Literal["vault", "implements"]


def links_in(text: str, line: int, column: int) -> list[tuple[Verb, Link]]:
    """The trace links of a text whose first character stands at ``line``, ``column`` (both from 1)."""
    found: list[tuple[Verb, Link]] = []
    passed, before = 0, -1
    for trace in _TRACE.finditer(text):
        for match in _LINK.finditer(text, trace.start(2), trace.end(2)):
            line += text.count("\n", passed, match.start())
            before = max(before, text.rfind("\n", passed, match.start()))
            passed = match.start()
            at = column + match.start() if before < 0 else match.start() - before
            name, _, display = match[1].replace("\\|", "|").partition("|")
            target, mark, subpath = name.partition("#")
            found.append(
                (
                    cast(Verb, trace[1].lower()),
                    Link(
                        line,
                        at,
                        match[0],
                        target.strip(),
                        subpath if mark else None,
                        display or None,
                        "source",
                    ),
                )
            )
    return found


def traces(
    data: bytes, comments: list[tuple[int, int]], docstrings: list[tuple[int, int]], entries: list[DefinitionEntry]
) -> list[tuple[Verb, Link, DefinitionEntry | None]]:
    """Every trace link inside of comments and docstrings (byte ranges) with the definition that it belongs to, None for
    the file."""
    result: list[tuple[Verb, Link, DefinitionEntry | None]] = []
    if not _QUICK.search(data):
        return result
    spans = sorted(comments + docstrings)
    layout = Layout(data, spans, entries)
    strings = set(docstrings)
    starts = [start for start, _ in spans]
    seen = set()
    place = _Columns(data, layout)
    for match in _QUICK.finditer(data):
        index = bisect_right(starts, match.start()) - 1
        if index < 0 or spans[index][1] <= match.start() or index in seen:
            continue
        seen.add(index)
        start, end = spans[index]
        around = layout.around(start, end)
        inner_doc = spans[index] in strings or data[start : start + 3] in (b"//!", b"/*!")
        owner = around if inner_doc else _owner(start, end, around, layout)
        text = data[start:end].decode("utf-8", "replace")
        for verb, link in links_in(text, layout.line(start), place.column(start)):
            result.append((verb, link, owner))
    return result


class _Columns:
    """Columns of places that come in order, in characters: many in one line are not counted from its beginning."""

    def __init__(self, data: bytes, layout: Layout) -> None:
        self._data, self._layout = data, layout
        self._at, self._column = 0, 1

    def column(self, at: int) -> int:
        """The column of a place, from 1."""
        begin = self._layout.line_start(at)
        if begin > self._at:
            self._at, self._column = begin, 1
        self._column += len(self._data[self._at : at].decode("utf-8", "replace"))
        self._at = at
        return self._column


def _owner(start: int, end: int, scope: DefinitionEntry | None, layout: Layout) -> DefinitionEntry | None:
    """The definition that a comment inside of ``scope`` belongs to.

    The innermost one around it; but when it stands at the end of a line of an inner definition, or nothing but
    comments and blank lines part it from the next one, that one. At the top of a file or class a blank line after
    it keeps it with the file or class.
    """
    before, after = layout.before(start, scope), layout.after(end, scope)
    if before is not None and (before.end_line == layout.line(start) or _hangs_on(before, start, layout)):
        return before
    if after is None or not layout.only_comments(end, layout.full_lines_end(end, after.start)):
        return scope
    if layout.blank_line(end, after.start) and _at_top(scope, start, layout):
        return scope
    return after


def _at_top(scope: DefinitionEntry | None, start: int, layout: Layout) -> bool:
    body = scope.found.body if scope is not None else None
    begin = 0 if scope is None else (body.start_byte if body is not None else scope.start)
    return begin > start or layout.only_opening(begin, start)


def _hangs_on(before: DefinitionEntry, start: int, layout: Layout) -> bool:
    """A comment after a definition's last statement, indented deeper than the definition: its last line."""
    body = before.found.body
    if body is None or layout.opens_brace(body.start_byte):
        return False
    if start - layout.line_start(start) <= before.start - layout.line_start(before.start):
        return False
    return layout.only_comments(before.end, start)
