"""Words → the tokens by which they are found: folded, stemmed by their script, identifiers taken apart.

Scripts that are written without blanks are cut at their borders with others and found by pairs of characters. Emoji and
symbols are words too; their variation selectors and skin tones make no difference.

Stems are Snowball's (snowballstem.org), Russian for words with Cyrillic letters and English for the others; ё is е.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping

from vaultkit.text.lazy_pattern import lazy_pattern

# Written without blanks: Thai to Khmer, kana, ideographs, Hangul.
_UNSPACED = ("\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u3400-\u9fff"
             "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff")
_JOINER, _TONES = "\u200d", "\U0001f3fb-\U0001f3ff"
_LETTERS = f"[^\\W{_UNSPACED}]++"
# Not punctuation that is in every text, nor what only joins signs.
_SIGN = "[^\\w\\s\\x00-\\x7f«»·\u2000-\u206f\u3000-\u303f\ufe00-\ufe0f]"
_AFTER = f"[\ufe0e\ufe0f{_TONES}\u20e3\U000e0020-\U000e007f]*"
_NAMED = r"(?<![A-Za-z0-9_])[A-Za-z](?:\+\+|#)(?![A-Za-z_])"
_SIGNS_OF = rf"[\U0001f1e6-\U0001f1ff]{{2}}|{_SIGN}{_AFTER}(?:{_JOINER}{_SIGN}{_AFTER})*"
_WORD = lazy_pattern(rf"{_NAMED}|{_LETTERS}(?:['’ʼ]{_LETTERS})*+|[{_UNSPACED}]++|{_SIGNS_OF}")
# The same for a text without such scripts, which is faster.
_SPACED = lazy_pattern(rf"{_NAMED}|\w++(?:['’ʼ]\w++)*+|{_SIGNS_OF}")
_PART = lazy_pattern(r"[A-ZА-ЯЁ]+(?=[A-ZА-ЯЁ][a-zа-яё])|[A-ZА-ЯЁ]?[a-zа-яё]+|[A-ZА-ЯЁ]+|\d+|[^\W\d_]+")
_CAMEL = lazy_pattern(r"[a-zа-яё\d][A-ZА-ЯЁ]|[A-ZА-ЯЁ]{2}[a-zа-яё]|_|[^\W\d_]\d|\d[^\W\d_]")
_CYRILLIC = lazy_pattern(r"[\u0400-\u052f]")
_HAN = lazy_pattern(f"[{_UNSPACED}]")
_FLAVOUR = lazy_pattern(f"[\ufe0e\ufe0f{_TONES}\u20e3\U000e0020-\U000e007f]")
# Where Latin and Cyrillic letters meet inside of one word: dockerом.
_BORDER = lazy_pattern(r"(?<=[A-Za-z])(?=[\u0400-\u052f])|(?<=[\u0400-\u052f])(?=[A-Za-z])")
_FLEETING = lazy_pattern(r"(?<=[^аеиоуыэюя])(?:[ое](?=к$)|е(?=ц$))")
_FLEETING_J = lazy_pattern(r"(?<=[аеиоуыэюя])е(?=к$)")
_SIGNS = {"++": "plusplus", "#": "sharp"}
_APOSTROPHES = lazy_pattern(r"['’ʼ](?:s$)?")
LONGEST = 64
_SHORTEST_PART = 3


class Stemmer:
    """Text → tokens. Each distinct word is looked at once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._english, self._russian = _stemmers()

    @property
    def known(self) -> Mapping[str, str]:
        """The words that it has met, in order, with their tokens parted by blanks."""
        return self._known

    def text(self, text: str) -> str:
        """The tokens of ``text`` in order, parted by blanks."""
        known, add = self._known, self._add
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        pattern = _WORD if _HAN.search(text) else _SPACED
        return " ".join([known[word] if word in known else add(word) for word in pattern.findall(text)])

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
        if not word or (len(word) > LONGEST and not _HAN.match(word)):
            return []
        if not (word[0].isalnum() or _HAN.match(word)):
            return _sign(word)
        if _HAN.match(word):
            # The last character stands alone too, so that each of them begins a token.
            return [word[at:at + 2] for at in range(len(word))]
        if not word.isascii() and len(parts := _BORDER.split(word)) > 1:
            return [fold_word(word), *(token for part in parts if len(part) > 1 for token in self._tokens(part))]
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


def _sign(word: str) -> list[str]:
    """An emoji or symbol: as a whole and, where it is joined of several, each of them. Punctuation gives nothing."""
    whole = _FLAVOUR.sub("", word)
    parts = [part for part in whole.split(_JOINER) if part and unicodedata.category(part[0])[0] == "S"]
    return [whole, *parts] if len(parts) > 1 else parts


def begins_pairs(token: str) -> bool:
    """Return whether ``token`` is a single character of a script that is found by pairs: it stands for all that it
    begins."""
    return len(token) == 1 and _HAN.match(token) is not None


def is_cyrillic(text: str) -> bool:
    """Return whether more of the letters are Cyrillic than Latin."""
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
