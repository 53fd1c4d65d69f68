"""Text and identifiers → terms: identifiers taken apart, every part a stem of its script."""

from __future__ import annotations

import re
from collections import Counter

from vaultkit.search.stopwords import stop_words
from vaultkit.search.words import Stemmer, fold_word

_WORD = re.compile(r"[^\W_]+(?:_+[^\W_]+)*")
_PART = re.compile(r"[A-ZА-ЯЁ]+(?=[A-ZА-ЯЁ][a-zа-яё])|[A-ZА-ЯЁ]?[a-zа-яё]+|[A-ZА-ЯЁ]+|\d+|[^\W\d_]+")
_LONGEST = 64


class Terms:
    """Each distinct word is looked at once. A compound identifier gives itself and its parts. ``spelled``: term → the
    shortest word that gave it, for a person to read."""

    def __init__(self) -> None:
        self._stemmer = Stemmer()
        self._known: dict[str, tuple[str, ...]] = {}
        self.spelled: dict[str, str] = {}
        self._stops = stop_words()

    def of(self, text: str) -> list[str]:
        """The terms of ``text`` in order; words that say nothing are left out."""
        known = self._known
        found: list[str] = []
        for word in _WORD.findall(text):
            terms = known.get(word)
            if terms is None:
                terms = known[word] = self._cut(word)
            found += terms
        return found

    def count(self, text: str) -> Counter[str]:
        """The terms of ``text`` with how often each stands there."""
        return Counter(self.of(text))

    def _cut(self, word: str) -> tuple[str, ...]:
        if len(word) > _LONGEST:
            return ()
        parts = [part for piece in word.split("_") for part in _PART.findall(piece)]
        if len(parts) < 2:
            return tuple(self._one(word))
        whole = "".join(fold_word(part) for part in parts)
        self.spelled.setdefault(whole, word)
        return tuple(dict.fromkeys([whole, *(term for part in parts for term in self._one(part))]))

    def _one(self, word: str) -> list[str]:
        folded = fold_word(word)
        if folded in self._stops or (len(folded) < 2 and folded.isascii()):
            return []
        terms = self._stemmer.tokens(folded)
        for term in terms:
            known = self.spelled.get(term)
            if known is None or len(folded) < len(known):
                self.spelled[term] = folded
        return terms


def initials(name: str) -> str | None:
    """The abbreviation of a name of three to six words: ``Retrieval augmented generation`` → ``rag``."""
    words = [word for word in re.findall(r"[^\W\d_]+", name) if fold_word(word) not in stop_words()]
    return "".join(word[0] for word in words).casefold() if 3 <= len(words) <= 6 else None
