"""The candidates for one concept, put in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from vaultkit.suggest.corpus import Corpus
from vaultkit.suggest.rank import Ranked, rank
from vaultkit.suggest.reasons import reasons
from vaultkit.suggest.types import Candidate, Lang, Suggestion, Wanted

# (corpus, wanted) → number of a document → nearness in meaning, 0..1.
Near = Callable[[Corpus, Wanted], Mapping[int, float]]
# A candidate below this share of the best one is none.
_WORTH = 0.25


class Suggester:
    """Finds candidates among symbols, notes and packages. ``near`` tells what is near in meaning, nothing without an
    embedder; ``claimed``: id → concept that leads to it; ``title``: concept → title."""

    def __init__(self, symbols: Corpus, notes: Corpus, near: Near, claimed: Mapping[str, str],
                 title: Callable[[str], str], lang: Lang) -> None:
        self._symbols, self._notes, self._near = symbols, notes, near
        self._claimed, self._title, self._lang = claimed, title, lang

    def suggest(self, wanted: Wanted, libraries: Iterable[Candidate], k: int) -> Suggestion:
        """At most ``k`` candidates. Notes take at most a quarter of the places of a concept that lacks code, so that
        the code is seen; the libraries keep their own score."""
        code = self._of(self._symbols, wanted, k) if wanted.code else []
        notes = self._of(self._notes, wanted, k) if wanted.stages or wanted.code else []
        if code:
            # What lacks first is shown beside the code that is there already, not in its place.
            notes = [self._below(one, code[0].score) for one in notes[:max(1, k // 4)]]
        packages = sorted(libraries, key=lambda one: -one.score)[:2] if wanted.code else []
        room = k - len(notes) - len(packages)
        found = sorted([*code[:max(room, k // 2)], *notes, *packages], key=lambda one: (-one.score, one.id))
        return Suggestion(wanted.concept, wanted.missing_stage, tuple(found[:k]))

    def _of(self, corpus: Corpus, wanted: Wanted, k: int) -> list[Candidate]:
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

    def _candidate(self, corpus: Corpus, wanted: Wanted, query: dict[str, dict[str, float]], ranked: Ranked,
                   score: float) -> Candidate:
        document = corpus.documents[ranked.number]
        owner = self._title(ranked.claimed) if ranked.claimed else None
        why = reasons(corpus, wanted, query, ranked, self._lang, owner)
        return Candidate(document.type, document.id, document.path, document.line, score, why)

    @staticmethod
    def _below(one: Candidate, best: float) -> Candidate:
        return Candidate(one.type, one.id, one.path, one.line, round(min(0.8 * one.score, 0.95 * best), 4), one.why)
