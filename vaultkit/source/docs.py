"""What a definition says of itself: its docstring, or the comment right above it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.source.entries import Entry

if TYPE_CHECKING:
    from tree_sitter import Node

_LONGEST = 600
_MARKERS = re.compile(
    r"^[ \t]*(?:/\*+!?|\*+/|\*(?!/)|///?!?|//|#+!?|--+|;+|<!--|%+)?[ \t]?|[ \t]*(?:\*+/|-->)[ \t]*$", re.M
)


def docstring(literal: bytes) -> str | None:
    """The text of a string literal that documents, indentation and quotes taken away; None when empty."""
    text = literal[: 2 * _LONGEST].decode("utf-8", "replace").lstrip("rRuUbBfF")
    width = 3 if text[:3] in ('"""', "'''") else 1
    closed = text[width:-width] if len(literal) <= 2 * _LONGEST else text[width:]
    return "\n".join([line.strip() for line in closed.split("\n")]).strip()[:_LONGEST] or None


def comment_text(raw: str) -> str | None:
    """A comment without its markers, None when nothing is left."""
    return "\n".join(line.rstrip() for line in _MARKERS.sub("", raw).splitlines()).strip()[:_LONGEST] or None


def docstrings(entries: list[Entry], documents: list[Node], data: bytes) -> str | None:
    """Set ``doc`` from the strings that open a body; returns the module's own docstring."""
    opening = {node.start_byte: node for node in documents}
    for entry in entries:
        body = entry.found.body
        node = opening.get(body.start_byte) if body is not None else None
        if node is not None:
            entry.doc = docstring(data[node.start_byte : node.end_byte])
    first = min(documents, key=lambda node: node.start_byte, default=None)
    if first is None:
        return None
    lines = data[: first.start_byte].splitlines()
    is_module = all(not line.strip() or line.lstrip().startswith(b"#") for line in lines)
    return docstring(data[first.start_byte : first.end_byte]) if is_module else None


def leading_comments(entries: list[Entry], comments: list[Node], data: bytes) -> str | None:
    """Set ``doc`` from the comments right above; returns the comment that opens the file when a blank line follows."""
    ends: dict[int, tuple[int, Node]] = {}
    for node in comments:
        row, column = node.start_point
        if not data[node.start_byte - column : node.start_byte].strip():
            last = node.end_point[0] - (1 if node.end_point[1] == 0 and node.end_point[0] > row else 0)
            ends[last + 1] = (row + 1, node)
    previous = 0
    for entry in entries:
        if entry.line == previous:
            continue
        previous = entry.line
        parts: list[bytes] = []
        line = entry.line - 1
        while line in ends:
            line, node = ends[line]
            parts.append(data[node.start_byte : node.end_byte].rstrip(b"\n"))
            line -= 1
        if parts:
            entry.doc = comment_text(b"\n".join(reversed(parts)).decode("utf-8", "replace"))
    taken = {entry.line for entry in entries}
    opening, line = [], 1
    by_start = {row: (last, node) for last, (row, node) in ends.items()}
    while line in by_start:
        last, node = by_start[line]
        opening.append(data[node.start_byte : node.end_byte].rstrip(b"\n"))
        line = last + 1
    lines = [text for text in opening if not text.startswith(b"#!")]
    return comment_text(b"\n".join(lines).decode("utf-8", "replace")) if lines and line not in taken else None
