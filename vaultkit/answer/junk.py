"""What stands in a note and says nothing by itself: links, tags, block ids, fields and formulas alone."""

from __future__ import annotations

import re

_EMBED = re.compile(r"!\[\[[^\]]*\]\]|!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[\[[^\]]*\]\]|\[[^\]]*\]\([^)]*\)|<?\bhttps?://[^\s>]+>?")
_FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$|\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)
_MARKS = re.compile(r"(?<!\S)\^[\w-]+|(?<!\S)#[^\s#]+|\[\^[^\]]+\]|<[^<>]*>|%%.*?%%|^\s*\[[^\]]?\](?=\s|$)"
                    r"|\[![\w-]+\][+-]?", re.DOTALL)
_FIELD = re.compile(r"(?<!\s)\s*[([]?[^\s:|`()\[\]][^:|`]{0,40}::\s*")
_JOINS = re.compile(r"\b(?:see|also|by|and|or|via|from|см|смотри\w*|также|и|или|из|далее|ещё)\b", re.IGNORECASE)
_HEADS = re.compile(r"\s*(?:\*\*[^*]+\*\*|__[^_]+__)\s*:?\s*$")
_WORD = re.compile(r"[^\W_]")
# What these fences hold is drawn or asked, not said.
_DRAWN = re.compile(r"\s*(?:`{3,}|~{3,})\s*\{?(?:dataview|dataviewjs|base|tasks|query|mermaid|plantuml|dot|math|latex"
                    r"|button|excalidraw|canvas)\b", re.IGNORECASE)


def junk(text: str, *, links: bool = False) -> bool:
    """Whether ``text`` (one sentence as shown) says nothing by itself. ``links``: a link alone says something, as an
    item does under the line that opens its list."""
    field = _FIELD.match(text)
    bare = _MARKS.sub(" ", _FORMULA.sub(" ", _EMBED.sub(" ", text)))
    if field is not None:
        bare = _FIELD.sub("", bare, count=1)
    if not links or field is not None:
        bare = _JOINS.sub(" ", _LINK.sub(" ", bare))
    return not _WORD.search(bare)


def heads(line: str) -> bool:
    """Whether a line of its own is a heading in bold rather than a sentence."""
    return bool(_HEADS.match(line)) and not line.rstrip(" *_").endswith((".", "!", "…"))


def drawn(fence: str) -> bool:
    """Whether the line that opens a fence names a diagram or a query."""
    return bool(_DRAWN.match(fence))


def without_formulas(text: str) -> str:
    """``text`` without its formulas."""
    return _FORMULA.sub(" ", text)
