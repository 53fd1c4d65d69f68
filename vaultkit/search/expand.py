"""Hits that came by the graph: notes that are linked with the first hits, and hits that others lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vaultkit.search.chunks import ChunkIndex
from vaultkit.search.filters import Filters
from vaultkit.search.fuse import FusedPassage, ranked
from vaultkit.search.lexical import Lexical, QueryTerm
from vaultkit.search.pagerank import Around, came_from, neighbourhood, pagerank

# So many notes of the first hits begin the walk.
SEEDS = 6
# What the note that the walk reaches most may gain: a part of its own score, so that what has nothing to do with the
# question stays where it is; one that no list held begins with FRESH (scores go from 0 to about 3).
GAIN = 0.25
FRESH = 0.6
# So many linked notes that no list held are taken up.
NEW = 10
# The best hit leads the walk by far.
POWER = 2
# Nothing rises by its links above this part of the best score: links tell what belongs to the best hit.
CAP = 0.85


class Expander:
    """``around`` gives the links that touch some notes as (source, target, field); ``relation`` names a field's
    relation for the reader."""

    def __init__(self, chunks: ChunkIndex, lexical: Lexical, around: Around,
                 relation: Callable[[str | None], str] = lambda name: name or "links_to") -> None:
        self._chunks = chunks
        self._lexical = lexical
        self._around = around
        self._relation = relation

    def expand(self, terms: list[QueryTerm], scores: dict[int, float], found: dict[int, FusedPassage],
               filters: Filters | None) -> dict[int, float]:
        """``scores`` with what the links add, new passages among them; ``found`` gets these and their reasons."""
        order = ranked(scores)
        notes = self._chunks.notes_of(order)
        best: dict[str, float] = {}
        for number in order:
            best.setdefault(notes[number], scores[number])
        seeds = {note: score ** POWER for note, score in list(best.items())[:SEEDS] if score > 0}
        if not seeds:
            return scores
        near = neighbourhood(list(seeds), self._around)
        if not near.weights:
            return scores
        ranks = pagerank(seeds, near)
        gains = self._gains(ranks, seeds)
        reached = [note for note in ranked(gains) if note not in best][:NEW]
        result = dict(scores)
        for note, number in self._lexical.best_of(reached, terms, filters).items():
            found.setdefault(number, FusedPassage(number))
            notes[number] = note
            result[number] = 0.0
        firsts: set[str] = set()
        bound = CAP * max(scores.values())
        for number in ranked(result):
            note = notes[number]
            if note in firsts or note not in gains:
                continue
            firsts.add(note)
            gained = result[number] * (1 + GAIN * gains[note]) if note in best else FRESH * gains[note]
            result[number] = max(result[number], min(gained, bound))
            way = came_from(note, seeds, ranks, near)
            if way and (note not in best or note not in seeds):
                found[number].graph = {"from": way[0], "relation": self._relation(way[1])}
        return result

    @staticmethod
    def _gains(ranks: Mapping[str, float], seeds: Mapping[str, float]) -> dict[str, float]:
        """Note → 0..1: what the walk brings beyond what it began with."""
        total = sum(seeds.values())
        brought = {note: rank - 0.5 * seeds.get(note, 0.0) / total for note, rank in ranks.items()}
        most = max(brought.values(), default=0.0)
        return {note: value / most for note, value in brought.items() if value > 0} if most > 0 else {}
