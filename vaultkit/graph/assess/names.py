"""Names of subsystems compared: case, ё, markup and the signs between words make no difference."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_BETWEEN = re.compile(r"(?:(?<!\s)\s+)?(?:[/,&+;]|\bи\b|\band\b)\s*", re.IGNORECASE)
_ENDING = re.compile(r"(?:[аяоеиыуюэьй]|ого|его|ому|ему|ами|ями|ах|ях|ом|ем|ой|ей|ов|ев|ые|ие|ий|ый|ая|яя)$")
_STEM = 4


def key(name: str) -> tuple[str, ...]:
    """What two spellings of one name have in common."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", name).casefold().replace("ё", "е")))


def parts(name: str) -> list[tuple[str, ...]]:
    """The names that one name joins: ``LoRA / QLoRA`` holds two."""
    return [found for part in _BETWEEN.split(name) if (found := key(part))]


def stem(word: str) -> str:
    """A word without a Russian ending, as far as comparing names needs it."""
    cut = _ENDING.sub("", word)
    return cut if len(cut) >= _STEM else word


def mentions(text: str, name: tuple[str, ...]) -> bool:
    """Whether the words of ``name`` follow each other in ``text``, in any Russian form."""
    words, wanted = [stem(word) for word in key(text)], [stem(word) for word in name]
    return any(words[i:i + len(wanted)] == wanted for i in range(len(words) - len(wanted) + 1))
