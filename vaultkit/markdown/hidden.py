"""Where Markdown is not read: code, math, HTML, link destinations, comments.

Sources: CommonMark 4.4, 4.5, 4.6, 6.1, 6.5, 6.6; Obsidian Help, "Advanced formatting syntax: Math" and "Basic formatting
syntax: Comments".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from vaultkit.markdown.mdlinks import text_end
from vaultkit.markdown.source import Ranges, Source

_OPAQUE = ("CodeBlock", "HtmlBlock", "Code", "InlineHtml", "InlineMath", "DisplayMath")
_BLANK_LINE = re.compile(r"\n[ \t\r>]*\n")
_PREFIX = re.compile(r"[ \t>]*")


def mark_opaque(source: Source) -> None:
    """Fill ``source.opaque``."""
    spans = source.spans
    pairs = [(start, end) for kind in _OPAQUE for start, end, _ in spans.get(kind, ())]
    for start, end, detail in spans.get("Link", ()):
        if detail["link_type"] in ("Autolink", "Email"):
            pairs.append((start, end))
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
    text, opaque = source.text, source.opaque
    blocks: Ranges | None = None
    pairs = []
    at = text.find("%%", source.body)
    while at >= 0:
        skip = opaque.end_of(at)
        if skip:
            at = text.find("%%", skip)
            continue
        close = text.find("%%", at + 2)
        if close >= 0 and "CodeBlock" in source.spans:
            blocks = blocks or Ranges((start, end) for start, end, _ in source.spans["CodeBlock"])
            while close >= 0 and (skip := blocks.end_of(close)):
                close = text.find("%%", skip)
        end = close + 2 if close >= 0 else len(text)
        pairs.append((at, end))
        at = text.find("%%", end)
    if pairs:
        source.comments = Ranges(pairs)
        _remove(source, pairs, links=False)


def mark_hidden(source: Source) -> None:
    """Fill ``source.hidden``: comments and what is opaque, for constructs that are found in neither."""
    comments, opaque = source.comments, source.opaque
    if not comments.starts:
        source.hidden = opaque
        return
    source.hidden = Ranges([*zip(comments.starts, comments.ends, strict=True),
                            *zip(opaque.starts, opaque.ends, strict=True)])


def _destinations(source: Source) -> list[tuple[int, int]]:
    """Destinations and titles of inline links that hold what could be taken for a tag or a link."""
    found = []
    for kind in ("Link", "Image"):
        for start, end, detail in source.spans.get(kind, ()):
            if detail["link_type"] == "Inline":
                written = detail["dest_url"] + detail["title"]
                if "#" in written or "[[" in written or "::" in written or "%%" in written:
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
        if many:
            spans[:] = [span for span in spans if not many.end_of(span[0])]
            continue
        for start, end in reversed(pairs):
            first, last = bisect_left(spans, (start,)), bisect_left(spans, (end,))
            if first < last:
                del spans[first:last]
