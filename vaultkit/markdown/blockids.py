"""Block identifiers: ``^id`` at the end of a block, or alone on the line after a list, quote, callout or table.

Source: Obsidian Help, "Internal links: Link to a block in a note": Latin letters, digits and dashes.
"""

from __future__ import annotations

from bisect import bisect_left

from vaultkit.markdown.source import NoteText, Span
from vaultkit.model import BlockId
from vaultkit.text.lazy_pattern import lazy_pattern

_ID = lazy_pattern(r"\^([A-Za-z0-9-]+)[ \t]*(?=\r|\n|\Z)")
_ALONE = lazy_pattern(r"[ \t>]*")
_TOP = ("BlockQuote", "List", "Table", "Paragraph", "Heading", "CodeBlock", "HtmlBlock", "FootnoteDefinition")
_FAR = 1_000


def block_ids(source: NoteText) -> tuple[BlockId, ...]:
    """Block ids in order of place, with the lines of the block that each names."""
    text, made = source.text, []
    hidden, marks = source.opaque.end_of, source.comments.end_of
    tops: list[Span] | None = None
    for match in _ID.finditer(text, source.body):
        start = match.start()
        if text[start - 1:start] not in ("", " ", "\t", "\n", "\r", ">") or hidden(start) or marks(start):
            continue
        line, column = source.at(start)
        tops = _outermost(source) if tops is None else tops
        alone = _ALONE.fullmatch(text, start - column + 1, start) is not None
        first, last = _named(source, tops, start, line, alone)
        made.append(BlockId(match[1], line, column, first, last))
    return tuple(made)


def _outermost(source: NoteText) -> list[Span]:
    """The outermost blocks in order."""
    found: list[Span] = []
    done = 0
    for start, end in sorted([(start, -end) for kind in _TOP for start, end, _ in source.spans.get(kind, ())]):
        if start >= done:
            done = -end
            found.append((start, done, None))
    return found


def _named(source: NoteText, tops: list[Span], offset: int, line: int, alone: bool) -> tuple[int, int]:
    """First and last line of the block that an id names: the list item around it, else the outermost block; one that
    is a paragraph of its own names the block before it."""
    for index in range(bisect_left(tops, (offset + 1,)) - 1, -1, -1):
        start, end, _ = tops[index]
        if alone and start == offset:
            continue
        item = _item(source, start, offset) if offset < end else None
        if item:
            start, end, _ = item
        return source.line(start), source.last_line(start, end)
    return line, line


def _item(source: NoteText, start: int, offset: int) -> Span | None:
    """The innermost list item around ``offset``, of a list that begins at ``start`` and stands in no quote."""
    if source.text[start:start + 1] == ">":
        return None
    items = source.spans.get("Item", [])
    last = bisect_left(items, (offset + 1,)) - 1
    for index in range(last, max(last - _FAR, -1), -1):
        if items[index][0] < start:
            break
        if items[index][1] > offset:
            return items[index]
    return None
