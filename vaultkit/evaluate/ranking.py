"""How good a ranking of notes is. ``ranked`` is best first, each note once; ``gold`` are the notes that answer."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence


def recall_at(k: int, ranked: Sequence[str], gold: Collection[str]) -> float:
    """The share of gold notes among the first ``k``, in [0, 1] (Manning, Raghavan and Schütze 2008, ch. 8). Raises
    ZeroDivisionError without gold notes."""
    right = set(gold)
    return len(right.intersection(ranked[:k])) / len(right)


def reciprocal_rank(ranked: Sequence[str], gold: Collection[str]) -> float:
    """1 / rank of the first gold note, 0 when none was found (Voorhees 1999, TREC-8 question answering track)."""
    return next((1 / rank for rank, note in enumerate(ranked, start=1) if note in gold), 0.0)


def ndcg_at(k: int, ranked: Sequence[str], gold: Collection[str]) -> float:
    """Normalised discounted cumulative gain of the first ``k`` with gain 1 for a gold note, in [0, 1] (Järvelin and
    Kekäläinen 2002): a gold note at rank r counts 1 / log2(r + 1), divided by what the best order would get."""
    gain = sum(1 / math.log2(rank + 1) for rank, note in enumerate(ranked[:k], start=1) if note in gold)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, len(set(gold))) + 1))
    return gain / best


def distinct(notes: Sequence[str]) -> tuple[str, ...]:
    """The notes of ranked passages, each where it came first."""
    return tuple(dict.fromkeys(notes))
