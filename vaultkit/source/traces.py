"""Comments that name a note: ``vault: [[Concept]]`` or ``implements: [[Concept]]``, several of them in a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, cast

from vaultkit.model import Link
from vaultkit.source.definitions import DefinitionEntry

_QUICK = re.compile(rb"\b(?:vault|implements)\s*:\s*\[\[", re.I)
_TRACE = re.compile(r"\b(vault|implements)\s*:\s*((?:\[\[(?:(?!\]\]|\[\[)[^\n])+\]\](?:[ \t,;&+]|and\b|и\b)*)+)", re.I)
_LINK = re.compile(r"\[\[((?:(?!\]\])[^\n])+)\]\]")

Verb = Literal["vault", "implements"]


def links_in(text: str, line: int, column: int) -> list[tuple[Verb, Link]]:
    """The trace links of a text whose first character stands at ``line``, ``column`` (both from 1)."""
    found: list[tuple[Verb, Link]] = []
    passed = 0
    for trace in _TRACE.finditer(text):
        for match in _LINK.finditer(text, trace.start(2), trace.end(2)):
            line += text.count("\n", passed, match.start())
            passed = match.start()
            before = text.rfind("\n", 0, match.start())
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
    strings = set(docstrings)
    starts = [start for start, _ in spans]
    seen = set()
    for match in _QUICK.finditer(data):
        index = bisect_right(starts, match.start()) - 1
        if index < 0 or spans[index][1] <= match.start() or index in seen:
            continue
        seen.add(index)
        start, end = spans[index]
        line_start = data.rfind(b"\n", 0, start) + 1
        column = len(data[line_start:start].decode("utf-8", "replace")) + 1
        around = _around(start, end, entries)
        inner_doc = spans[index] in strings or data[start : start + 3] in (b"//!", b"/*!")
        owner = around if inner_doc else _owner(start, end, around, data, spans, entries)
        for verb, link in links_in(data[start:end].decode("utf-8", "replace"), data.count(b"\n", 0, start) + 1, column):
            result.append((verb, link, owner))
    return result


def _around(start: int, end: int, entries: list[DefinitionEntry]) -> DefinitionEntry | None:
    """The innermost definition around a range, None for the file."""
    return max(
        (entry for entry in entries if entry.start <= start and end <= entry.end),
        key=lambda entry: entry.start,
        default=None,
    )


def _owner(
    start: int,
    end: int,
    scope: DefinitionEntry | None,
    data: bytes,
    spans: list[tuple[int, int]],
    entries: list[DefinitionEntry],
) -> DefinitionEntry | None:
    """The definition that a comment inside of ``scope`` belongs to.

    The innermost one around it; but when it stands at the end of a line of an inner definition, or nothing but
    comments and blank lines part it from the next one, that one. At the top of a file or class a blank line after
    it keeps it with the file or class.
    """
    line = data.count(b"\n", 0, start) + 1
    before: DefinitionEntry | None = None
    after: DefinitionEntry | None = None
    for entry in entries:
        if scope is not None and not (scope.start < entry.start and entry.end <= scope.end):
            continue
        if entry.end <= start and (before is None or entry.end > before.end):
            before = entry
        if entry.start >= end and (after is None or (entry.start, -entry.end) < (after.start, -after.end)):
            after = entry
    if before is not None and before.end_line == line:
        return before
    if before is not None and _hangs_on(before, start, data, spans):
        return before
    if after is None:
        return scope
    gap = _blanked(data, end, after.start, spans)
    full_lines = gap.rpartition(b"\n")[0]
    if full_lines.replace(b"#", b"").strip():
        return scope
    if re.search(rb"\n[ \t\r]*\n", gap) and _at_top(scope, start, data, spans):
        return scope
    return after


def _blanked(data: bytes, start: int, end: int, spans: list[tuple[int, int]]) -> bytes:
    """The bytes between two places, each comment as one ``#``."""
    parts, cursor = [], start
    for left, right in spans:
        if left >= cursor and right <= end:
            parts += [data[cursor:left], b"#"]
            cursor = right
            if data[right - 1 : right] == b"\n":
                parts.append(b"\n")
    return b"".join(parts) + data[cursor:end]


def _at_top(scope: DefinitionEntry | None, start: int, data: bytes, spans: list[tuple[int, int]]) -> bool:
    body = scope.found.body if scope is not None else None
    begin = 0 if scope is None else (body.start_byte if body is not None else scope.start)
    if begin > start:
        return True
    return not _blanked(data, begin, start, spans).replace(b"#", b"").strip(b" \t\r\n{:\xef\xbb\xbf")


def _hangs_on(before: DefinitionEntry, start: int, data: bytes, spans: list[tuple[int, int]]) -> bool:
    """A comment after a definition's last statement, indented deeper than the definition: its last line."""

    def column(at: int) -> int:
        return at - (data.rfind(b"\n", 0, at) + 1)

    body = before.found.body
    if body is None or data[body.start_byte : body.start_byte + 1] == b"{" or column(start) <= column(before.start):
        return False
    return not _blanked(data, before.end, start, spans).replace(b"#", b"").strip()
