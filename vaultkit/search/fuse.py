"""Lexical and dense scores → one: words count as far as their hits hold the question. Plain arithmetic on numbers.

No fixed mix serves every question: where the question has the note's words BM25 is best, in other words the dense list
is, and across languages BM25 is noise. So with z = scores brought to 0..1 and share = the part of the question's idf
mass that the first BM25 hits hold (``lexical.share``): score = z(dense) + share · z(BM25). The first hits may be scored
once more by a second embedder, and the three are summed. (Measured in docs/decisions/0010-fusion.md.)
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

# How many of the first hits the second embedder looks at.
FIRST = 20


def minmax(scores: Mapping[K, float]) -> dict[K, float]:
    """The scores brought to 0..1; all 1 where they are equal."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {key: (score - low) / (high - low) if high > low else 1.0 for key, score in scores.items()}


def fuse(dense: Mapping[K, float], lexical: Mapping[K, float], share: float) -> dict[K, float]:
    """z(dense) + share · z(lexical) of everything in either list; what is not in a list has 0 for it."""
    near, worded = minmax(dense), minmax(lexical)
    return {key: near.get(key, 0.0) + share * worded.get(key, 0.0) for key in dict.fromkeys([*near, *worded])}


def level(scores: Mapping[K, float], group: Callable[[K], Hashable]) -> dict[K, float]:
    """Each score less the mean of its group. A group are the passages of one script: some embedders put any passage in
    the question's own language before all others, and what answers in another one would never rise."""
    groups: dict[Hashable, list[float]] = {}
    for key, score in scores.items():
        groups.setdefault(group(key), []).append(score)
    means = {name: sum(values) / len(values) for name, values in groups.items()}
    return {key: score - means[group(key)] for key, score in scores.items()}


def rescore(scores: Mapping[K, float], second: Mapping[K, float]) -> dict[K, float]:
    """``scores`` plus z(second) of those that have one. The others stay behind these: nobody looked at them again."""
    again = minmax(second)
    raised = {key: scores[key] + z for key, z in again.items() if key in scores}
    rest = {key: score for key, score in scores.items() if key not in raised}
    if not raised or not rest:
        return raised or rest
    over = max(0.0, max(rest.values()) - min(raised.values()))
    return raised | {key: score - over for key, score in rest.items()}


def ranked(scores: Mapping[K, float]) -> list[K]:
    """Best first; equals in the order that they came in."""
    return sorted(scores, key=lambda key: -scores[key])
