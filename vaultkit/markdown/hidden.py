"""Stretches in which Markdown is not read: code, math, HTML, link destinations.

Sources: CommonMark 4.4, 4.5, 4.6, 6.1, 6.5, 6.6; Obsidian Help, "Advanced formatting syntax: Math".
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from vaultkit.markdown.mdlinks import text_end
from vaultkit.markdown.source import NoteText, Ranges
from vaultkit.text.lazy_pattern import lazy_pattern

_OPAQUE = ("CodeBlock", "HtmlBlock", "Code", "InlineHtml", "InlineMath", "DisplayMath", "Autolink")
_BLANK_LINE = lazy_pattern(r"\n[ \t\r>]*\n")
_TEMPTING = ("[[", "%%", "::", " #")
_PREFIX = lazy_pattern(r"[ \t>]*")


def mark_opaque(source: NoteText) -> None:
    """Fill ``source.opaque``."""
    spans = source.spans
    pairs = []
    for kind in _OPAQUE:
        if kind in spans:
            pairs += [(start, end) for start, end, _ in spans[kind]]
    source.opaque = Ranges(pairs)
    destinations = _destinations(source)
    if destinations:
        pairs += destinations
        source.opaque = Ranges(pairs)
    if "$$" in source.text:
        math = _math_blocks(source)
        if math:
            source.opaque = Ranges([*pairs, *math])
            drop_spans(source, math, links=True)


def _destinations(source: NoteText) -> list[tuple[int, int]]:
    """Destinations and titles of inline links that hold what could be taken for a tag, a link, a field or a comment."""
    found = []
    for kind in ("Link", "Image"):
        spans = source.spans.get(kind)
        if not spans:
            continue
        everything = "\n".join([detail[1] + detail[2] for _, _, detail in spans])
        if not any(mark in everything for mark in _TEMPTING):
            continue
        for start, end, (form, written, title) in spans:
            if form == "Inline" and any(mark in written + title for mark in _TEMPTING):
                found.append((text_end(source, start, end) + 1, end))
    return found


def _math_blocks(source: NoteText) -> list[tuple[int, int]]:
    """``$$`` blocks with blank lines inside, which CommonMark's inline rules can't see: from a ``$$`` that begins a
    line to the next one."""
    text = source.text
    marks = []
    at = text.find("$$", source.body)
    while at >= 0:
        skip = source.opaque.end_of(at)
        if skip:
            at = text.find("$$", max(skip, at + 2))
            continue
        if not source.escaped(at):
            marks.append(at)
        at = text.find("$$", at + 2)
    blocks, end = [], 0
    for mark, following in pairwise(marks):
        opens = mark >= end and _PREFIX.fullmatch(text, source.line_start(mark), mark)
        if opens and _BLANK_LINE.search(text, mark, following) and _in_one_quotation(opens[0], text[mark:following]):
            end = following + 2
            blocks.append((mark, end))
    return blocks


def _in_one_quotation(prefix: str, text: str) -> bool:
    """Return whether no line of ``text`` leaves the quotation or callout whose marks are in ``prefix``."""
    return ">" not in prefix or all(line.lstrip().startswith(">") for line in text.split("\n")[1:])


def drop_spans(source: NoteText, pairs: list[tuple[int, int]], *, links: bool) -> None:
    """Drop the spans that begin inside of ``pairs``; links stay unless ``links``."""
    many = Ranges(pairs) if len(pairs) > 20 else None
    for kind, spans in source.spans.items():
        if not links and (kind == "Link" or kind == "Image"):
            continue
        if spans and spans[-1][0] < pairs[0][0]:
            continue
        if many:
            spans[:] = [span for span in spans if not many.end_of(span[0])]
            continue
        for start, end in reversed(pairs):
            first, last = bisect_left(spans, (start,)), bisect_left(spans, (end,))
            if first < last:
                del spans[first:last]
