"""The statements that put notes and their chunks into ``chunks.db`` and take them out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from vaultkit.config import Config
from vaultkit.model import Chunk
from vaultkit.search.boilerplate_headings import heading_key, weighed
from vaultkit.search.named import name_keys
from vaultkit.storage import index_folder
from vaultkit.storage.sqlite import open_db
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.names import file_stem
from vaultkit.text.stopwords import stop_words
from vaultkit.text.tokens import Stemmer, fold_word

_ADDRESS = lazy_pattern(r"\]\((?:<[^>\n]*>|[^)\s]*)\)")
_TAG = lazy_pattern(r"</?[A-Za-z][^<>\n]*>")
# Tokens; hardly a title or list of tags has as many.
_REPEATED = 100
# Words of the vocabulary.
SHORTEST_WORD, LONGEST_WORD = 3, 30
_FOOTNOTE = lazy_pattern(r"\[\^[^\]\n]+\]")


@dataclass(frozen=True, slots=True)
class ChunkedNote:
    """One note as it is stored."""

    path: str
    hash: str
    title: str
    key_title: str
    summary: str | None
    kind: str
    tags: tuple[str, ...]
    aliases: tuple[str, ...]
    excluded: bool = False
    own: bool = False


class ChunkWriter:
    """Rows in and out. Nothing here begins or ends a transaction."""

    def __init__(self, db: sqlite3.Connection, stemmer: Stemmer, mute: frozenset[str]) -> None:
        self._db = db
        self._stemmer = stemmer
        self._mute = mute

    def put(self, note: ChunkedNote, chunks: Sequence[Chunk], stages: Sequence[str | None]) -> None:
        """Store a note that is not there yet, between ``begin`` and ``flush``."""
        cursor = self._db.execute(
            "INSERT INTO notes VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (note.path, note.hash, note.title, note.key_title, note.summary, note.kind, _json(note.tags),
             _json(note.aliases), note.excluded, note.own))
        number = cursor.lastrowid
        tags = {fold_tag(tag) for tag in note.tags}
        self._db.executemany("INSERT INTO tags VALUES (?, ?)", ((tag, number) for tag in tags))
        headings = {heading_key(text) for chunk in chunks for text in chunk.headings}
        self._db.executemany("INSERT INTO headings VALUES (?, ?)", ((text, number) for text in headings if text))
        keys = {key for name in (note.title, file_stem(note.path), *note.aliases[:_REPEATED])
                for key in name_keys(name, self._stemmer)} if chunks else ()
        self._db.executemany("INSERT INTO names VALUES (?, ?)", ((key, number) for key in keys))
        stem = self._stemmer.text
        head = stem(note.title), stem(" ".join(note.aliases))
        tagged = stem(" ".join(note.tags).replace("/", " "))
        first = True
        for place, (chunk, stage) in enumerate(zip(chunks, stages, strict=True), self._next):
            self._chunks.append((place, number, chunk.key, _json(chunk.headings), chunk.start_line, chunk.end_line,
                                 chunk.text, stage, chunk.date, chunk.role, chunk.form, chunk.secondhand,
                                 ",".join(f"{line}:{length}" for line, length in chunk.parts)))
            self._words.append((place, *head, stem(weighed(chunk.headings, self._mute)), tagged,
                                stem(searched(chunk.text))))
            if first:
                head, tagged, first = (_beginning(head[0]), _beginning(head[1])), _beginning(tagged), False
        self._next += len(chunks)

    def begin(self) -> None:
        """Begin to gather rows: to be called when a transaction has begun."""
        self._chunks: list[tuple[object, ...]] = []
        self._words: list[tuple[object, ...]] = []
        self._met = len(self._stemmer.known)
        self._next = self._db.execute("SELECT coalesce(max(id), 0) + 1 FROM chunks").fetchone()[0]

    def flush(self) -> None:
        """Write what ``put`` gathered; to be called before the transaction ends."""
        self._db.executemany("INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._chunks)
        columns = "rowid, title, aliases, headings, tags, body"
        self._db.executemany(f"INSERT INTO words ({columns}) VALUES (?, ?, ?, ?, ?, ?)", self._words)
        self._db.executemany("""INSERT INTO forms VALUES (?, ?) ON CONFLICT (token) DO UPDATE SET word = excluded.word
            WHERE (length(excluded.word), excluded.word) < (length(word), word)""",
                             forms(islice(self._stemmer.known.items(), self._met, None)))

    def remove(self, paths: Iterable[str]) -> None:
        """Forget notes with their chunks; paths that are not there are no error."""
        for path in paths:
            row = self._db.execute("SELECT id FROM notes WHERE path = ?", (path,)).fetchone()
            if row is None:
                continue
            self._db.execute("DELETE FROM words WHERE rowid IN (SELECT id FROM chunks WHERE note = ?)", row)
            for table in ("chunks", "tags", "headings", "names"):
                self._db.execute(f"DELETE FROM {table} WHERE note = ?", row)
            self._db.execute("DELETE FROM notes WHERE id = ?", row)

    def weigh_headings(self, rows: Iterable[tuple[int, list[str]]]) -> None:
        """Store anew which headings of these chunks weigh."""
        self._db.executemany("UPDATE words SET headings = ? WHERE rowid = ?",
                             [(self._stemmer.text(weighed(headings, self._mute)), number) for number, headings in rows])


def forms(words: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """(token, word) of the words, given as (word, its tokens), that have a meaning of their own: of letters only, one
    token, no word that joins or asks."""
    stops = stop_words()
    for word, tokens in words:
        if SHORTEST_WORD <= len(word) <= LONGEST_WORD and word.isalpha() and " " not in tokens and tokens:
            folded = fold_word(word)
            if folded not in stops:
                yield tokens, folded


def _beginning(tokens: str) -> str:
    """Return what every passage of a note holds of its title, aliases or tags; its first one holds all of them. A note
    may have thousands of both."""
    return " ".join(tokens.split(" ", _REPEATED)[:_REPEATED])


def searched(text: str) -> str:
    """``text`` without what no reader searches for: addresses of links, HTML tags, numbers of footnotes."""
    if "](" in text:
        text = _ADDRESS.sub("]", text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return _FOOTNOTE.sub(" ", text) if "[^" in text else text


def fold_tag(tag: str) -> str:
    """A tag as it compares: no ``#``, no case, ё as е."""
    return fold_word(tag.strip().lstrip("#").strip("/"))


def _json(values: Sequence[str]) -> str:
    text = json.dumps(values, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode("utf-8")


# Raised whenever a table, the chunker or the stemmer changes: the file is then made anew from the vault.
SCHEMA_VERSION = 6

# notes: every note of the vault's index; key_title is the title that the keys of its chunks were made with, which a
#   renaming leaves as it was; excluded ones and those that vaultkit wrote itself (own) are marked.
# chunks.stage: the kind that a heading around it stands for; parts: where the stretches of its text stand,
#   LINE:LENGTH. headings: how many notes have a heading of this text.
# names: the keys of titles, file names and aliases (named.py). forms: of each token the shortest word that gives it,
#   which stands for it where its meaning is asked.
# words: the tokens of each chunk, under its id. second: vectors of first hits, by embedder and chunk key.
DDL = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE notes (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, title TEXT NOT NULL, key_title TEXT NOT NULL,
    summary TEXT, kind TEXT NOT NULL, tags TEXT NOT NULL, aliases TEXT NOT NULL, excluded INTEGER NOT NULL,
    own INTEGER NOT NULL
);
CREATE TABLE tags (tag TEXT NOT NULL, note INTEGER NOT NULL, PRIMARY KEY (tag, note)) WITHOUT ROWID;
CREATE TABLE headings (text TEXT NOT NULL, note INTEGER NOT NULL, PRIMARY KEY (text, note)) WITHOUT ROWID;
CREATE TABLE names (key TEXT NOT NULL, note INTEGER NOT NULL, PRIMARY KEY (key, note)) WITHOUT ROWID;
CREATE INDEX names_note ON names (note);
CREATE TABLE forms (token TEXT PRIMARY KEY, word TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX headings_note ON headings (note);
CREATE INDEX tags_note ON tags (note);
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY, note INTEGER NOT NULL, key TEXT NOT NULL, headings TEXT NOT NULL,
    start_line INTEGER NOT NULL, end_line INTEGER NOT NULL, text TEXT NOT NULL, stage TEXT, date TEXT, role TEXT,
    form TEXT NOT NULL, secondhand INTEGER NOT NULL, parts TEXT NOT NULL
);
CREATE INDEX chunks_note ON chunks (note);
CREATE INDEX chunks_key ON chunks (key);
CREATE VIRTUAL TABLE words USING fts5(title, aliases, headings, tags, body, tokenize = "ascii tokenchars '_'");
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, 'row');
CREATE TABLE second (model TEXT NOT NULL, key TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, key))
    WITHOUT ROWID;
"""


def chunks_path(config: Config) -> Path:
    """The file."""
    return index_folder(config.vault) / "chunks.db"


def open_chunks(config: Config) -> sqlite3.Connection:
    """Open or create it. Raises EnvironmentFailure."""
    return open_db(chunks_path(config), SCHEMA_VERSION, DDL)
