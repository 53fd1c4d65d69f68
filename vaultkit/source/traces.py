"""Comments that name a note: ``vault: [[Concept]]`` or ``implements: [[Concept]]``, several of them in a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, cast

from vaultkit.model import Link
from vaultkit.source.definitions import DefinitionEntry
from vaultkit.source.trace_layout import Layout
from vaultkit.text.lazy_pattern import lazy_pattern

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
