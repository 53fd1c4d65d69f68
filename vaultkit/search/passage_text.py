"""The sentences of a passage that tell why it was found."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from vaultkit.model import Chunk
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.tokens import Stemmer

_EMBED = lazy_pattern(r"!\[\[[^\]\n]*\]\]|!\[([^\]\n]*)\]\([^)\n]*\)")
_WIKILINK = lazy_pattern(r"\[\[([^\]|\n]*?)\\?(?:\|([^\]\n]*))?\]\]")
_LINK = lazy_pattern(r"\[([^\[\]\n]+)\]\((?:<[^>\n]*>|[^()\s]*(?:\([^()\s]*\))?[^()\s]*)(?:\s+\"[^\"\n]*\")?\)")
_FOOTNOTE = lazy_pattern(r"\[\^[^\]\n]+\]:?")
_TAG = lazy_pattern(r"</?[A-Za-z][^<>\n]*>")
_MARKS = lazy_pattern(r"\*{1,3}|==|~~|`+|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")
_ITEM = lazy_pattern(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?", re.MULTILINE)
_BLOCK_ID = lazy_pattern(r"[ \t]\^[A-Za-z0-9-]+[ \t]*$", re.MULTILINE)
_RULE = lazy_pattern(r"^[ \t|:+-]*-{2,}[ \t|:+-]*$", re.MULTILINE)


def passage(chunk: Chunk) -> str:
    """The text to embed for ``chunk``, without a model's prefix."""
    text = chunk.text if chunk.form == "code" else readable_passage(chunk.text)
    return headed(chunk, text)


def headed(chunk: Chunk, text: str) -> str:
    """``text``, which stands in ``chunk``, below its title and headings."""
    head = " › ".join([chunk.title, *map(readable_passage, said_headings(chunk))])
    return f"{head}\n{text}"


def said_headings(chunk: Chunk) -> tuple[str, ...]:
    """The headings, without a first one that only repeats the title."""
    headings = chunk.headings
    return headings[1:] if headings and readable_passage(headings[0]).casefold() == chunk.title.casefold() else headings


def readable_passage(text: str) -> str:
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


LONGEST = 240
_END = lazy_pattern(r"(?<=[.!?…])[\"'»”)]*\s+(?=[\"'«“(]?[A-ZА-ЯЁ0-9])|\n+")


def snippet(text: str, weights: Mapping[str, float], stemmer: Stemmer, longest: int = LONGEST) -> str:
    """The stretch of neighbouring sentences of ``text``, markup taken out, with most of the tokens in ``weights``; the
    beginning where it has none of them. Cut at a word where it is longer than ``longest``."""
    parts = [part for part in (" ".join(part.split()) for part in _END.split(readable_passage(text))) if part]
    if not parts:
        return " ".join(text.split())[:longest]
    found = [set(stemmer.tokens(part)) & weights.keys() for part in parts]
    best, first, last = -1.0, 0, 0
    for start in range(len(parts)):
        seen: set[str] = set()
        length, stop = 0, start
        while stop < len(parts) and (stop == start or length + len(parts[stop]) < longest):
            length += len(parts[stop]) + 1
            seen |= found[stop]
            stop += 1
        score = sum(weights[token] for token in seen) + (0.01 if found[start] else 0.0)
        if score > best:
            best, first, last = score, start, stop
    said = " ".join(parts[first:last])
    return said if len(said) <= longest else _cut(said, weights.keys(), stemmer, longest)


def _cut(said: str, tokens: Collection[str], stemmer: Stemmer, longest: int) -> str:
    """A long sentence around the first of its words that were asked for."""
    places = stemmer.places(said, tokens)
    start = max(0, places[0][0] - longest // 3) if places else 0
    if start:
        start = said.find(" ", start) + 1 or start
    end = min(len(said), start + longest)
    if end < len(said):
        end = said.rfind(" ", start, end) if " " in said[start:end] else end
    return ("… " if start else "") + said[start:end].strip() + (" …" if end < len(said) else "")
