"""Lexical and dense scores → one: words count as far as the passage holds the question. Plain arithmetic on numbers.

No fixed mix serves every question: where the question has the note's words BM25 is best, in other words the dense list
is. So with z = scores of a list brought to 0..1, words = BM25 divided by the best, held = the part of the question's
idf mass that the passage has: score = z(dense) + 2 · held · words, and a bonus where both lists have it. Words near the
question's are among the words (``widen.py``), in the other language too, so a passage in another script needs no rule
of its own. The numbers were measured: docs/decisions/0010-fusion.md. The first hits may be scored once more by a second
embedder.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from vaultkit.model import Chunk, Hit
from vaultkit.search.lexical import LexicalHit

K = TypeVar("K", bound=Hashable)

# How many of the first hits the second embedder looks at.
FIRST = 20
WORDS = 2.0
BOTH = 0.3


class Worded(NamedTuple):
    """A BM25 score, and the part of the question's idf mass that the passage holds, in [0, 1]."""

    score: float
    held: float


def minmax(scores: Mapping[K, float]) -> dict[K, float]:
    """The scores brought to 0..1; all 1 where they are equal."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {key: (score - low) / (high - low) if high > low else 1.0 for key, score in scores.items()}


def fuse(dense: Mapping[K, float], worded: Mapping[K, Worded]) -> dict[K, float]:
    """The score of everything in either list."""
    near = minmax(dense)
    best = max((one.score for one in worded.values()), default=0.0) or 1.0
    scores: dict[K, float] = {}
    for key in dict.fromkeys([*near, *worded]):
        one = worded.get(key)
        words = WORDS * one.held * one.score / best if one else 0.0
        scores[key] = near.get(key, 0.0) + words + (BOTH if one and key in near else 0.0)
    return scores


def level(scores: Mapping[K, float], group: Callable[[K], Hashable]) -> dict[K, float]:
    """Each score less the mean of its group. A group are the passages of one script: some embedders put any passage in
    the question's own language before all others, and what answers in another one would never rise."""
    groups: dict[Hashable, list[float]] = {}
    for key, score in scores.items():
        groups.setdefault(group(key), []).append(score)
    means = {name: sum(values) / len(values) for name, values in groups.items()}
    return {key: score - means[group(key)] for key, score in scores.items()}


def rescore(scores: Mapping[K, float], second: Mapping[K, float]) -> dict[K, float]:
    """``scores`` plus z(second) of those that have one. The others stay behind these, since they were not looked at
    again."""
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


@dataclass(slots=True)
class FusedPassage:
    """A passage by its id with its ranks (from 1) and scores by way, and how it came by the graph."""

    id: int
    worded: LexicalHit | None = None
    worded_rank: int = 0
    near: float | None = None
    near_rank: int = 0
    graph: dict[str, Any] | None = None

    def hit(self, chunk: Chunk, score: float, rank: int) -> Hit:
        """Return the hit for a reader: numbers rounded, words as they were asked; ``rank`` is its note's."""
        lexical = dense = None
        if self.worded is not None:
            terms = list(dict.fromkeys(term.word for term in self.worded.terms))
            lexical = {"rank": self.worded_rank, "score": round(self.worded.score, 3), "terms": terms}
            if self.worded.near:
                lexical["near"] = list(dict.fromkeys(self.worded.near))
        if self.near is not None:
            dense = {"rank": self.near_rank, "score": round(self.near, 3)}
        return Hit(chunk, round(score, 4), lexical, dense, self.graph, rank)


def ranked_notes(hits: Iterable[Hit]) -> list[str]:
    """The notes of ``hits``, best first, each once: what question sets count."""
    return list(dict.fromkeys(hit.chunk.note for hit in hits))
