"""Stretches that ``%%`` wraps, and marks that wrap nothing.

Source: Obsidian Help, "Basic formatting syntax: Comments": text is a comment when it is wrapped in ``%%``, within a
line or over several blocks. docs/contract.md, Link rules: without its pair a mark wraps nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from vaultkit.markdown.hidden import drop_spans
from vaultkit.markdown.source import NoteText, Ranges, left_behind
from vaultkit.messages.message import Message
from vaultkit.model import Problem
from vaultkit.text.lazy_pattern import lazy_pattern

RULE = "comment-unclosed"
# What makes a comment hold more than plain words.
_TELLING = lazy_pattern(r"[\[`*_<$!~|#>\r\n]")
# What may stand before the first word of a block: quote marks, a list's marker, a checkbox.
_PREFIX = lazy_pattern(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:\[.\][ \t]+)?")
# The same by text alone, for callers that can do with an approximation.
COMMENT = lazy_pattern(r"^[ \t>]*%%.*?%%|%%(?:(?!\n[ \t>]*\n).)*?%%", re.DOTALL | re.MULTILINE)
_BLOCKS = ("Paragraph", "Heading", "Item", "List", "TableCell", "BlockQuote", "CodeBlock", "HtmlBlock",
           "FootnoteDefinition", "Rule")


def mark_comments(source: NoteText) -> tuple[Problem, ...]:
    """Fill ``source.comments`` with ``%%…%%`` and drop every span inside of them but links; a problem for each mark
    that has no pair.

    The opening ``%%`` stands outside of code, math and HTML. One that begins a block, or is alone on its line, is
    closed by the next ``%%`` wherever that stands, a code block inside aside (a mermaid fence has ``%%`` comments of
    its own), but never outside of the quote or callout that it stands in. One behind other words is closed within its
    paragraph or not at all.
    """
    text, opaque, find = source.text, source.opaque, source.text.find
    places = _Places(source)
    pairs, telling, open_marks = [], [], []
    at = find("%%", source.body)
    while at >= 0:
        if skip := opaque.end_of(at) or source.data.end_of(at):
            at = find("%%", skip)
            continue
        close = places.close_of(at)
        if close < 0:
            open_marks.append(at)
            at = find("%%", at + 2)
            continue
        end = close + 2
        pairs.append((at, end))
        if _TELLING.search(text, at, end):
            telling.append((at, end))
        at = find("%%", end)
    source.comments = Ranges(pairs)
    if telling:
        behind = left_behind(source, telling)
        drop_spans(source, telling, links=False)
        if behind:
            source.spans["Paragraph"] = sorted(source.spans["Paragraph"] + behind)
    return tuple([Problem(source.path, source.line(at), Message("problem.percent_open"), RULE) for at in open_marks])


class _Places:
    """Places where a ``%%`` may be closed."""

    def __init__(self, source: NoteText) -> None:
        self._source = source
        self._code = Ranges([(start, end) for start, end, _ in source.spans.get("CodeBlock", ())])
        self._inline = Ranges([(start, end) for start, end, _ in source.spans.get("Code", ())])
        self._quotes = Ranges([(start, end) for start, end, _ in source.spans.get("BlockQuote", ())])
        self._bounds: list[int] = []

    def close_of(self, at: int) -> int:
        """Offset of the mark that closes the one at ``at``, -1 where none does."""
        text = self._source.text
        limit = self._quotes.end_of(at) or len(text)
        ranges = self._code
        if not self._opens_blocks(at):
            bounds = self._block_bounds()
            following = bisect_right(bounds, at)
            if following < len(bounds):
                limit = min(limit, bounds[following])
            ranges = self._inline
        close = text.find("%%", at + 2, limit)
        while close >= 0 and (skip := ranges.end_of(close)):
            close = text.find("%%", skip, limit)
        return close

    def _opens_blocks(self, at: int) -> bool:
        """Return whether a comment that begins here may hold several blocks."""
        source, start = self._source, self._source.line_start(at)
        if not _PREFIX.fullmatch(source.text, start, at):
            return False
        if not source.text[at + 2:source.line_end(at)].strip():
            return True
        bounds = self._block_bounds()
        before = bisect_right(bounds, at)
        return not before or bounds[before - 1] >= start

    def _block_bounds(self) -> list[int]:
        """Every offset at which a block begins or ends, in order; made when first asked for."""
        if not self._bounds:
            spans = self._source.spans
            self._bounds = sorted({edge for kind in _BLOCKS for span in spans.get(kind, ()) for edge in span[:2]})
        return self._bounds
