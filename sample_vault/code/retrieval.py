"""Lexical and dense retrieval over a handful of passages, and the fusion of both lists."""

# vault: [[RAG с Qdrant]]

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Sequence

WORD = re.compile(r"\w+")


def tokenize(text: str) -> list[str]:
    """Words in lower case; ё counts as е, as people type it either way."""
    return WORD.findall(text.lower().replace("ё", "е"))


class Bm25:
    """Okapi BM25 with k1 = 1.2 and b = 0.75; idf = ln(1 + (N - n + 0.5) / (n + 0.5))."""

    def __init__(self, passages: Sequence[str], k1: float = 1.2, b: float = 0.75) -> None:
        self.k1, self.b = k1, b
        self.counts = [Counter(tokenize(p)) for p in passages]
        self.lengths = [sum(c.values()) for c in self.counts]
        self.mean_length = sum(self.lengths) / max(1, len(self.lengths))
        self.frequency = Counter(word for c in self.counts for word in c)

    def score(self, query: str, index: int) -> float:
        counts, total = self.counts[index], 0.0
        norm = 1 - self.b + self.b * self.lengths[index] / (self.mean_length or 1.0)
        for word in tokenize(query):
            n = self.frequency.get(word, 0)
            idf = math.log(1 + (len(self.counts) - n + 0.5) / (n + 0.5))
            tf = counts[word]
            total += idf * tf * (self.k1 + 1) / (tf + self.k1 * norm)
        return total

    def rank(self, query: str) -> list[int]:
        """Indices of passages that share a word with the query, best first."""
        scores = [(self.score(query, i), i) for i in range(len(self.counts))]
        return [i for s, i in sorted(scores, key=lambda p: (-p[0], p[1])) if s > 0]


def embed(text: str, size: int = 256) -> list[float]:
    """A toy embedding: character trigrams hashed into ``size`` cells, scaled to length 1."""
    cells = [0.0] * size
    for word in tokenize(text):
        padded = f" {word} "
        for i in range(len(padded) - 2):
            cells[zlib.crc32(padded[i:i + 3].encode()) % size] += 1.0
    length = math.sqrt(sum(c * c for c in cells))
    return [c / length for c in cells] if length else cells


def cosine(left: Sequence[float], right: Sequence[float]) -> float:
    """Cosine similarity; 0 when either vector is zero."""
    norm = math.sqrt(sum(a * a for a in left) * sum(b * b for b in right))
    return sum(a * b for a, b in zip(left, right, strict=True)) / norm if norm else 0.0


def reciprocal_rank_fusion(rankings: Sequence[Sequence[int]], k: int = 60) -> list[int]:
    """Sum of 1 / (k + rank) over the lists, rank from 1 (Cormack, Clarke and Buettcher 2009)."""
    scores: Counter[int] = Counter()
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] += 1 / (k + rank)  # type: ignore[assignment]
    return sorted(scores, key=lambda item: (-scores[item], item))


class Retriever:
    """Both searches over the same passages, fused by rank."""

    def __init__(self, passages: Sequence[str]) -> None:
        self.passages = list(passages)
        self.lexical = Bm25(self.passages)
        self.vectors = [embed(p) for p in self.passages]

    def dense_rank(self, query: str) -> list[int]:
        vector = embed(query)
        return sorted(range(len(self.vectors)), key=lambda i: (-cosine(vector, self.vectors[i]), i))

    def search(self, query: str, limit: int = 5) -> list[str]:
        fused = reciprocal_rank_fusion([self.lexical.rank(query), self.dense_rank(query)])
        return [self.passages[i] for i in fused[:limit]]


def recall_at_k(ranked: Sequence[str], relevant: set[str], k: int) -> float:
    """Share of the relevant items among the first ``k``."""
    if not relevant:
        raise ValueError("recall needs at least one relevant item")
    return len(set(ranked[:k]) & relevant) / len(relevant)
