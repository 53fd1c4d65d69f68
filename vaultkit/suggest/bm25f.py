"""BM25F over documents of several fields.

Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), 3.6: the frequencies of a
term in the fields are normalised by the field's length, weighted, summed, and only then saturated.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

K1 = 1.6
# Field → (weight, how far its length counts).
WEIGHTS: dict[str, tuple[float, float]] = {
    "name": (5.0, 0.3), "parents": (0.4, 0.3), "path": (0.6, 0.3), "doc": (4.0, 0.6), "comments": (0.8, 0.6),
    "body": (0.3, 0.75), "around": (0.2, 0.6), "calls": (0.5, 0.75),
    "title": (4.0, 0.3), "heading": (3.0, 0.3), "text": (1.0, 0.75),
}
Fields = Mapping[str, Counter[str]]


class Bm25f:
    """An index of documents; a document is its fields as counted terms."""

    def __init__(self, documents: Sequence[Fields]) -> None:
        self.documents = documents
        lengths: dict[str, list[int]] = defaultdict(list)
        for fields in documents:
            for name, terms in fields.items():
                lengths[name].append(terms.total())
        mean = {name: sum(found) / len(found) or 1.0 for name, found in lengths.items()}
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, fields in enumerate(documents):
            weighed: dict[str, float] = defaultdict(float)
            for name, terms in fields.items():
                weight, b = WEIGHTS[name]
                share = weight / (1 - b + b * terms.total() / mean[name])
                for term, n in terms.items():
                    weighed[term] += n * share
            for term, frequency in weighed.items():
                self._postings[term].append((number, frequency / (K1 + frequency)))

    @property
    def vocabulary(self) -> Iterable[str]:
        """Every term that some document has."""
        return self._postings.keys()

    def idf(self, term: str) -> float:
        """Return how much a term tells: ln(1 + (N - n + 0.5) / (n + 0.5))."""
        n = len(self._postings.get(term, ()))
        return math.log(1 + (len(self.documents) - n + 0.5) / (n + 0.5))

    def scores(self, query: Mapping[str, Mapping[str, float]]) -> dict[int, float]:
        """Number of each document that has something of ``query`` → its score. ``query``: a term → the terms of
        documents that stand for it, with weights; of these the best counts in each document."""
        total: dict[int, float] = defaultdict(float)
        for alike in query.values():
            if len(alike) == 1:
                for term, weight in alike.items():
                    factor = weight * self.idf(term)
                    for number, frequency in self._postings.get(term, ()):
                        total[number] += factor * frequency
                continue
            best: dict[int, float] = {}
            for term, weight in alike.items():
                factor = weight * self.idf(term)
                for number, frequency in self._postings.get(term, ()):
                    best[number] = max(best.get(number, 0.0), factor * frequency)
            for number, score in best.items():
                total[number] += score
        return total
