"""Bounds that keep one note from costing more than it should: nesting, line length, NUL bytes (docs/contract.md,
Bounds)."""

from __future__ import annotations

from vaultkit.config import Bounds
from vaultkit.markdown.source import NoteText, Ranges, Span, line_starts
from vaultkit.messages.message import Message
from vaultkit.model import Problem

_CONTAINERS = ("BlockQuote", "List", "FootnoteDefinition")
_INLINE_NESTING = 8
RULE = "note-unreadable"


def blank_long_lines(text: str, path: str, bounds: Bounds) -> tuple[str, tuple[Problem, ...]]:
    """The text with overlong lines blanked (same length, so that every place keeps its offset) and what to report."""
    problems = []
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        problems.append(Problem(path, line, Message("problem.nul_bytes"), RULE))
    # A character has at most four bytes, so a shorter text can't hold an overlong line.
    if len(text) * 4 > bounds.line_bytes:
        starts = line_starts(text)
        parts = []
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 1):
            line_text = text[start:end]
            content = line_text.rstrip("\r\n")
            if len(content) * 4 > bounds.line_bytes and len(content.encode()) > bounds.line_bytes:
                message = Message("problem.long_line", bytes=bounds.line_bytes)
                problems.append(Problem(path, number, message, RULE))
                line_text = " " * len(content) + line_text[len(content):]
            parts.append(line_text)
        text = "".join(parts)
    return text, tuple(problems)


def limit_nesting(source: NoteText, bounds: Bounds) -> tuple[Problem, ...]:
    """Drop what lies deeper than the bound: containers beyond ``bounds.nesting`` levels with their items, and links or
    bold runs in each other, which no writer nests but which would cost the square of their number."""
    spans = source.spans
    if "Strong" in spans:
        spans["Strong"] = _shallow(spans["Strong"], 1)[0]
    if "Image" in spans:
        # Links nest by way of images only.
        for kind in ("Link", "Image"):
            if len(spans.get(kind, ())) > _INLINE_NESTING:
                spans[kind] = _shallow(spans[kind], _INLINE_NESTING)[0]
    if sum(len(spans.get(kind, ())) for kind in _CONTAINERS) <= bounds.nesting:
        return ()
    containers = sorted((start, end, 0) for kind in _CONTAINERS for start, end, _ in spans.get(kind, ()))
    deep = _shallow(containers, bounds.nesting)[1]
    if not deep:
        return ()
    hidden = Ranges((start, end) for start, end, _ in deep)
    for kind in (*_CONTAINERS, "Item", "Paragraph"):
        if kind in spans:
            spans[kind] = [span for span in spans[kind] if not hidden.end_of(span[0])]
    message = Message("problem.deep_blocks", levels=bounds.nesting)
    return (Problem(source.path, source.line(deep[0][0]), message, RULE),)


def _shallow(spans: list[Span], most: int) -> tuple[list[Span], list[Span]]:
    """Spans with fewer than ``most`` others around them, and the rest."""
    kept: list[Span] = []
    deep: list[Span] = []
    ends: list[int] = []
    for span in spans:
        while ends and ends[-1] <= span[0]:
            ends.pop()
        if len(ends) < most:
            ends.append(span[1])
            kept.append(span)
        else:
            deep.append(span)
    return kept, deep
