"""Headings and the sections that they open.

Source: CommonMark 4.2 (ATX), 4.3 (setext); Obsidian Help, "Internal links: Link to a heading in a note".
"""

from __future__ import annotations

import re
from bisect import bisect_right

from vaultkit.markdown.source import Source, Span
from vaultkit.model import Heading

_ATX = re.compile(r"#{1,6}(?:[ \t]+|$)")
_CLOSING = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*$")
_NEXT_LINE = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t>]*")
_LONGEST_ANCHOR = 300


def headings(source: Source) -> tuple[Heading, ...]:
    """Headings in order of place.

    A section ends before the next heading of the same or a higher level. One inside of a quote, callout or list item
    ends at the latest where that ends, and the headings in there are an outline of their own: neither are they below
    the heading before the callout, nor is a heading behind it below them. A turn of a chat ends what stands before it.
    """
    found = source.spans.get("Heading", [])
    levels = [int(detail["level"][1]) for _, _, detail in found]
    texts = [_text(source, start, end) for start, end, _ in found]
    paths: list[tuple[str, ...]] = []
    ends: list[int] = []
    outlines: dict[tuple[int, int], list[int]] = {}
    for index, box in enumerate(_containers(source, found)):
        line = source.line(found[index][0])
        outline = outlines.setdefault(box, [])
        while outline and levels[outline[-1]] >= levels[index]:
            closed = outline.pop()
            ends[closed] = min(ends[closed], line - 1)
        outline.append(index)
        paths.append(tuple(texts[above][:_LONGEST_ANCHOR] for above in outline))
        ends.append(_limit(source, line, box))
    counts: dict[str, int] = {}
    made = []
    for index, (start, end, _) in enumerate(found):
        anchor = "#".join(paths[index])
        counts[anchor] = count = counts.get(anchor, 0) + 1
        line, column = source.at(start)
        following = found[index + 1][0] if index + 1 < len(found) else len(source.text)
        blank = not source.text[end:following].strip(" \t\r\n>")
        made.append(Heading(levels[index], texts[index], paths[index], anchor if count == 1 else f"{anchor}~{count}",
                            line, column, ends[index], blank))
    return tuple(made)


def _limit(source: Source, line: int, box: tuple[int, int]) -> int:
    """The last line that a section beginning in ``line`` may have: its container's, else the note's, or the line
    before the next turn."""
    if box[1]:
        return source.last_line(box[0], box[1], "\r\n")
    at = bisect_right(source.turn_lines, line)
    return source.turn_lines[at] - 1 if at < len(source.turn_lines) else source.line_count


def _text(source: Source, start: int, end: int) -> str:
    """A heading's source text without its marks; the lines of a setext heading joined by a blank."""
    raw = source.text[start:end].rstrip()
    atx = _ATX.match(raw)
    if atx:
        return _CLOSING.sub("", raw[atx.end():]).strip()
    lines = _NEXT_LINE.split(raw)
    if len(lines) > 1 and _UNDERLINE.match(lines[-1]):
        lines.pop()
    return " ".join(lines).strip()


def _containers(source: Source, found: list[Span]) -> list[tuple[int, int]]:
    """For each heading start and end of the outermost quote or list item around it, (0, 0) where there is none."""
    spans = [*source.spans.get("BlockQuote", ()), *source.spans.get("Item", ())]
    if not spans:
        return [(0, 0)] * len(found)
    boxes = sorted((start, end) for start, end, _ in spans)
    inside, at, box = [], 0, (0, 0)
    for start, _, _ in found:
        while at < len(boxes) and boxes[at][0] <= start:
            if boxes[at][0] >= box[1]:
                box = boxes[at]
            at += 1
        inside.append(box if start < box[1] else (0, 0))
    return inside
