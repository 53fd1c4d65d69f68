"""The text of a note taken apart for a question: prose, code words, headings. By lines and simple marks: a word more or
less changes no ranking."""

from __future__ import annotations

import re
from typing import NamedTuple

from vaultkit.config import Bounds
from vaultkit.markdown import frontmatter
from vaultkit.markdown.events import collect
from vaultkit.markdown.hidden import mark_opaque
from vaultkit.markdown.links import links
from vaultkit.markdown.source import NoteText, Ranges
from vaultkit.markdown.wrapped import COMMENT, mark_comments
from vaultkit.model import NoteFacts
from vaultkit.model.ids import block_of, section_of
from vaultkit.text.lazy_pattern import lazy_pattern

_FRONT = lazy_pattern(r"\A\ufeff?---[ \t]*\r?\n.*?^---[ \t]*\r?$", re.M | re.S)
_FENCE = lazy_pattern(r"^[ \t>]*(```+|~~~+)([^\n]*)\n(.*?)(?:^[ \t>]*\1[`~]*[ \t]*$|\Z)", re.M | re.S)
_INLINE = lazy_pattern(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)
_LINK = lazy_pattern(r"!?\[\[([^\]|#\n]*)(?:#[^\]|\n]*)?(?:\|([^\]\n]*))?\]\]")
_MARKDOWN = lazy_pattern(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_URL = lazy_pattern(r"https?://\S+")
_HIDDEN = lazy_pattern(r"<!--.*?-->", re.S)
_FIELD = lazy_pattern(r"^[ \t>*-]*[\w -]{1,40}::.*$", re.M)
_HEADING = lazy_pattern(r"^#{1,6}[ \t]+(.*)$", re.M)
_PSEUDO = lazy_pattern(r"pseudo|псевдо", re.I)
_IDENTIFIER = lazy_pattern(r"\b(?:[^\W\d]\w*_\w+|[a-zа-яё]+[A-ZА-ЯЁ]\w+|[^\W\d]\w+(?=\())")


class Prose(NamedTuple):
    """``names``: inline code, pseudocode and whatever is spelled like an identifier; ``code``: the fences in a
    programming language; ``diagrams``: the other ones; ``headings`` one a line."""

    text: str
    names: str
    code: str
    diagrams: str
    headings: str


def prose(text: str) -> Prose:
    """Take the text of a note, or of lines of it, apart."""
    text = _HIDDEN.sub(" ", COMMENT.sub(" ", _FRONT.sub("", text, count=1)))
    names: list[str] = []
    code: list[str] = []
    diagrams: list[str] = []

    def fence(match: re.Match[str]) -> str:
        language = match[2].strip().lower()
        if _PSEUDO.search(language):
            names.append(match[3])
        elif language.split(" ")[0] in ("", "text", "mermaid", "dot", "plantuml", "graphviz", "txt"):
            diagrams.append(match[3])
        else:
            code.append(match[3])
        return "\n"

    text = _FIELD.sub(" ", _FENCE.sub(fence, text))
    text = _MARKDOWN.sub(r"\1", _LINK.sub(lambda match: match[2] or match[1], text))
    text = _URL.sub(" ", text)
    names += [match[2] for match in _INLINE.finditer(text)]
    headings = "\n".join(_HEADING.findall(text))
    text = _HEADING.sub(" ", text)
    names += _IDENTIFIER.findall(_INLINE.sub(" ", text))
    return Prose(text, "\n".join(names), "\n".join(code), "\n".join(diagrams), headings)


def lines_of(text: str, facts: NoteFacts, id: str) -> tuple[str, int]:
    """The text of the section or block ``id`` of a note (``path.md#Heading^fence-1``), and its first line; of the
    whole note where ``id`` is its path or names nothing in it."""
    anchor, block = section_of(id), block_of(id)
    if not anchor:
        return text, 1
    lines = text.splitlines()
    for at, heading in enumerate(facts.headings):
        if heading.anchor == anchor:
            for one in facts.blocks if block else ():
                if one.heading == at and f"{one.form}-{one.ordinal}" == block:
                    return "\n".join(lines[one.line - 1:one.end_line]), one.line
            return "\n".join(lines[heading.line - 1:heading.end_line]), heading.line
    return text, 1


_ADDRESS = lazy_pattern(r"\w+://[^\s)>\]]+|\b[\w.+-]+@[\w-]+\.\w+|(?<![\w/])#[^\s#.,;:!?()]+")
_FIELD_NAME = lazy_pattern(r"^[ \t>*+-]*[\w][\w -]{0,40}::|[\[(][\w][\w -]{0,40}::", re.M)


class NonProse:
    """The stretches of one note that are no prose."""

    def __init__(self, text: str) -> None:
        self._bom = text.startswith("\ufeff")
        source = self._source = NoteText(text.removeprefix("\ufeff"))
        frontmatter.read_frontmatter(source, Bounds())
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
        """Return whether any of the characters from ``start`` to ``end`` (exclusive) is in such a stretch."""
        return self._ranges.touches(start - self._bom, end - self._bom)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        return self._source.at(offset - self._bom)
