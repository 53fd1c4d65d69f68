"""The lexical way: BM25 of SQLite's FTS5 over stemmed words, with how much of a question its hits hold.

The weights of the columns multiply a word's frequency there (sqlite.org/fts5, bm25). A word unknown to the vault that
begins known ones stands for them. Where a question's words were widened (``widen.py``), the engine's first hits are
weighed anew with the same formula, since it knows no weight of a word.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vaultkit.search.chunks import ChunkIndex
from vaultkit.search.filters import Filters
from vaultkit.text.stopwords import content_words
from vaultkit.text.tokens import Stemmer, begins_pairs

# title, aliases, headings, tags, body
WEIGHTS = (4.0, 4.0, 2.5, 1.5, 1.0)
# A word in more than this share of the chunks finds nothing by itself: it is left out while rarer ones are there.
COMMON = 0.2
# Parts of a word that no passage has: from this length on, at most so many known words that begin with it.
SHORTEST_PREFIX = 4
MOST_EXPANSIONS = 12
# So many of the engine's hits are weighed anew for each that is asked for.
ANEW = 3
# Passages that the engine scores for one question: some 25 ms.
MOST_READ = 10_000
# Passages of a note among which the one with most of a question's words is looked for.
MOST_OF_NOTE = 200
# As FTS5 has them.
_K1, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class NearToken:
    """A token of the vault that means what a word of the question means: ``weight`` is its cosine, damped."""

    word: str
    token: str
    weight: float
    idf: float


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A token of a question: the word as written, in how many chunks it is, its weight; ``also`` are the known tokens
    that stand in for one that is unknown, ``near`` those that mean the same."""

    word: str
    token: str
    chunks: int
    idf: float
    also: tuple[str, ...] = ()
    near: tuple[NearToken, ...] = ()

    @property
    def spelled(self) -> tuple[str, ...]:
        """The tokens of the word itself."""
        return self.also or (self.token,)


@dataclass(frozen=True, slots=True)
class LexicalHit:
    """A chunk by its id; ``score`` is higher for better; ``terms`` are those of the question that it has, ``near`` the
    words that stand in for others; ``held`` is the part of the question's idf mass that both make; ``parts`` are the
    score and the weight of each term, where words were widened."""

    id: int
    score: float
    terms: tuple[QueryTerm, ...]
    held: float
    near: tuple[str, ...] = ()
    parts: tuple[tuple[float, float], ...] = ()


class Lexical:
    """Questions to the words of a ChunkIndex."""

    def __init__(self, chunks: ChunkIndex) -> None:
        self._chunks = chunks
        self.stemmer = Stemmer()
        # The engine reads all places of a token to count its chunks, so a count is kept while the chunks are the same.
        self._counted: tuple[str, dict[str, int]] = "", {}

    def terms(self, question: str) -> list[QueryTerm]:
        """The tokens of ``question``, each once, what joins and asks left out."""
        words: dict[str, str] = {}
        for word, tokens in content_words(question, self.stemmer):
            for place, token in enumerate(tokens):
                # After a pair the last character of a run adds nothing.
                if not (place and begins_pairs(token)):
                    words.setdefault(token, word)
        counts, total = self.frequencies(list(words))
        return self._chunks.guarded(
            lambda db: [_term(db, word, token, counts.get(token, 0), total) for token, word in words.items()])

    def find(self, terms: Sequence[QueryTerm], limit: int, filters: Filters | None = None) -> list[LexicalHit]:
        """The best chunks that hold any of ``terms`` or a word near one, best first."""
        near = [one.token for term in terms for one in term.near]
        tokens = list(dict.fromkeys([token for term in self._asked(terms) for token in term.spelled] + near))
        read, many = self._worth_reading(tokens)
        if near or many:
            most = ANEW * limit
            headed = self.matching(f'{{title aliases headings}} : "{read[0]}"', most, filters) if many else []
            numbers = dict.fromkeys(number for number, _ in headed + self.first(read, most, filters))
            return self.weighed(list(numbers), terms, limit)
        rows = self.first(tokens, limit, filters)
        whole = mass(terms) or 1.0
        held = self.held([number for number, _ in rows], terms)
        return [LexicalHit(number, score, held[number], mass(held[number]) / whole) for number, score in rows]

    def first(self, tokens: Sequence[str], limit: int, filters: Filters | None = None) -> list[tuple[int, float]]:
        """(id, BM25) of the best chunks with any of ``tokens``, best first."""
        return self.matching(" OR ".join(f'"{token}"' for token in dict.fromkeys(tokens)), limit, filters)

    def matching(self, match: str, limit: int, filters: Filters | None = None) -> list[tuple[int, float]]:
        """The same for an expression of FTS5; an empty one finds nothing."""
        if not match:
            return []
        where, values = filters.where(self._chunks.note_paths) if filters else ("", [])
        inner = f" AND rowid IN (SELECT chunks.id FROM chunks JOIN notes ON notes.id = note WHERE 1{where})"
        query = f"""SELECT * FROM (SELECT rowid, -bm25(words, {', '.join(map(str, WEIGHTS))}) AS score FROM words
            WHERE words MATCH ?{inner if where else ''} LIMIT {MOST_READ}) ORDER BY score DESC, rowid LIMIT ?"""
        return self._chunks.guarded(lambda db: db.execute(query, (match, *values, limit)).fetchall())

    def best_of(self, notes: Collection[str], terms: Sequence[QueryTerm], filters: Filters | None) -> dict[str, int]:
        """Note → its passage with most of the question's words, else its first one, as ``filters`` let through."""
        if not notes:
            return {}
        from dataclasses import replace

        plain = [replace(term, near=()) for term in terms]
        of_note = self._of_notes(replace(filters or Filters(), paths=tuple(notes)))
        best = {note: ids[0] for note, ids in of_note.items()}
        note_of = {number: note for note, ids in of_note.items() for number in ids[:MOST_OF_NOTE]}
        for hit in reversed(self.weighed(list(note_of), plain, len(note_of)) if plain else []):
            if hit.terms:
                best[note_of[hit.id]] = hit.id
        return best

    def _of_notes(self, filters: Filters) -> dict[str, list[int]]:
        """Path → ids of the chunks of each note that ``filters`` let through, in order of place."""
        where, values = filters.where(self._chunks.note_paths)
        query = f"SELECT path, chunks.id FROM chunks JOIN notes ON notes.id = note WHERE 1{where} ORDER BY chunks.id"
        found: dict[str, list[int]] = {}
        for path, number in self._chunks.guarded(lambda db: db.execute(query, values).fetchall()):
            found.setdefault(path, []).append(number)
        return found

    def held(self, ids: Sequence[int], terms: Sequence[QueryTerm]) -> dict[int, tuple[QueryTerm, ...]]:
        """Return which of ``terms`` each chunk has."""
        found: dict[int, tuple[QueryTerm, ...]] = dict.fromkeys(ids, ())
        for number, *columns in self._columns(ids):
            tokens = set(" ".join(columns).split())
            found[number] = tuple(term for term in terms if not tokens.isdisjoint(term.spelled))
        return found

    def frequencies(self, tokens: Sequence[str]) -> tuple[dict[str, int], int]:
        """Token → in how many chunks it stands, and how many chunks there are."""
        state = self._chunks.state()
        if self._counted[0] != state:
            self._counted = state, {}
        known = self._counted[1]
        lacking = [token for token in dict.fromkeys(tokens) if token not in known]

        def count(db: sqlite3.Connection) -> dict[str, int]:
            query = "SELECT doc FROM vocabulary WHERE term = ?"
            rows = {token: db.execute(query, (token,)).fetchone() for token in lacking}
            return {token: row[0] if row else 0 for token, row in rows.items()}

        known |= self._chunks.guarded(count)
        return {token: known[token] for token in tokens if known[token]}, self._chunks.count()

    def _columns(self, ids: Sequence[int]) -> list[tuple[int, str, str, str, str, str]]:
        query = "SELECT rowid, title, aliases, headings, tags, body FROM words WHERE rowid IN " \
                "(SELECT value FROM json_each(?))"
        return self._chunks.guarded(lambda db: db.execute(query, (json.dumps(list(ids)),)).fetchall())

    def weighed(self, ids: Sequence[int], terms: Sequence[QueryTerm], limit: int) -> list[LexicalHit]:
        """The best ``limit`` of ``ids`` by BM25 with near words weighed, best first. Of a term and its near words
        the one that scores most counts: they say one thing."""
        uses = _uses(terms)
        asked = uses.keys()
        counted: list[tuple[int, dict[str, float], int]] = []
        for number, *columns in self._columns(ids):
            frequencies: dict[str, float] = {}
            length = 0
            for weight, column in zip(WEIGHTS, columns, strict=True):
                tokens = column.split()
                length += len(tokens)
                for token in asked & set(tokens):
                    frequencies[token] = frequencies.get(token, 0.0) + weight * tokens.count(token)
            counted.append((number, frequencies, length))
        mean = sum(length for _, _, length in counted) / (len(counted) or 1) or 1.0
        scored = []
        for number, found, length in counted:
            grown = _K1 * (1 - _B + _B * length / mean)
            best: dict[int, float] = {}
            for token, count in found.items():
                frequency = count * (_K1 + 1) / (count + grown)
                for place, most, _ in uses[token]:
                    if most * frequency > best.get(place, 0.0):
                        best[place] = most * frequency
            scored.append((-sum(best.values()), number, found, grown))
        scored.sort(key=lambda one: one[:2])
        return [_hit(number, found, grown, terms, uses) for _, number, found, grown in scored[:limit]]

    def _worth_reading(self, tokens: list[str]) -> tuple[list[str], bool]:
        """The rarest of ``tokens``, as far as few enough passages have them (the others only weigh), and whether these
        are not all, or more passages have the only one: then those that are about it are to be looked for first."""
        counts, _ = self.frequencies(tokens)
        if sum(counts.values()) <= MOST_READ:
            return tokens, False
        kept, whole = list[str](), 0
        for token in sorted(tokens, key=lambda token: counts.get(token, 0)):
            whole += counts.get(token, 0)
            if kept and whole > MOST_READ:
                break
            kept.append(token)
        return kept, True

    def _asked(self, terms: Sequence[QueryTerm]) -> list[QueryTerm]:
        total = self._chunks.count() if terms else 0
        known = [term for term in terms if term.chunks]
        rare = [term for term in known if term.chunks <= max(COMMON * total, 5)]
        return rare or sorted(known, key=lambda term: term.chunks)[:3]


def weigh(counted: Sequence[tuple[int, Mapping[str, float], int]], terms: Sequence[QueryTerm]) -> list[LexicalHit]:
    """BM25 with near words of texts, in their order; each text is (id, token → its weighed count, length in tokens). A
    text's length counts against the mean of these."""
    uses = _uses(terms)
    mean = sum(length for _, _, length in counted) / (len(counted) or 1) or 1.0
    return [_hit(number, {token: count for token, count in found.items() if token in uses},
                 _K1 * (1 - _B + _B * length / mean), terms, uses) for number, found, length in counted]


def mass(terms: Sequence[QueryTerm]) -> float:
    """The weights of ``terms`` together."""
    return sum(term.idf for term in terms)


def idf(chunks: int, total: int) -> float:
    """Robertson and Sparck Jones with the one added that keeps it positive (Lucene's form)."""
    return math.log(1 + (total - min(chunks, total) + 0.5) / (chunks + 0.5))


class _Use(NamedTuple):
    """Use of a token: what it weighs for the term at ``place``; ``near`` where it only stands near the term."""

    place: int
    weight: float
    near: NearToken | None


def _uses(terms: Sequence[QueryTerm]) -> dict[str, list[_Use]]:
    uses: dict[str, list[_Use]] = {}
    for place, term in enumerate(terms):
        for token in term.spelled:
            uses.setdefault(token, []).append(_Use(place, term.idf, None))
        for one in term.near:
            uses.setdefault(one.token, []).append(_Use(place, one.weight * min(one.idf, term.idf), one))
    return uses


def _hit(number: int, frequencies: Mapping[str, float], grown: float, terms: Sequence[QueryTerm],
         uses: Mapping[str, list[_Use]]) -> LexicalHit:
    """The hit of a passage with these weighted ``frequencies``; ``grown`` is the part of BM25 that grows with its
    length."""
    scores, weights = [0.0] * len(terms), [0.0] * len(terms)
    spelled: set[int] = set()
    words: dict[int, str] = {}
    for token, count in frequencies.items():
        frequency = count * (_K1 + 1) / (count + grown)
        for place, weight, near in uses[token]:
            if near is None:
                spelled.add(place)
            if weight * frequency > scores[place]:
                scores[place] = weight * frequency
                words[place] = near.word if near else ""
            weights[place] = max(weights[place], near.weight if near else 1.0)
    held = sum(term.idf * weight for term, weight in zip(terms, weights, strict=True)) / (mass(terms) or 1.0)
    return LexicalHit(number, sum(scores), tuple(terms[place] for place in sorted(spelled)), held,
                      tuple(word for _, word in sorted(words.items()) if word),
                      tuple(zip(scores, weights, strict=True)))


def _term(db: sqlite3.Connection, word: str, token: str, chunks: int, total: int) -> QueryTerm:
    if chunks and not begins_pairs(token):
        return QueryTerm(word, token, chunks, idf(chunks, total))
    also: list[tuple[str, int]] = []
    if len(token) >= SHORTEST_PREFIX or begins_pairs(token):
        query = "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ? ORDER BY doc DESC LIMIT ?"
        also = db.execute(query, (token, token + "\U0010ffff", MOST_EXPANSIONS)).fetchall()
    count = sum(count for _, count in also)
    return QueryTerm(word, token, count, idf(count, total), tuple(name for name, _ in also))
