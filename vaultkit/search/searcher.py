"""Search: a question to ranked passages, each with the reason why it is there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.model import Hit
from vaultkit.search.chunks import ChunkIndex
from vaultkit.search.filters import Filters
from vaultkit.search.fuse import FIRST, FusedPassage, Worded, fuse, level, ranked, rescore, spread_out
from vaultkit.search.lexical import Lexical, QueryTerm, mass, share
from vaultkit.search.passage_text import snippet
from vaultkit.search.protocols import StoreFailure
from vaultkit.text.tokens import is_cyrillic

if TYPE_CHECKING:
    from vaultkit.search.dense import Dense, Second
    from vaultkit.search.expand import Expander

MODES = ("hybrid", "lexical", "dense")
# Length to which each list is read before fusion.
DEPTH = 100
# What is said by an answer made from other notes stands in those notes too.
SECONDHAND = 0.7
NO_EMBEDDER = "no embedder is installed", "pip install vaultkit again, or search with --mode lexical"


class Searcher:
    """Searches one vault's chunks. ``dense``, ``second`` and ``expander`` are called when first needed; None where none
    is installed, set or wanted. ``notices`` are lines for the person about the last search (what it went without)."""

    def __init__(self, chunks: ChunkIndex, *, dense: Callable[[], Dense | None] = lambda: None,
                 second: Callable[[], Second | None] = lambda: None,
                 expander: Callable[[Lexical], Expander | None] = lambda lexical: None) -> None:
        self.chunks = chunks
        self.lexical = Lexical(chunks)
        self.notices: list[tuple[str, int]] = []
        self._make_dense, self._make_second = dense, second
        self._dense: Dense | None = None
        self._make_expander = expander
        self._asked: tuple[str, list[QueryTerm]] = ("", [])

    def search(self, query: str, k: int = 10, mode: str = "hybrid", filters: Filters | None = None) -> list[Hit]:
        """The ``k`` best passages; ``mode`` is one of MODES, and hybrid without an embedder is lexical with the graph.
        A query without a word finds nothing, and a notice says so. Raises UsageError for an empty one,
        EnvironmentFailure for mode dense without an embedder and where a model or store fails."""
        if mode not in MODES:
            raise UsageError(f"{mode} is no way to search", f"name one of {', '.join(MODES)}")
        if not query.strip():
            raise UsageError("the query is empty", "write what is to be found")
        self.notices = []
        terms = self.lexical.terms(query)
        self._asked = (query, terms)
        if not terms:
            self.notices.append(("search.no_word", 0))
            return []
        found: dict[int, FusedPassage] = {}
        if mode != "dense":
            self._worded(terms, filters, found)
        # Signs without letters have no meaning for a model.
        means = mode == "dense" or any(char.isalnum() for char in query)
        try:
            near = mode != "lexical" and means and self._near(query, filters, found, must=mode == "dense")
        except StoreFailure:
            if mode == "dense":
                raise
            near = False
            self.notices.append(("search.no_store", 0))
        scores = self._scores(query, terms, found, near, mode)
        if mode == "hybrid":
            scores = self._again(query, scores)
            if expander := self._make_expander(self.lexical):
                scores = expander.expand(terms, scores, found, filters)
        return self._hits(scores, found, k)

    def snippet(self, query: str, hit: Hit) -> str:
        """The sentences of ``hit`` that answer to the words of ``query``."""
        weights = {token: term.idf for term in self._terms(query) for token in (term.also or (term.token,))}
        return snippet(hit.chunk.text, weights, self.lexical.stemmer)

    def places(self, query: str, text: str) -> list[tuple[int, int]]:
        """Start and end of the words of ``text`` that ``query`` asks for."""
        tokens = {token for term in self._terms(query) for token in (term.also or (term.token,))}
        return self.lexical.stemmer.places(text, tokens)

    def _terms(self, query: str) -> list[QueryTerm]:
        """The terms of ``query``: those of the last search are at hand."""
        if self._asked[0] != query:
            self._asked = (query, self.lexical.terms(query))
        return self._asked[1]

    def frequencies(self, tokens: list[str]) -> tuple[dict[str, int], int]:
        """Token → in how many chunks it stands, and how many chunks there are."""
        return self.lexical.frequencies(tokens)

    def close(self) -> None:
        """Let go of the store; the next search opens it again."""
        if self._dense is not None:
            self._dense.close()

    def dense(self) -> Dense | None:
        """The dense way, caught up with the chunks; None where no embedder is installed."""
        if self._dense is None:
            self._dense = self._make_dense()
        if self._dense is None:
            self.notices.append(("search.no_embedder", 0))
            return None
        with suppress(StoreFailure):  # the embedder serves without it, and whoever asks the store is told
            self._say_lacking(self._dense, self._dense.catch_up(self.chunks))
        return self._dense

    def _say_lacking(self, dense: Dense, lacking: int) -> None:
        if lacking and not self.notices:
            self.notices.append(("search.other_model" if dense.others() else "search.lacking", lacking))

    def _worded(self, terms: list[QueryTerm], filters: Filters | None, found: dict[int, FusedPassage]) -> None:
        for rank, hit in enumerate(self.lexical.find(terms, DEPTH, filters), 1):
            found[hit.id] = FusedPassage(hit.id, hit, rank)

    def _near(self, query: str, filters: Filters | None, found: dict[int, FusedPassage], *, must: bool) -> bool:
        """Take up the nearest passages; False where there is no embedder."""
        dense = self.dense()
        if dense is None:
            if must:
                raise EnvironmentFailure(*NO_EMBEDDER)
            return False
        vector = dense.question(query)
        allowed = self.chunks.allowed(filters) if filters else None
        near = dense.nearest(vector, DEPTH, allowed)
        if not near and (lacking := dense.forgotten(self.chunks)) is not None:
            near = [] if lacking else dense.nearest(vector, DEPTH, allowed)
            self._say_lacking(dense, lacking)
        ids = self.chunks.ids_of([key for key, _ in near], filters)
        for rank, (key, cosine) in enumerate(((key, cosine) for key, cosine in near if key in ids), 1):
            for number in ids[key]:
                one = found.setdefault(number, FusedPassage(number))
                one.near, one.near_rank = cosine, rank
        return bool(near)

    def _scores(self, query: str, terms: list[QueryTerm], found: dict[int, FusedPassage], near: bool,
                mode: str) -> dict[int, float]:
        worded = {one.id: one.worded for one in found.values() if one.worded}
        if mode == "lexical":
            return {number: hit.score for number, hit in worded.items()}
        if mode == "hybrid" and not near:
            return fuse({}, {number: Worded(hit.score, 1.0) for number, hit in worded.items()}, 0.0)
        dense = {one.id: one.near for one in found.values() if one.near is not None}
        if mode == "dense":
            return dense
        script = is_cyrillic(query)
        foreign = {number for number, other in self.chunks.cyrillic(list(found)).items() if other != script}
        held = {number: Worded(hit.score, mass(hit.terms) / (mass(terms) or 1.0)) for number, hit in worded.items()}
        return fuse(dense, held, share(terms, list(worded.values())), foreign)

    def _again(self, query: str, scores: dict[int, float]) -> dict[int, float]:
        second = self._make_second() if scores else None
        if second is None:
            return scores
        first = self.chunks.by_id(ranked(scores)[:FIRST])
        again = second.scores(query, first)
        return rescore(scores, level(again, lambda number: is_cyrillic(first[number].text)))

    def _hits(self, scores: dict[int, float], found: dict[int, FusedPassage], k: int) -> list[Hit]:
        chunks = self.chunks.by_id(ranked(scores)[:max(4 * k, DEPTH)])
        given = {number: score * (SECONDHAND if chunks[number].secondhand else 1.0)
                 for number, score in scores.items() if number in chunks}
        order = spread_out(ranked(given), {number: chunk.note for number, chunk in chunks.items()}, k)
        return [found[number].hit(chunks[number], given[number]) for number in order]
