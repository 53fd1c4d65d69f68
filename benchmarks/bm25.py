"""A plain BM25 over the sections of notes, written apart from the product: what search and answers are held against."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from functools import cache
from typing import Any

# Robertson and Zaragoza 2009.
K1, B = 1.2, 0.75
WORD = re.compile(r"\w+")
HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)


class Bm25:
    """``notes``: path → text. Every section is a document, a note ranks as its best one, words are Snowball stems."""

    def __init__(self, notes: dict[str, str]) -> None:
        self._note: list[str] = []
        self._length: list[int] = []
        self._postings: dict[str, dict[int, int]] = defaultdict(dict)
        for path, text in notes.items():
            title = path.rsplit("/", 1)[-1].removesuffix(".md")
            for section in HEADING.split(text):
                words = stems(f"{title} {section}")
                for word, n in Counter(words).items():
                    self._postings[word][len(self._note)] = n
                self._note.append(path)
                self._length.append(len(words))
        self._mean = sum(self._length) / max(1, len(self._length))

    def rank(self, question: str) -> list[tuple[str, float]]:
        """(note, score) of every note that has a word of the question, best first."""
        scores: dict[int, float] = defaultdict(float)
        for word in set(stems(question)):
            held = self._postings.get(word, {})
            idf = math.log(1 + (len(self._note) - len(held) + 0.5) / (len(held) + 0.5))
            for at, n in held.items():
                scores[at] += idf * n * (K1 + 1) / (n + K1 * (1 - B + B * self._length[at] / self._mean))
        best: dict[str, float] = {}
        for at, score in scores.items():
            best[self._note[at]] = max(score, best.get(self._note[at], 0.0))
        return sorted(best.items(), key=lambda item: (-item[1], item[0]))


def stems(text: str) -> list[str]:
    """Stems of all words, by script."""
    return [_stem(word) for word in WORD.findall(text.casefold().replace("ё", "е"))]


@cache
def _stem(word: str) -> str:
    return str(_stemmer("russian" if re.search("[а-я]", word) else "english").stemWord(word))


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(language)
