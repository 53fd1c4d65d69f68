"""The tables of ``chunks.db``: passages, their words, the second embedder's vectors."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from vaultkit.config import Config
from vaultkit.storage import index_folder
from vaultkit.storage.db import open_db

# Raised whenever a table, the chunker or the stemmer changes: the file is then made anew from the vault.
SCHEMA_VERSION = 3

# notes: every note of the vault's index; key_title is the title that the keys of its chunks were made with, which a
#   renaming leaves as it was; excluded ones and those that vaultkit wrote itself (own) are marked.
# chunks.stage: the kind that a heading around it stands for. headings: how many notes have a heading of this text.
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
CREATE INDEX headings_note ON headings (note);
CREATE INDEX tags_note ON tags (note);
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY, note INTEGER NOT NULL, key TEXT NOT NULL, headings TEXT NOT NULL,
    start_line INTEGER NOT NULL, end_line INTEGER NOT NULL, text TEXT NOT NULL, stage TEXT, date TEXT, role TEXT,
    form TEXT NOT NULL, secondhand INTEGER NOT NULL
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
