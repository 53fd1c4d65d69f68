"""Headings and the sections that they open.

Source: CommonMark 4.2 (ATX), 4.3 (setext); Obsidian Help, "Internal links: Link to a heading in a note".
"""

from __future__ import annotations

from bisect import bisect_right

from vaultkit.markdown.source import NoteText, Span
from vaultkit.model import Heading
from vaultkit.storage.fast_records import maker
from vaultkit.text.lazy_pattern import lazy_pattern

_heading = maker(Heading)
_CLOSING = lazy_pattern(r"(?:^|[ \t]+)#+[ \t]*$")
_UNDERLINE = lazy_pattern(r"[ \t>]*(?:=+|-+)[ \t]*$")
_NEXT_LINE = lazy_pattern(r"[ \t]*(?:\r\n?|\n)[ \t>]*")
_NOTHING = lazy_pattern(r"(?:[\s>]++|(?:-{3,}|\*{3,}|_{3,})[ \t]*(?=[\r\n]|\Z))*+")
_LONGEST_ANCHOR = 300


def headings(source: NoteText) -> tuple[Heading, ...]:
    """Headings in order of place.

    A section ends before the next heading of the same or a higher level. One inside of a quote, callout or list item
    ends at the latest where that ends, and the headings in there are an outline of their own: neither are they below
    the heading before the callout, nor is a heading behind it below them. A turn of a chat ends what stands before it.
    """
    found = source.spans.get("Heading", [])
    lines, text = source.lines, source.text
    outlines: dict[tuple[int, int], list[int]] = {}
    rows: list[tuple[int, str, tuple[str, ...], str, int, int]] = []
    ends: list[int] = []
    counts: dict[str, int] = {}
    limited, last = bool(source.turn_lines), source.line_count
    for index, box in enumerate(_containers(source, found)):
        start, end, level = found[index]
        line = bisect_right(lines, start)
        outline = outlines.setdefault(box, [])
        while outline and rows[outline[-1]][0] >= level:
            closed = outline.pop()
            ends[closed] = min(ends[closed], line - 1)
        said = _text(text[start:end])
        path: tuple[str, ...] = (said[:_LONGEST_ANCHOR],)
        if outline:
            path = rows[outline[-1]][2] + path
        anchor = "#".join(path)
        counts[anchor] = count = counts.get(anchor, 0) + 1
        outline.append(index)
        rows.append((level, said, path, anchor if count == 1 else f"{anchor}~{count}", line,
                     start - lines[line - 1] + 1))
        ends.append(_limit(source, line, box) if limited or box[1] else last)
    starts = [start for start, _, _ in found]
    starts.append(len(text))
    blanks = [_is_blank(source, span[1], following) for span, following in zip(found, starts[1:], strict=True)]
    return tuple([_heading(*row, end, blank) for row, end, blank in zip(rows, ends, blanks, strict=True)])


def _is_blank(source: NoteText, start: int, end: int) -> bool:
    """True when nothing that a reader sees stands between two offsets: quote marks, rules and comments are nothing."""
    text = source.text
    if text[start:start + 1].isalnum():
        return False
    while True:
        seen = _NOTHING.match(text, start, end)
        at = seen.end() if seen else start
        if at >= end:
            return True
        start = source.comments.end_of(at)
        if not start and text.startswith("<!--", at):
            start = text.find("-->", at) + 3
        if start <= at:
            return False


def _limit(source: NoteText, line: int, box: tuple[int, int]) -> int:
    """The last line that a section beginning in ``line`` may have: its container's, else the note's, or the line
    before the next turn."""
    if box[1]:
        return source.last_line(box[0], box[1], "\r\n")
    at = bisect_right(source.turn_lines, line)
    return source.turn_lines[at] - 1 if at < len(source.turn_lines) else source.line_count


def _text(raw: str) -> str:
    """A heading's source text without its marks; the lines of a setext heading joined by a blank."""
    raw = raw.strip()
    if "\n" not in raw and "\r" not in raw:
        raw = raw.lstrip("#")
        return (_CLOSING.sub("", raw) if raw.endswith("#") else raw).strip()
    lines = _NEXT_LINE.split(raw)
    if len(lines) > 1 and _UNDERLINE.match(lines[-1]):
        lines.pop()
    return " ".join(lines).strip()


def _containers(source: NoteText, found: list[Span]) -> list[tuple[int, int]]:
    """Return for each heading start and end of the outermost quote or list item around it, (0, 0) where there is
    none."""
    spans = [*source.spans.get("BlockQuote", ()), *source.spans.get("Item", ())]
    # A heading in a container never begins its line.
    if not spans or all(source.text[start - 1:start] in ("", "\n", "\r") for start, _, _ in found):
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
