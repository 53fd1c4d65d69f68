"""Fingerprints of notes and sections: what stays of a text when markup, comments and layout are taken away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from hashlib import blake2b

from vaultkit.markdown.wrapped import COMMENT

# Changed with the rules below: fingerprints of other rules can't be compared and count as never accepted.
RULES = "n1"
_FRONTMATTER = re.compile(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_SPACES = re.compile(r"[ \t]+")
_FIELD = re.compile(r"^[ \t>]*(?:[-*+][ \t]+)?\**([^\s*:\[\](){}][^:\n\[\](){}]*?)\**[ \t]*::.*$", re.M)
_LINE_START = re.compile(r"^(?:[ \t]|>|#{1,6}[ \t]|[-*+][ \t]|\d+[.)][ \t]|\[.\][ \t])+", re.M)
_RULE = re.compile(r"^[ >]*+(?:\|? ?:?-++:? ?+(?:\| ?+(?::?-++:? ?+)?+)++|-{2,}+|=++|(?:[*_-] ?){3,}+)$", re.M)
_CLOSING = re.compile(r"[ \t]+(?:#+|\^[A-Za-z0-9-]+)[ \t]*$", re.M)
_WIKILINK = re.compile(r"!?\[\[(?:[^\]\[|\n]*+\|)?([^\]\[\n]*+)\]\]")
_MARKDOWN_LINK = re.compile(r"!?\[([^\]\[\n]*+)\]\([^()\n]*+\)")
_MARKS = re.compile(r"\\(?=[!-/:-@\[-`{-~])|\*+|`+|~~|==|\||(?<!\w)_+|_+(?!\w)")


def note_fingerprint(text: str, is_relation: Callable[[str], object] = bool) -> str:
    """The fingerprint of a note's text, or of that of a section.

    Frontmatter, comments, list and heading marks, emphasis, tables' rulings, what a link with a text of its own leads
    to, line breaks and other white space change nothing, nor does an inline field for whose name ``is_relation`` holds:
    such a field is a link itself. In a code block only white space is ignored.
    """
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    if text.startswith("---") and (front := _FRONTMATTER.match(text)):
        text = text[front.end():]
    words = " ".join(" ".join(piece if code else _prose(piece, is_relation) for code, piece in _pieces(text)).split())
    return f"{RULES}:{blake2b(words.encode('utf-8', 'surrogatepass'), digest_size=12).hexdigest()}"


def _pieces(text: str) -> list[tuple[bool, str]]:
    """The text as (is code, piece), in order; the marks of fences in neither."""
    if "```" not in text and "~~~" not in text:
        return [(False, text)]
    pieces: list[tuple[bool, str]] = []
    lines: list[str] = []
    mark = ""
    for line in text.split("\n"):
        fence = _FENCE.match(line)
        closes = bool(mark) and fence is not None and fence[1].startswith(mark) and not line[fence.end():].strip()
        if closes or (not mark and fence is not None):
            pieces.append((bool(mark), "\n".join(lines)))
            lines = [] if closes or fence is None else [line[fence.end():]]
            mark = "" if closes or fence is None else fence[1]
        else:
            lines.append(line.lstrip("> \t") if mark else line)
    pieces.append((bool(mark), "\n".join(lines)))
    return pieces


def _without(text: str, opening: str, closing: str) -> str:
    """The text without what stands between the two; an opening that is never closed opens nothing."""
    parts, start = [], 0
    while (at := text.find(opening, start)) >= 0 and (end := text.find(closing, at + len(opening))) >= 0:
        parts.append(text[start:at])
        start = end + len(closing)
    return " ".join([*parts, text[start:]])


def _prose(text: str, is_relation: Callable[[str], object]) -> str:
    text = _SPACES.sub(" ", _without(COMMENT.sub(" ", text), "<!--", "-->"))
    if "::" in text:
        text = _FIELD.sub(lambda field: "" if is_relation(field[1].strip()) else field[0], text)
    text = _LINE_START.sub("", _CLOSING.sub("", _RULE.sub("", text)))
    if "](" in text:
        text = _MARKDOWN_LINK.sub(r"\1", text)
    if "[[" in text:
        text = _WIKILINK.sub(r"\1", text)
    return _MARKS.sub(lambda mark: " " if mark[0] == "|" else "", text)
