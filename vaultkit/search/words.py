"""Words → the tokens by which they are found: folded, stemmed by their script, identifiers taken apart.

Stems are Snowball's (snowballstem.org), Russian for words with Cyrillic letters and English for the others; ё is е.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection

_WORD = re.compile(r"(?<!\w)[A-Za-z](?:\+\+|#)(?!\w)|\w++(?:['’ʼ]\w++)*+")
_PART = re.compile(r"[A-ZА-ЯЁ]+(?=[A-ZА-ЯЁ][a-zа-яё])|[A-ZА-ЯЁ]?[a-zа-яё]+|[A-ZА-ЯЁ]+|\d+|[^\W\d_]+")
_CAMEL = re.compile(r"[a-zа-яё\d][A-ZА-ЯЁ]|[A-ZА-ЯЁ]{2}[a-zа-яё]|_|[^\W\d_]\d|\d[^\W\d_]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FLEETING = re.compile(r"(?<=[^аеиоуыэюя])(?:[ое](?=к$)|е(?=ц$))")
_FLEETING_J = re.compile(r"(?<=[аеиоуыэюя])е(?=к$)")
_SIGNS = {"++": "plusplus", "#": "sharp"}
_APOSTROPHES = re.compile(r"['’ʼ](?:s$)?")
LONGEST = 64
_SHORTEST_PART = 3


class Stemmer:
    """Text → tokens. Each distinct word is looked at once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._english, self._russian = _stemmers()

    def text(self, text: str) -> str:
        """The tokens of ``text`` in order, parted by blanks."""
        known, add = self._known, self._add
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        return " ".join([known[word] if word in known else add(word) for word in _WORD.findall(text)])

    def tokens(self, text: str) -> list[str]:
        """The tokens of ``text`` in order."""
        return self.text(text).split()

    def words(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        """Each word of ``text`` as written, with its tokens."""
        text = unicodedata.normalize("NFC", text)
        return [(word, tuple(self.tokens(word))) for word in _WORD.findall(text)]

    def places(self, text: str, tokens: Collection[str]) -> list[tuple[int, int]]:
        """Start and end of each word of ``text`` that has one of ``tokens``."""
        wanted = frozenset(tokens)
        return [match.span() for match in _WORD.finditer(text) if not wanted.isdisjoint(self.tokens(match.group()))]

    def _add(self, word: str) -> str:
        made = self._known[word] = " ".join(dict.fromkeys(self._tokens(word)))
        return made

    def _tokens(self, word: str) -> list[str]:
        for sign, name in _SIGNS.items():
            if word.endswith(sign):
                return [word[0].lower() + name]
        word = _APOSTROPHES.sub("", word).strip("_")
        if not word or len(word) > LONGEST:
            return []
        if _HAN.search(word):
            return [word[at:at + 2] for at in range(max(1, len(word) - 1))]
        if not _CAMEL.search(word):
            return [self._stem(fold_word(word))]
        parts = [part for part in _PART.findall(word) if len(part) >= _SHORTEST_PART]
        whole = fold_word(word)
        return [whole if "_" in whole else self._stem(whole), *(self._stem(fold_word(part)) for part in parts)]

    def _stem(self, word: str) -> str:
        if word.isascii():
            return self._english(word) if word.isalpha() else word
        return even_stem(self._russian(word)) if _CYRILLIC.search(word) else self._english(word)


def even_stem(stem: str) -> str:
    """A Russian stem with its fleeting vowel out, which Snowball leaves in where there is no ending: заметок, вкладок,
    настроек, списков meet заметка, вкладка, настройка, список."""
    if stem.endswith("к"):
        return _FLEETING_J.sub("й", _FLEETING.sub("", stem))
    return _FLEETING.sub("", stem) if stem.endswith("ц") else stem


def is_cyrillic(text: str) -> bool:
    """Whether more of the letters are Cyrillic than Latin."""
    return 2 * len(_CYRILLIC.findall(text)) > sum(map(str.isalpha, text))


def fold_word(word: str) -> str:
    """``word`` without case; ё as е; Latin and Greek letters without accents."""
    word = word.casefold()
    if word.isascii():
        return word
    if _CYRILLIC.search(word):
        return unicodedata.normalize("NFC", word).replace("ё", "е")
    bare = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)


def _stemmers() -> tuple[Callable[[str], str], Callable[[str], str]]:
    """English and Russian Snowball: PyStemmer's compiled ones where they are installed, else the same in Python."""
    try:
        from Stemmer import Stemmer as Compiled
    except ImportError:
        from snowballstemmer import stemmer

        return stemmer("english").stemWord, stemmer("russian").stemWord
    return Compiled("english").stemWord, Compiled("russian").stemWord
