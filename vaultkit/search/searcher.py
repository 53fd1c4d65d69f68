"""Search: a question to ranked notes with their best passages, each with the reason why it is there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.model import Hit
from vaultkit.search.chunks import ChunkIndex
from vaultkit.search.filters import Filters
from vaultkit.search.fuse import FIRST, FusedPassage, Worded, fuse, level, ranked, rescore
from vaultkit.search.lexical import Lexical, QueryTerm
from vaultkit.search.literal import holding, literals, shares
from vaultkit.search.named import NamedNote, named_notes
from vaultkit.search.note_rank import TYPED, by_note, note_scores, words_of_notes
from vaultkit.search.passage_text import snippet
from vaultkit.search.protocols import StoreFailure
from vaultkit.search.widen import widened
from vaultkit.text.tokens import is_cyrillic

if TYPE_CHECKING:
    from vaultkit.search.dense import Dense, Second
    from vaultkit.search.expand import Expander

T = TypeVar("T")
MODES = ("hybrid", "lexical", "dense")
# Length to which each list is read before fusion; deeper, up to the second, where too few notes are in it.
DEPTH, DEEPEST = 100, 6_400
# What is said by an answer made from other notes stands in those notes too.
SECONDHAND = 0.7
# Notes whose passages are all compared with the question, and passages of each of them.
WHOLE_NOTES, WHOLE_PASSAGES = 60, 40
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

    def search(self, query: str, k: int = 10, mode: str = "hybrid", filters: Filters | None = None,
               passages: int = 1) -> list[Hit]:
        """The ``passages`` best passages of each of the ``k`` best notes, note by note; ``mode`` is one of MODES, and
        hybrid without an embedder is lexical with the graph. A query without a word finds nothing, and a notice says
        so. Raises UsageError for an empty one, EnvironmentFailure for mode dense without an embedder and where a model
        or store fails."""
        if mode not in MODES:
            raise UsageError(f"{mode} is no way to search", f"name one of {', '.join(MODES)}")
        if not query.strip():
            raise UsageError("the query is empty", "write what is to be found")
        self.notices = []
        terms = self.lexical.terms(query)
        self._asked = (query, terms)
        typed = literals(query) if mode != "dense" else []
        if not terms and not typed:
            self.notices.append(("search.no_word", 0))
            return []
        one = _Search(self, query, terms, filters, k)
        one.read(mode)
        self._asked = (query, one.terms)
        scores = one.scores(mode)
        if mode == "hybrid":
            scores = self._again(query, scores)
            if expander := self._make_expander(self.lexical):
                scores = expander.expand(one.terms, scores, one.found, filters)
        named: list[NamedNote] = []
        if mode != "dense":
            named = self.named_notes(query)
            scores = one.with_typed(one.with_named(scores, [note for note in named if note.sure]), typed)
        return one.hits(scores, named, passages)

    def named_notes(self, question: str) -> list[NamedNote]:
        """The notes that ``question`` names by title, file name or alias, inflected or in the other script's letters;
        longer names first."""
        weights: dict[str, float] = {}
        for term in self.terms(question):
            weights[term.word] = max(weights.get(term.word, 0.0), term.idf)
        return self.chunks.guarded(lambda db: named_notes(db, question, self.lexical.stemmer, weights))

    def snippet(self, query: str, hit: Hit) -> str:
        """The sentences of ``hit`` that answer to the words of ``query``."""
        weights: dict[str, float] = {}
        for term in self.terms(query):
            for near in term.near:
                weights[near.token] = max(weights.get(near.token, 0.0), near.weight * min(near.idf, term.idf))
        weights |= {token: term.idf for term in self.terms(query) for token in term.spelled}
        return snippet(hit.chunk.text, weights, self.lexical.stemmer)

    def places(self, query: str, text: str) -> list[tuple[int, int]]:
        """Start and end of the words of ``text`` that ``query`` asks for."""
        return self.lexical.stemmer.places(text, {token for term in self.terms(query) for token in term.spelled})

    def terms(self, query: str) -> list[QueryTerm]:
        """The terms of ``query``, widened by the words near them where it is what was searched for last."""
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
            self.say_lacking(self._dense, self._dense.catch_up(self.chunks))
        return self._dense

    def say_lacking(self, dense: Dense, lacking: int) -> None:
        """Notice that ``lacking`` passages have no vector."""
        if lacking and not self.notices:
            self.notices.append(("search.other_model" if dense.others() else "search.lacking", lacking))

    def _again(self, query: str, scores: dict[int, float]) -> dict[int, float]:
        second = self._make_second() if scores else None
        if second is None:
            return scores
        first = self.chunks.by_id(ranked(scores)[:FIRST])
        again = second.scores(query, first)
        return rescore(scores, level(again, lambda number: is_cyrillic(first[number].text)))


class _Search:
    """One question on its way: the passages of each list, their scores, their notes."""

    def __init__(self, searcher: Searcher, query: str, terms: list[QueryTerm], filters: Filters | None,
                 k: int) -> None:
        self.searcher, self.chunks, self.lexical = searcher, searcher.chunks, searcher.lexical
        self.query, self.terms, self.filters, self.k = query, terms, filters, k
        self.found: dict[int, FusedPassage] = {}
        self._dense: Dense | None = None
        self._vector: list[float] = []

    def read(self, mode: str) -> None:
        """Read the lists of words and of meaning, as ``mode`` wants them. Raises as ``Searcher.search``."""
        # Signs without letters have no meaning for a model.
        if mode == "dense" or (mode == "hybrid" and any(char.isalnum() for char in self.query)):
            dense = self.searcher.dense()
            if dense is None and mode == "dense":
                raise EnvironmentFailure(*NO_EMBEDDER)
            if dense is not None and mode == "hybrid":
                self.terms = widened(self.terms, self.lexical, dense.near_words)
                if dense.wordless:
                    self.searcher.notices.append(("search.no_vocabulary", 0))
            if dense is not None:
                self._near(dense, mode)
        if mode != "dense":
            hits = self._enough(lambda depth: self.lexical.find(self.terms, depth, self.filters), lambda hit: hit.id)
            for rank, hit in enumerate(hits, 1):
                one = self.found.setdefault(hit.id, FusedPassage(hit.id))
                one.worded, one.worded_rank = hit, rank

    def _near(self, dense: Dense, mode: str) -> None:
        """Take up the nearest passages."""
        content = " ".join(dict.fromkeys(term.word for term in self.terms))
        try:
            vector = dense.question(self.query, content)
            allowed = self.chunks.allowed(self.filters) if self.filters else None
            near = self._nearest(dense, vector, allowed)
            if not near and (lacking := dense.forgotten(self.chunks)) is not None:
                near = [] if lacking else self._nearest(dense, vector, allowed)
                self.searcher.say_lacking(dense, lacking)
        except StoreFailure:
            if mode == "dense":
                raise
            self.searcher.notices.append(("search.no_store", 0))
            return
        self._dense, self._vector = dense, vector
        for rank, (number, cosine) in enumerate(near, 1):
            one = self.found.setdefault(number, FusedPassage(number))
            one.near, one.near_rank = cosine, rank

    def _nearest(self, dense: Dense, vector: Sequence[float],
                 allowed: Collection[str] | None) -> list[tuple[int, float]]:
        def read(depth: int) -> list[tuple[int, float]]:
            near = dense.nearest(vector, depth, allowed)
            ids = self.chunks.ids_of([key for key, _ in near], self.filters)
            return [(number, cosine) for key, cosine in near for number in ids.get(key, ())]

        return self._enough(read, lambda item: item[0])

    def _enough(self, read: Callable[[int], list[T]], id_of: Callable[[T], int]) -> list[T]:
        """A list read as deep as ``k`` notes need: one long note may fill its beginning."""
        depth = DEPTH
        while True:
            found = read(depth)
            if len(found) < depth or depth >= DEEPEST:
                return found
            if len(set(self.chunks.notes_of([id_of(one) for one in found]).values())) >= self.k:
                return found
            depth *= 4

    def scores(self, mode: str) -> dict[int, float]:
        """Id → score of every passage that was found."""
        worded = {one.id: one.worded for one in self.found.values() if one.worded}
        dense = {one.id: one.near for one in self.found.values() if one.near is not None}
        if mode == "lexical":
            return {number: hit.score for number, hit in worded.items()}
        if mode == "dense":
            return dense
        if not dense:
            return fuse({}, {number: Worded(hit.score, 1.0) for number, hit in worded.items()})
        return fuse(dense, {number: Worded(hit.score, hit.held) for number, hit in worded.items()})

    def with_typed(self, scores: Mapping[int, float], typed: Sequence[str]) -> dict[int, float]:
        """``scores`` with those passages first that have parts of the query as they were typed."""
        most = max(scores.values(), default=0.0) or 1.0
        raised = dict(scores)
        held = [holding(self.chunks, self.lexical, part, self.filters) for part in typed]
        for number, part in shares(held).items():
            self.found.setdefault(number, FusedPassage(number))
            raised[number] = raised.get(number, 0.0) + TYPED * most * part
        return raised

    def with_named(self, scores: Mapping[int, float], named: Sequence[NamedNote]) -> dict[int, float]:
        """``scores`` with a passage of each note that is named."""
        raised = dict(scores)
        for number in self.lexical.best_of({one.note for one in named}, self.terms, self.filters).values():
            self.found.setdefault(number, FusedPassage(number))
            raised.setdefault(number, 0.0)
        return raised

    def hits(self, scores: Mapping[int, float], named: Sequence[NamedNote], passages: int) -> list[Hit]:
        """The best notes with their best passages; a note's score goes to its passages, less what these lack to its
        best one."""
        chunks = self.chunks.by_id(list(scores))
        given = {number: score * (SECONDHAND if chunks[number].secondhand else 1.0)
                 for number, score in scores.items() if number in chunks}
        notes = by_note(given, {number: chunk.note for number, chunk in chunks.items()})
        best = {note: given[numbers[0]] for note, numbers in notes.items()}
        words = words_of_notes(self.terms, ((chunks[number].note, one.worded) for number, one in self.found.items()
                                            if one.worded and number in chunks))
        whole = note_scores(best, self._cosines(list(notes)[:WHOLE_NOTES]), words, named)
        return [self.found[number].hit(chunks[number], given[number] + whole[note] - best[note], rank)
                for rank, note in enumerate(ranked(whole)[:self.k], 1) for number in notes[note][:passages]]

    def _cosines(self, notes: Sequence[str]) -> dict[str, list[float]]:
        """Note → cosines of its passages, empty without a store."""
        if self._dense is None:
            return {}
        keys = self.chunks.keys_of(notes, WHOLE_PASSAGES)
        found = self._dense.cosines(self._vector, {key for some in keys.values() for key in some})
        return {note: [found[key] for key in some if key in found] for note, some in keys.items()}
