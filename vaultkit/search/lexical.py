"""The lexical way: BM25 of SQLite's FTS5 over stemmed words, with how much of a question its hits hold.

The weights of the columns multiply a word's frequency there (sqlite.org/fts5, bm25). A word unknown to the vault that
begins known ones stands for them.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A token of a question: the word as written, in how many chunks it is, its weight; ``also`` are the known tokens
    that stand in for one that is unknown."""

    word: str
    token: str
    chunks: int
    idf: float
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LexicalHit:
    """A chunk by its id; ``score`` is higher for better; ``terms`` are those of the question that it has."""

    id: int
    score: float
    terms: tuple[QueryTerm, ...]


class Lexical:
    """Questions to the words of a ChunkIndex."""

    def __init__(self, chunks: ChunkIndex) -> None:
        self._chunks = chunks
        self.stemmer = Stemmer()

    def terms(self, question: str) -> list[QueryTerm]:
        """The tokens of ``question``, each once, what joins and asks left out."""
        return self._chunks.guarded(lambda db: self._terms(db, question))

    def find(self, terms: Sequence[QueryTerm], limit: int, filters: Filters | None = None) -> list[LexicalHit]:
        """The best chunks that hold any of ``terms``, best first."""
        asked = self._asked(terms)
        if not asked:
            return []
        match = " OR ".join(f'"{token}"' for term in asked for token in (term.also or (term.token,)))
        where, values = filters.where(self._chunks.note_paths) if filters else ("", [])
        inner = f" AND rowid IN (SELECT chunks.id FROM chunks JOIN notes ON notes.id = note WHERE 1{where})"
        query = f"""SELECT rowid, -bm25(words, {', '.join(map(str, WEIGHTS))}) AS score FROM words
            WHERE words MATCH ?{inner if where else ''} ORDER BY score DESC, rowid LIMIT ?"""
        rows = self._chunks.guarded(lambda db: db.execute(query, (match, *values, limit)).fetchall())
        held = self.held([number for number, _ in rows[:limit]], terms)
        return [LexicalHit(number, score, held[number]) for number, score in rows]

    def held(self, ids: Sequence[int], terms: Sequence[QueryTerm]) -> dict[int, tuple[QueryTerm, ...]]:
        """Return which of ``terms`` each chunk has."""
        query = """SELECT rowid, title || ' ' || aliases || ' ' || headings || ' ' || tags || ' ' || body FROM words
            WHERE rowid IN (SELECT value FROM json_each(?))"""
        rows = self._chunks.guarded(lambda db: db.execute(query, (json.dumps(list(ids)),)).fetchall())
        found: dict[int, tuple[QueryTerm, ...]] = dict.fromkeys(ids, ())
        for number, text in rows:
            tokens = set(text.split())
            found[number] = tuple(term for term in terms if term.token in tokens or not tokens.isdisjoint(term.also))
        return found

    def frequencies(self, tokens: Sequence[str]) -> tuple[dict[str, int], int]:
        """Token → in how many chunks it stands, and how many chunks there are."""
        def count(db: sqlite3.Connection) -> dict[str, int]:
            query = "SELECT doc FROM vocabulary WHERE term = ?"
            rows = {token: db.execute(query, (token,)).fetchone() for token in tokens}
            return {token: row[0] for token, row in rows.items() if row}

        return self._chunks.guarded(count), self._chunks.count()

    def _asked(self, terms: Sequence[QueryTerm]) -> list[QueryTerm]:
        total = self._chunks.count() if terms else 0
        known = [term for term in terms if term.chunks]
        rare = [term for term in known if term.chunks <= max(COMMON * total, 5)]
        return rare or sorted(known, key=lambda term: term.chunks)[:3]

    def _terms(self, db: sqlite3.Connection, question: str) -> list[QueryTerm]:
        total = int(db.execute("SELECT count(*) FROM chunks").fetchone()[0])
        found: dict[str, QueryTerm] = {}
        for word, tokens in content_words(question, self.stemmer):
            for place, token in enumerate(tokens):
                # After a pair the last character of a run adds nothing.
                if token not in found and not (place and begins_pairs(token)):
                    found[token] = _term(db, word, token, total)
        return list(found.values())


def share(terms: Sequence[QueryTerm], hits: Sequence[LexicalHit], first: int = 3) -> float:
    """The part of the question's idf mass that the first hits hold on average: how much the words can be trusted
    (about 0.4 for questions in the notes' words, near 0 across languages)."""
    whole = mass(terms)
    if not whole or not hits:
        return 0.0
    best = hits[:first]
    return sum(mass(hit.terms) for hit in best) / (whole * len(best))


def mass(terms: Sequence[QueryTerm]) -> float:
    """The weights of ``terms`` together."""
    return sum(term.idf for term in terms)


def _term(db: sqlite3.Connection, word: str, token: str, total: int) -> QueryTerm:
    row = db.execute("SELECT doc FROM vocabulary WHERE term = ?", (token,)).fetchone()
    if row and not begins_pairs(token):
        return QueryTerm(word, token, row[0], _idf(row[0], total))
    also: list[tuple[str, int]] = []
    if len(token) >= SHORTEST_PREFIX or begins_pairs(token):
        query = "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ? ORDER BY doc DESC LIMIT ?"
        also = db.execute(query, (token, token + "\U0010ffff", MOST_EXPANSIONS)).fetchall()
    count = sum(count for _, count in also)
    return QueryTerm(word, token, count, _idf(count, total), tuple(name for name, _ in also))


def _idf(chunks: int, total: int) -> float:
    """Robertson and Sparck Jones with the one added that keeps it positive (Lucene's form)."""
    return math.log(1 + (total - min(chunks, total) + 0.5) / (chunks + 0.5))
