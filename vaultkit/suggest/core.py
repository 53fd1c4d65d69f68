"""The candidates for one concept, put in one list."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping

from vaultkit.model.ids import path_of
from vaultkit.suggest.corpus import Corpus, Query
from vaultkit.suggest.reasons import candidate_reasons
from vaultkit.suggest.types import Candidate, OpenConcept, Ranked, Suggestion

MEANING = 0.5
# Number of the best documents by words that are looked at.
_DEPTH = 400
_MENTIONED = 0.5
_NEAR = 0.08
_CLAIMED = 0.3
_STUB = 0.15
_PLAIN_NOTE = 0.35


def rank(corpus: Corpus, wanted: OpenConcept, query: Query, near: Mapping[int, float],
         claimed: Mapping[str, str]) -> list[Ranked]:
    """The documents that may be what ``wanted`` lacks, best first. ``near``: number → nearness in meaning, 0..1,
    empty without an embedder; ``claimed``: id → the concept that leads to it."""
    lexical = corpus.lexical(query)
    best = max(lexical.values(), default=0.0) or 1.0
    worded = heapq.nlargest(_DEPTH, lexical, key=lexical.__getitem__)
    named = {corpus.numbers[id] for id in wanted.mentioned if id in corpus.numbers}
    found = []
    for number in dict.fromkeys([*worded, *near, *named]):
        document = corpus.documents[number]
        if document.type == "note" and (document.path in wanted.own or not _may_serve(document.stage, wanted)):
            continue
        owner = claimed.get(document.id)
        owner = None if owner == wanted.concept else owner
        if document.type == "note" and owner is not None and document.path == path_of(owner):
            continue  # What stands in another concept's own note is said of that concept.
        words = lexical[number] / best if number in lexical else None
        meaning = near.get(number)
        score = (words or 0.0) + MEANING * (meaning or 0.0)
        score += _MENTIONED * (number in named) + _NEAR * (document.path in wanted.near)
        score -= _CLAIMED * (owner is not None) + _STUB * document.small
        if document.type == "note" and document.stage is None:
            score -= _PLAIN_NOTE
        found.append(Ranked(number, score, words, meaning, owner))
    found.sort(key=lambda item: (-item.score, corpus.documents[item.number].id))
    return found


def _may_serve(stage: str | None, wanted: OpenConcept) -> bool:
    """Return whether a note of ``stage`` may be what is lacking: a note of a missing stage, code where code lacks, or a
    plain note, whose kind is not known."""
    return stage is None or stage in wanted.stages or (wanted.code and stage == "code")


# (corpus, wanted) → number of a document → nearness in meaning, 0..1.
Near = Callable[[Corpus, OpenConcept], Mapping[int, float]]
# A candidate below this share of the best one is none.
_WORTH = 0.25


class Suggester:
    """Search for candidates among symbols, notes and packages. ``near`` tells what is near in meaning, nothing without
    an embedder; ``claimed``: id → concept that leads to it; ``title``: concept → title."""

    def __init__(self, symbols: Corpus, notes: Corpus, near: Near, claimed: Mapping[str, str],
                 title: Callable[[str], str]) -> None:
        self._symbols, self._notes, self._near = symbols, notes, near
        self._claimed, self._title = claimed, title

    def suggest(self, wanted: OpenConcept, libraries: Iterable[Candidate], k: int) -> Suggestion:
        """Return at most ``k`` candidates. Notes take at most a quarter of the places of a concept that lacks code, so
        that the code is seen; the libraries keep their own score."""
        code = self._of(self._symbols, wanted, k) if wanted.code else []
        notes = self._of(self._notes, wanted, k) if wanted.stages or wanted.code else []
        if code:
            # Candidates for a missing stage are shown in addition to code that is there already.
            notes = [self._below(one, code[0].score) for one in notes[:max(1, k // 4)]]
        packages = sorted(libraries, key=lambda one: -one.score)[:2] if wanted.code else []
        room = k - len(notes) - len(packages)
        found = sorted([*code[:max(room, k // 2)], *notes, *packages], key=lambda one: (-one.score, one.id))
        return Suggestion(wanted.concept, wanted.missing_stage, tuple(found[:k]))

    def _of(self, corpus: Corpus, wanted: OpenConcept, k: int) -> list[Candidate]:
        if not corpus.documents:
            return []
        query = corpus.query(wanted)
        ranked = rank(corpus, wanted, query, self._near(corpus, wanted), self._claimed)[:2 * k]
        held = max((corpus.held(query, one.number) for one in ranked[:k]), default=0.0)
        best = ranked[0].score if ranked else 0.0
        if best <= 0:
            return []
        return [self._candidate(corpus, wanted, query, one, round(min(1.0, held + 0.3) * one.score / best, 4))
                for one in ranked if one.score > _WORTH * best][:k]

    def _candidate(self, corpus: Corpus, wanted: OpenConcept, query: dict[str, dict[str, float]], ranked: Ranked,
                   score: float) -> Candidate:
        document = corpus.documents[ranked.number]
        owner = self._title(ranked.claimed) if ranked.claimed else None
        why = candidate_reasons(corpus, wanted, query, ranked, owner)
        return Candidate(document.type, document.id, document.path, document.line, score, why)

    @staticmethod
    def _below(one: Candidate, best: float) -> Candidate:
        return Candidate(one.type, one.id, one.path, one.line, round(min(0.8 * one.score, 0.95 * best), 4), one.why)
