"""The tables of ``.vaultkit/notes.db``."""

from __future__ import annotations

# Raised whenever a table, the form of a record or a rule of resolution changes: the file is then made anew.
SCHEMA_VERSION = 6

# files: every link target on disk; hash and the numbers are of notes and canvases only. racy: written within the grain
#   of the clock before the last scan, so equal numbers do not prove equal content.
# notes: the light record of each note that could be read, and its outline; bodies: the rest of it, apart so that
#   whole-vault questions never page it in. mentions: those of each note that has any, apart since the graph asks
#   for all of them.
#   aliases: folded names. written: the links of each file as
#   they stand there; links: of those that are not external what they lead to, key as in names.key, the id is made of
#   the source's id and the link's number in it (linkrows.link_id).
# problems.origin: walk, read or parse.
DDL = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL, key TEXT NOT NULL,
    excluded INTEGER NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, ctime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL, racy INTEGER NOT NULL, hash BLOB NOT NULL
);
CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT NOT NULL, head TEXT NOT NULL, outline TEXT NOT NULL);
CREATE TABLE bodies (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE mentions (id INTEGER PRIMARY KEY, mentions TEXT NOT NULL);
CREATE TABLE aliases (name TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (name, id)) WITHOUT ROWID;
CREATE TABLE written (id INTEGER PRIMARY KEY, links TEXT NOT NULL);
CREATE TABLE links (
    id INTEGER PRIMARY KEY, key TEXT, target TEXT NOT NULL, markdown INTEGER NOT NULL, subpath TEXT, field TEXT,
    line INTEGER NOT NULL, col INTEGER NOT NULL, commented INTEGER NOT NULL,
    status TEXT NOT NULL, sub TEXT, dst INTEGER, candidates TEXT
);
CREATE TABLE problems (path TEXT NOT NULL, line INTEGER NOT NULL, message TEXT NOT NULL, rule TEXT NOT NULL,
    origin TEXT NOT NULL);
"""

# Apart from the tables: a first run makes them after its rows are in, which is faster.
INDEXES = """
CREATE INDEX IF NOT EXISTS files_key ON files (key);
CREATE INDEX IF NOT EXISTS aliases_id ON aliases (id);
CREATE INDEX IF NOT EXISTS links_key ON links (key) WHERE key IS NOT NULL;
CREATE INDEX IF NOT EXISTS links_dst ON links (dst) WHERE dst IS NOT NULL;
CREATE INDEX IF NOT EXISTS problems_path ON problems (path);
"""
