"""Where the text of a note is no prose: frontmatter, headings, code, math, HTML, comments, links, addresses, fields."""

from __future__ import annotations

import re

from vaultkit.config import Bounds
from vaultkit.markdown import frontmatter
from vaultkit.markdown.events import collect
from vaultkit.markdown.hidden import mark_opaque
from vaultkit.markdown.links import links
from vaultkit.markdown.source import Ranges, Source
from vaultkit.markdown.wrapped import mark_comments

_ADDRESS = re.compile(r"\w+://[^\s)>\]]+|\b[\w.+-]+@[\w-]+\.\w+|(?<![\w/])#[^\s#.,;:!?()]+")
_FIELD_NAME = re.compile(r"^[ \t>*+-]*[\w][\w -]{0,40}::|[\[(][\w][\w -]{0,40}::", re.M)


class Quiet:
    """The stretches of one note that nobody reads as prose."""

    def __init__(self, text: str) -> None:
        self._bom = text.startswith("\ufeff")
        source = self._source = Source(text.removeprefix("\ufeff"))
        frontmatter.read(source, Bounds())
        body = source.body
        source.spans = collect("\n" * body + source.text[body:] if body else source.text)
        headings = [(start, end) for start, end, _ in source.spans.get("Heading", ())]
        mark_opaque(source)
        if "%%" in text:
            mark_comments(source)
        if "[" in text:
            links(source)
        pairs = [(0, body), *headings, *source.links, *(match.span() for match in _ADDRESS.finditer(source.text)),
                 *(match.span() for match in _FIELD_NAME.finditer(source.text)),
                 *zip(source.comments.starts, source.comments.ends, strict=True),
                 *zip(source.opaque.starts, source.opaque.ends, strict=True)]
        self._ranges = Ranges(pairs)

    def holds(self, start: int, end: int) -> bool:
        """Whether any of the characters from ``start`` to ``end`` (exclusive) is in such a stretch."""
        return self._ranges.touches(start - self._bom, end - self._bom)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        return self._source.at(offset - self._bom)
