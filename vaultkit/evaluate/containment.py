"""Whether an answer contains what a right one must."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_SPACE = re.compile(r"[\s\u00a0\u202f]+")
_MARKUP = re.compile(r"[`*]")


def contains(answer: str, wanted: str) -> bool:
    """Whether ``wanted`` stands in ``answer``, case, ё/е, code and bold marks and kinds of space aside (the containment
    of SQuAD's normalised answers, Rajpurkar et al. 2016): letter by letter from the beginning of a word on, no number
    cut in two; or word by word as Snowball stems in the same order, with 4,5 as 4.5.
    """
    text, sought = _normal(answer), _normal(wanted)
    if not sought:
        return False
    before = r"(?<![^\W_])(?<!\d[.,])" if sought[0].isalnum() else ""
    after = r"(?!\d|[.,]\d)" if sought[-1].isdigit() else ""
    if re.search(before + re.escape(sought) + after, text):
        return True
    stems, sought_stems = _stems(text), _stems(sought)
    width = len(sought_stems)
    return width > 0 and any(stems[at:at + width] == sought_stems for at in range(len(stems) - width + 1))


def _normal(text: str) -> str:
    return _SPACE.sub(" ", _MARKUP.sub("", text.casefold().replace("ё", "е"))).strip()


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", ".")
    return str(_stemmer("russian" if re.search("[а-я]", word) else "english").stemWord(word))


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(language)
