"""What is known of each passage on its way to an answer list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from vaultkit.model import Chunk, Hit
from vaultkit.search.lexical import LexicalHit

# So many passages of one note stand together; more of it come behind the other notes.
PER_NOTE = 2


@dataclass(slots=True)
class Candidate:
    """A passage by its id with its ranks (from 1) and scores by way, and how it came by the graph."""

    id: int
    worded: LexicalHit | None = None
    worded_rank: int = 0
    near: float | None = None
    near_rank: int = 0
    graph: dict[str, Any] | None = None

    def hit(self, chunk: Chunk, score: float) -> Hit:
        """For the reader: numbers rounded, words as they were asked."""
        lexical = dense = None
        if self.worded is not None:
            terms = list(dict.fromkeys(term.word for term in self.worded.terms))
            lexical = {"rank": self.worded_rank, "score": round(self.worded.score, 3), "terms": terms}
        if self.near is not None:
            dense = {"rank": self.near_rank, "score": round(self.near, 3)}
        return Hit(chunk, round(score, 4), lexical, dense, self.graph)


def ranked_notes(hits: Iterable[Hit]) -> list[str]:
    """The notes of ``hits``, best first, each once: what question sets count."""
    return list(dict.fromkeys(hit.chunk.note for hit in hits))


def spread_out(order: Sequence[int], note_of: dict[int, str], k: int, per_note: int = PER_NOTE) -> list[int]:
    """The first ``k`` of ``order``, at most ``per_note`` of one note while others are left, each note's in order."""
    counts: dict[str, int] = {}
    kept: list[int] = []
    later: list[int] = []
    for number in order:
        note = note_of[number]
        counts[note] = counts.get(note, 0) + 1
        (kept if counts[note] <= per_note else later).append(number)
    return (kept + later)[:k]
