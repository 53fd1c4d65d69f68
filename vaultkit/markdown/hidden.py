"""Where Markdown is not read: code, math, HTML, link destinations, comments.

Sources: CommonMark 4.4, 4.5, 4.6, 6.1, 6.5, 6.6; Obsidian Help, "Advanced formatting syntax: Math", "Basic formatting
syntax: Comments".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from vaultkit.markdown.mdlinks import text_end
from vaultkit.markdown.source import Ranges, Source, Span

_OPAQUE = ("CodeBlock", "HtmlBlock", "Code", "InlineHtml", "InlineMath", "DisplayMath", "Autolink")
_BLANK_LINE = re.compile(r"\n[ \t\r>]*\n")
_TEMPTING = ("[[", "%%", "::", " #")
# What makes a comment hold more than plain words.
_TELLING = re.compile(r"[\[`*_<$!~|#>\r\n]")
_PREFIX = re.compile(r"[ \t>]*")


def mark_opaque(source: Source) -> None:
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
            _remove(source, math, links=True)


def mark_comments(source: Source) -> None:
    """Fill ``source.comments`` with ``%%…%%`` and drop every span inside of them but links.

    The opening ``%%`` stands outside of code, math and HTML. What is commented out is not read, so the next ``%%``
    closes it, except where that one lies in a code block that begins inside (a mermaid fence has ``%%`` comments of
    its own). An unclosed one runs to the end of the note.
    """
    text, opaque, find = source.text, source.opaque, source.text.find
    blocks = Ranges([(start, end) for start, end, _ in source.spans.get("CodeBlock", ())])
    pairs, telling = [], []
    at = find("%%", source.body)
    while at >= 0:
        skip = opaque.end_of(at)
        if skip:
            at = find("%%", skip)
            continue
        close = find("%%", at + 2)
        while close >= 0 and blocks.starts and (skip := blocks.end_of(close)):
            close = find("%%", skip)
        end = close + 2 if close >= 0 else len(text)
        pairs.append((at, end))
        if _TELLING.search(text, at, end):
            telling.append((at, end))
        at = find("%%", end)
    source.comments = Ranges(pairs)
    if telling:
        behind = _behind(source, telling)
        _remove(source, telling, links=False)
        if behind:
            source.spans["Paragraph"] = sorted(source.spans["Paragraph"] + behind)


def _behind(source: Source, pairs: list[tuple[int, int]]) -> list[Span]:
    """What is left of paragraphs that begin inside of ``pairs`` and go on behind them."""
    hidden, rest = Ranges(pairs), []
    for start, stop, value in source.spans.get("Paragraph", ()):
        begun = start
        while skip := hidden.end_of(start):
            start = skip
        if begun < start < stop:
            rest.append((start, stop, value))
    return rest


def _destinations(source: Source) -> list[tuple[int, int]]:
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


def _math_blocks(source: Source) -> list[tuple[int, int]]:
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
        if opens and _BLANK_LINE.search(text, mark, following):
            end = following + 2
            blocks.append((mark, end))
    return blocks


def _remove(source: Source, pairs: list[tuple[int, int]], *, links: bool) -> None:
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
