"""Words as people write them in headings, properties and tags, brought to one form for look-up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from vaultkit.text.lazy_pattern import lazy_pattern

_ENDINGS = ("", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах", "и", "ой", "ою", "ей", "ею", "я", "ю", "ям", "ями",
            "ях", "й")
_SPACES = lazy_pattern(r"[\s_.\-\u2010-\u2015]+")
# No heading that is longer names a stage.
_LONGEST = 500
_LINK = lazy_pattern(r"!?\[\[(?:[^\[\]|]*+\|)?+([^\[\]|]*+)\]\]|!?\[([^\[\]]*+)\]\([^)]*\)")
_NUMBER = lazy_pattern(
    r"^(?:(?:шаг|часть|этап|глава|раздел|пункт|step|part|phase|stage|chapter|section)\s+)?"
    r"(?:\(?(?:\d+(?:\.\d+)*|[ivxlc]+|[a-zа-я])[.)\]:]+(?!\d)|\d+(?:\.\d+)*(?=\s)|(?:\d+|[ivxlc]+)\s*[:.—–-])\s*", re.I)
_TAIL = lazy_pattern(r"\s*[(\[{][^)\]}]*[)\]}]\s*$")
_WORD = lazy_pattern(r"[^\W_]+")
_SPLIT = lazy_pattern(r"\s*(?::|\s[—–-]|\|)\s+")


@lru_cache(maxsize=65_536)
def normal_word(text: str) -> str:
    """``text`` for comparing: NFC, case folded, ё as е, runs of spaces, dots, hyphens and underscores one space."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    return _SPACES.sub(" ", folded).strip()


def inflected(word: str) -> list[str]:
    """The forms that ``word~`` stands for: its stem with every ending of a Russian noun (``схем~``, ``схема~``); any
    other word is itself."""
    if not word.endswith("~"):
        return [word]
    stems = dict.fromkeys((word[:-1], word[:-1].rstrip("аяоеыйь")))
    return [stem + ending for stem in stems for ending in _ENDINGS]


def heading_candidates(text: str) -> Iterator[str]:
    """The phrases that a heading may be, the fullest first: without markup, emoji and numbering; then without a
    tail in brackets; then only what stands before a colon or a dash."""
    plain = _undecorated(text[:_LONGEST])
    numbered = _undecorated(_NUMBER.sub("", plain))
    seen: set[str] = set()
    for base in (plain, numbered):
        for phrase in (base, _TAIL.sub("", base), _SPLIT.split(base, maxsplit=1)[0]):
            words = normal_word(phrase.strip(" .:;,!?—–-"))
            if words and words not in seen:
                seen.add(words)
                yield words


def tokens(text: str) -> set[str]:
    """The words in ``text``, normal. Every phrase of ``heading_candidates`` is made of them."""
    return set(_WORD.findall(normal_word(text)))


def _undecorated(text: str) -> str:
    """``text`` without links' brackets, emphasis, emoji, symbols and the punctuation around it."""
    text = _LINK.sub(lambda found: found[1] or found[2] or "", unicodedata.normalize("NFC", text))
    return " ".join(text.translate(_DECORATION).split()).strip(" .:;,!?—–-•·")


class _Decorations(dict[int, int | str]):
    """Table of what to make of each character, found out once: decoration is a space, the rest stays."""

    def __missing__(self, code: int) -> int | str:
        kept: int | str = " " if _is_decoration(chr(code)) else code
        self[code] = kept
        return kept


_DECORATION = _Decorations()


def _is_decoration(char: str) -> bool:
    if char in "*_~=`#\"'«»“”„<>":
        return True
    return ord(char) > 0x7F and unicodedata.category(char) in ("So", "Sk", "Sm", "Cf", "Mn", "Me", "Co", "Cn", "Cs")
