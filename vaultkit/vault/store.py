"""The statements on ``notes.db`` that change it, each for many rows at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vaultkit.model import Problem
from vaultkit.model.constructs import layout_version
from vaultkit.storage.sqlite import reading_records
from vaultkit.text.names import name_key
from vaultkit.vault.link_table import id_range
from vaultkit.vault.records import anchors_of
from vaultkit.vault.resolve import Anchors
from vaultkit.vault.walk import OTHER, FileEntry

# files: every link target on disk; hash and the numbers are of notes and canvases only. racy: written within the grain
#   of the clock before the last scan, so equal numbers do not prove equal content.
# notes: the light record of each note that could be read, and its outline; bodies: the rest of it, apart so that
#   whole-vault questions never page it in. mentions: those of each note that has any, apart since the graph asks
#   for all of them.
#   aliases: folded names. written: the links of each file as
#   they stand there; links: of those that are not external what they lead to, key as by name_key, the id is made of
#   the source's id and the link's number in it (link_table.link_id). candidates: the files of one ambiguous name, once
#   for all links that use it.
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
    status TEXT NOT NULL, sub TEXT, dst INTEGER, candidates INTEGER
);
CREATE TABLE candidates (id INTEGER PRIMARY KEY, paths TEXT NOT NULL);
CREATE TABLE problems (path TEXT NOT NULL, line INTEGER NOT NULL, message TEXT NOT NULL, rule TEXT NOT NULL,
    origin TEXT NOT NULL);
"""

# Apart from the tables: a first run makes them after its rows are in, which is faster.
INDEXES = """
CREATE INDEX IF NOT EXISTS files_key ON files (key);
CREATE INDEX IF NOT EXISTS aliases_id ON aliases (id);
CREATE INDEX IF NOT EXISTS links_key ON links (key) WHERE key IS NOT NULL;
CREATE INDEX IF NOT EXISTS links_dst ON links (dst) WHERE dst IS NOT NULL;
CREATE INDEX IF NOT EXISTS links_candidates ON links (candidates) WHERE candidates IS NOT NULL;
CREATE INDEX IF NOT EXISTS problems_path ON problems (path);
"""

# Of another form of the records or tables the file is made anew by itself; a changed program reads every note again
# (refresh.note_stamp).
SCHEMA_VERSION = layout_version(DDL, INDEXES)


class KnownFile(NamedTuple):
    """A file as it is stored in the index."""

    id: int
    kind: int


class NoteStore:
    """The tables, written. Nothing here begins or ends a transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self._links = 0
        self._candidates: dict[tuple[str, ...], int] = {}

    def meta(self) -> dict[str, str]:
        """All settings that the file keeps about itself."""
        return dict(self.db.execute("SELECT name, value FROM meta").fetchall())

    def set_meta(self, values: dict[str, str]) -> None:
        self.db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def clear(self) -> None:
        """Forget every file, and the indexes, which are made again by ``make_indexes``."""
        for table in ("files", "notes", "bodies", "mentions", "aliases", "written", "links", "candidates", "problems"):
            self.db.execute(f"DELETE FROM {table}")
        for name in ("files_key", "aliases_id", "links_key", "links_dst", "links_candidates", "problems_path"):
            self.db.execute(f"DROP INDEX IF EXISTS {name}")

    def make_indexes(self) -> None:
        for statement in INDEXES.split(";"):
            if statement.strip():
                self.db.execute(statement)

    def unchanged(self) -> set[tuple[str, int, int, int, int, int]]:
        """Every file whose numbers prove that it is as it was, in the form of FileEntry."""
        query = "SELECT path, kind, size, mtime_ns, ctime_ns, inode FROM files WHERE NOT racy"
        return set(self.db.execute(query).fetchall())

    def count(self) -> int:
        return int(self.db.execute("SELECT count(*) FROM files").fetchone()[0])

    def known(self, path: str) -> KnownFile | None:
        """A file by its path."""
        row = self.db.execute("SELECT id, kind FROM files WHERE path = ?", (path,)).fetchone()
        return KnownFile(*row) if row else None

    def gone(self, entries: Iterable[FileEntry]) -> dict[str, KnownFile]:
        """The files that are in none of ``entries``, by path."""
        rows = self.db.execute("SELECT path, id, kind FROM files").fetchall()
        there = {(entry.path, entry.kind) for entry in entries}
        return {path: KnownFile(number, kind) for path, number, kind in rows if (path, kind) not in there}

    def next_id(self) -> int:
        return int(self.db.execute("SELECT coalesce(max(id), 0) + 1 FROM files").fetchone()[0])

    def hashes(self, ids: Iterable[int]) -> dict[int, bytes]:
        query = "SELECT hash FROM files WHERE id = ?"
        return {number: self.db.execute(query, (number,)).fetchone()[0] for number in ids}

    def add_files(self, entries: Sequence[FileEntry], first_id: int, excluded: Sequence[bool]) -> None:
        """Store files that are new, numbered from ``first_id`` on, without contents; ``excluded`` goes with them."""
        rows = (
            (
                first_id + i,
                e.path,
                e.kind,
                name_key(e.path),
                hidden,
                e.size,
                e.mtime_ns,
                e.ctime_ns,
                e.inode,
                e.kind != OTHER,
                b"",
            )
            for i, (e, hidden) in enumerate(zip(entries, excluded, strict=True))
        )
        self.db.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def move_file(self, number: int, entry: FileEntry, excluded: bool) -> None:
        self.db.execute(
            "UPDATE files SET path = ?, key = ?, excluded = ? WHERE id = ?",
            (entry.path, name_key(entry.path), excluded, number),
        )

    def stat_files(self, rows: Iterable[tuple[FileEntry, int, bytes, int]]) -> None:
        """Take down (entry, racy, digest, id) of files that were just read."""
        self.db.executemany(
            "UPDATE files SET size = ?, mtime_ns = ?, ctime_ns = ?, inode = ?, racy = ?, hash = ? WHERE id = ?",
            ((e.size, e.mtime_ns, e.ctime_ns, e.inode, racy, digest, number) for e, racy, digest, number in rows),
        )

    def remove(self, ids: Sequence[int], paths: Sequence[str]) -> None:
        """Forget files with all that hangs on them."""
        self.forget_content(ids, paths)
        self.db.executemany("DELETE FROM files WHERE id = ?", ((number,) for number in ids))

    def forget_content(self, ids: Sequence[int], paths: Sequence[str]) -> None:
        self._links -= self._written(ids)
        for table in ("notes", "bodies", "mentions", "aliases", "written"):
            self.db.executemany(f"DELETE FROM {table} WHERE id = ?", ((number,) for number in ids))
        self.db.executemany("DELETE FROM links WHERE id BETWEEN ? AND ?", map(id_range, ids))
        self.db.executemany("DELETE FROM problems WHERE path = ? AND origin <> 'walk'", ((path,) for path in paths))

    def put_written(self, rows: Sequence[tuple[int, str]]) -> None:
        """Store the links of files as they are written: (id, JSON)."""
        self.db.executemany("INSERT INTO written VALUES (?, ?)", rows)
        self._links += self._written([number for number, _ in rows])

    def links(self, before: int) -> int:
        """Count the links, where there were ``before`` when this object was made."""
        return before + self._links

    def _written(self, ids: Iterable[int]) -> int:
        query = "SELECT json_array_length(links) FROM written WHERE id = ?"
        return sum(count for number in ids for (count,) in self.db.execute(query, (number,)))

    def put_problems(self, rows: Iterable[tuple[str, int, str, str, str]]) -> None:
        self.db.executemany("INSERT INTO problems VALUES (?, ?, ?, ?, ?)", rows)

    def walk_problems(self) -> list[Problem]:
        query = "SELECT path, line, message, rule FROM problems WHERE origin = 'walk' ORDER BY path, rowid"
        return [Problem(*row) for row in self.db.execute(query)]

    def set_walk_problems(self, problems: Iterable[Problem]) -> None:
        self.db.execute("DELETE FROM problems WHERE origin = 'walk'")
        self.put_problems((p.path, p.line, p.message, p.rule, "walk") for p in problems)

    def candidates_id(self, paths: tuple[str, ...]) -> int:
        """The number under which a list of candidates is stored, once for all links that have it. It is made of the
        list itself, so the same list has the same number in every run."""
        number = self._candidates.get(paths)
        if number is None:
            from hashlib import blake2b

            text = json.dumps(paths, ensure_ascii=False)
            digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            number = self._candidates[paths] = int.from_bytes(digest, "big", signed=True)
            self.db.execute("INSERT OR IGNORE INTO candidates VALUES (?, ?)", (number, text))
        return number

    def forget_candidates(self) -> None:
        """Drop the lists of candidates that no link has any more."""
        self.db.execute("""DELETE FROM candidates WHERE NOT EXISTS
            (SELECT 1 FROM links WHERE links.candidates = candidates.id)""")
        self._candidates.clear()

    def aliases_of(self, number: int) -> set[str]:
        return {name for (name,) in self.db.execute("SELECT name FROM aliases WHERE id = ?", (number,))}

    def anchors(self, number: int) -> Anchors | None:
        """Return what links may point at inside of a note; None for what is no readable note."""
        row = self.db.execute("SELECT outline FROM notes WHERE id = ?", (number,)).fetchone()
        with reading_records():
            return Anchors(*anchors_of(row[0])) if row else None


class StoredNames:
    """The names of the vault for ``resolve``, asked of the database key by key, or of a table in memory when most of
    the vault is resolved at once. ``with_aliases`` False: no alias is in the database yet."""

    def __init__(self, db: sqlite3.Connection, paths: dict[str, int] | None = None, with_aliases: bool = True) -> None:
        self._db = db
        self._with_aliases = with_aliases
        self._ids: dict[str, int] = paths if paths is not None else {}
        self._files: dict[str, list[str]] = {}
        self._whole = paths is not None
        for path in self._ids:
            self._files.setdefault(name_key(path), []).append(path)

    def files(self, key: str) -> Sequence[str]:
        """See ``resolve.Names``."""
        found = self._files.get(key)
        if found is None:
            if self._whole:
                return ()
            rows = self._db.execute("SELECT path, id FROM files WHERE key = ?", (key,)).fetchall()
            self._ids.update(rows)
            found = self._files[key] = [path for path, _ in rows]
        return found

    def aliases(self, name: str) -> Sequence[str]:
        """See ``resolve.Names``."""
        if not self._with_aliases:
            return ()
        query = "SELECT path FROM aliases JOIN files USING (id) WHERE name = ?"
        return [path for (path,) in self._db.execute(query, (name,))]

    def id(self, path: str) -> int:
        """The id of a file that ``files`` named, or of the source of a link."""
        number = self._ids.get(path)
        if number is None:
            number = self._ids[path] = self._db.execute("SELECT id FROM files WHERE path = ?", (path,)).fetchone()[0]
        return number
