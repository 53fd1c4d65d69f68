"""What is embedded of a chunk: its title, its headings and its text as a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vaultkit.model import Chunk

_EMBED = re.compile(r"!\[\[[^\]\n]*\]\]|!\[([^\]\n]*)\]\([^)\n]*\)")
_WIKILINK = re.compile(r"\[\[([^\]|\n]*?)\\?(?:\|([^\]\n]*))?\]\]")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\((?:<[^>\n]*>|[^()\s]*(?:\([^()\s]*\))?[^()\s]*)(?:\s+\"[^\"\n]*\")?\)")
_FOOTNOTE = re.compile(r"\[\^[^\]\n]+\]:?")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")
_MARKS = re.compile(r"\*{1,3}|==|~~|`+|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?", re.MULTILINE)
_BLOCK_ID = re.compile(r"[ \t]\^[A-Za-z0-9-]+[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"^[ \t|:+-]*-{2,}[ \t|:+-]*$", re.MULTILINE)


def passage(chunk: Chunk) -> str:
    """The text to embed for ``chunk``, without a model's prefix."""
    text = chunk.text if chunk.form == "code" else readable(chunk.text)
    head = " › ".join([chunk.title, *map(readable, said_headings(chunk))])
    return f"{head}\n{text}"


def said_headings(chunk: Chunk) -> tuple[str, ...]:
    """The headings, without a first one that only repeats the title."""
    headings = chunk.headings
    return headings[1:] if headings and readable(headings[0]).casefold() == chunk.title.casefold() else headings


def readable(text: str) -> str:
    """``text`` without the marks of Markdown: links by what they show, no footnote numbers, no list markers."""
    if "[" in text:
        text = _EMBED.sub(lambda match: match[1] or "", text)
        text = _WIKILINK.sub(lambda match: match[2] or match[1].replace("#", " "), text)
        text = _FOOTNOTE.sub("", _LINK.sub(r"\1", text))
    if "<" in text:
        text = _TAG.sub("", text)
    if "^" in text:
        text = _BLOCK_ID.sub("", text)
    if "|" in text:
        text = _RULE.sub("", text).replace("|", " ")
    return _MARKS.sub("", _ITEM.sub("", text)).strip()


def passage_key(title: str, headings: Sequence[str], text: str) -> str:
    """The key of a chunk: a hash (hex, 128 bits) of all that ``passage`` depends on, wherever the note lies."""
    from hashlib import blake2b  # it loads OpenSSL, which a search need not wait for

    whole = "\x00".join((title, *headings, "", text))
    return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
