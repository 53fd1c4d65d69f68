"""Weights of a question's words over the vault (idf)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from vaultkit.answer.text import stems
from vaultkit.model import Chunk, Hit

# Stems → in how many passages of the vault each stands, and how many passages there are.
Frequencies = Callable[[Sequence[str]], tuple[Mapping[str, int], int]]


class Idf:
    """Weights of stems. ``counts`` holds in how many of ``total`` passages each stands."""

    def __init__(self, counts: Mapping[str, int], total: int) -> None:
        self._counts = counts
        self._total = max(total, 1)

    def __call__(self, stem: str) -> float:
        count = min(self._counts.get(stem, 0), self._total)
        return math.log(1 + (self._total - count + 0.5) / (count + 0.5))

    def mass(self, terms: Iterable[str]) -> float:
        """The weights of ``terms`` together."""
        return sum(map(self, terms))

    def share(self, wanted: Sequence[str], there: Iterable[str]) -> float:
        """The part of the weight of ``wanted`` that stands in ``there``, in [0, 1]."""
        held = set(there)
        whole = self.mass(wanted)
        return self.mass(term for term in wanted if term in held) / whole if whole else 0.0

    @property
    def total(self) -> int:
        """The number of passages."""
        return self._total

    def count(self, stem: str) -> int:
        """Return in how many passages ``stem`` stands."""
        return self._counts.get(stem, 0)


def idf_of(terms: Sequence[str], hits: Sequence[Hit], frequencies: Frequencies | None) -> Idf:
    """Weights of ``terms`` over the whole vault where ``frequencies`` knows it, else over what was found."""
    if frequencies is not None:
        return Idf(*frequencies(terms))
    counts = Counter(stem for hit in hits for stem in set(passage_stems(hit)))
    return Idf(counts, max(len(hits), 20))


def passage_stems(hit: Hit) -> tuple[str, ...]:
    """The stems of a passage, of the title and headings above it too."""
    return headed_stems(hit.chunk, hit.chunk.text)


def headed_stems(chunk: Chunk, text: str) -> tuple[str, ...]:
    """The stems of ``text``, which stands in ``chunk``, and of the title and headings above it."""
    return stems(" \n".join((chunk.title, *chunk.headings, text)))
