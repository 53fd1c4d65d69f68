"""``symbols.db`` of the index: the symbols of every source root, and where those went that are gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, cast

from vaultkit.model import Link, Problem, Symbol, TraceComment
from vaultkit.source.parse import SourceFile, SymbolKind
from vaultkit.source.traces import Verb
from vaultkit.source.walk import WalkedFile
from vaultkit.storage.sqlite import open_db

SCHEMA_VERSION = 2
_DDL = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE roots (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
CREATE TABLE files (id INTEGER PRIMARY KEY, root INTEGER NOT NULL, path TEXT NOT NULL, base TEXT NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, ctime_ns INTEGER NOT NULL, inode INTEGER NOT NULL,
    UNIQUE (root, path));
CREATE INDEX files_base ON files (base);
CREATE TABLE symbols (file INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, tail TEXT NOT NULL,
    kind TEXT NOT NULL, language TEXT NOT NULL, line INTEGER NOT NULL, end_line INTEGER NOT NULL, doc TEXT, stub TEXT,
    hash TEXT, size INTEGER NOT NULL, plain TEXT, since INTEGER NOT NULL, PRIMARY KEY (file, position)) WITHOUT ROWID;
CREATE INDEX symbols_tail ON symbols (tail);
CREATE INDEX symbols_hash ON symbols (hash);
CREATE INDEX symbols_plain ON symbols (plain) WHERE plain IS NOT NULL;
CREATE TABLE comments (file INTEGER NOT NULL, line INTEGER NOT NULL, col INTEGER NOT NULL, verb TEXT NOT NULL,
    raw TEXT NOT NULL, target TEXT NOT NULL, subpath TEXT, display TEXT, symbol TEXT NOT NULL);
CREATE INDEX comments_file ON comments (file);
CREATE TABLE problems (file INTEGER, root INTEGER NOT NULL, path TEXT NOT NULL, line INTEGER NOT NULL,
    message TEXT NOT NULL, rule TEXT NOT NULL);
CREATE INDEX problems_file ON problems (file);
CREATE TABLE history (root INTEGER NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL, tail TEXT NOT NULL,
    kind TEXT NOT NULL, hash TEXT, size INTEGER NOT NULL, plain TEXT, gone INTEGER NOT NULL, checked TEXT,
    to_root INTEGER, to_path TEXT, to_name TEXT, PRIMARY KEY (root, path, name)) WITHOUT ROWID;
CREATE INDEX history_tail ON history (tail);
"""
_SYMBOL = (
    "SELECT f.path, s.name, s.kind, s.language, s.line, s.end_line, s.doc, s.stub, s.hash, r.path, s.size, s.plain"
    " FROM symbols s JOIN files f ON f.id = s.file JOIN roots r ON r.id = f.root "
)
MODULE = ""
Name = tuple[str, str, str | None, int, str | None, int]


class RemovedSymbol(NamedTuple):
    """A symbol that is no longer where it was: what it was, since which generation, and where it is now if known.
    ``name`` is ``""`` for a file as a whole. ``checked``: the commit at which git last knew no answer."""

    root: int
    path: str
    name: str
    kind: str
    hash: str | None
    size: int
    plain: str | None
    removed_at: int
    checked: str | None
    to_root: int | None
    to_path: str | None
    to_name: str | None


def tail_of(name: str) -> str:
    """The last part of a qualified name, without the number of a repeated one."""
    return name.rsplit(".", 1)[-1].split("~")[0] if not name.startswith(".") else name


def symbol_key(symbol: Symbol) -> str:
    """A symbol's name inside its file, ``""`` for the file itself."""
    return MODULE if symbol.kind in ("module", "file") else symbol.name


def _symbol(
    row: tuple[str, str, str, str, int, int, str | None, str | None, str | None, str, int, str | None],
) -> Symbol:
    return Symbol(row[0], row[1], cast(SymbolKind, row[2]), *row[3:])


class SymbolStore:
    """Reads and writes of the database; transactions are the caller's. ``sqlite3.Error`` passes through."""

    def __init__(self, path: Path) -> None:
        self.db: sqlite3.Connection = open_db(path, SCHEMA_VERSION, _DDL)

    def meta(self, key: str, default: str = "") -> str:
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else default

    def set_meta(self, key: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def roots(self) -> dict[str, int]:
        return dict(self.db.execute("SELECT path, id FROM roots").fetchall())

    def known(self, root: int) -> dict[str, tuple[int, int, int, int, int]]:
        """Path → (id, size, mtime_ns, ctime_ns, inode) of one root's files."""
        query = "SELECT path, id, size, mtime_ns, ctime_ns, inode FROM files WHERE root = ?"
        return {row[0]: row[1:] for row in self.db.execute(query, (root,))}

    def write(
        self,
        file: int,
        root: int,
        found: WalkedFile,
        racy: bool,
        content: SourceFile,
        since: dict[str, int],
        generation: int,
    ) -> None:
        """Put one file in place of what was known of it. ``since``: generation of the names that it had before."""
        size = -1 if racy else found.size
        base = found.path.rpartition("/")[2]
        db = self.db
        db.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (file, root, found.path, base, size, found.mtime_ns, found.ctime_ns, found.inode),
        )
        db.executemany(
            "INSERT INTO symbols VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    file, i, s.name, tail_of(s.name), s.kind, s.language, s.line, s.end_line, s.doc, s.stub,
                    s.body_hash, s.size, s.plain_hash, since.get(symbol_key(s), generation) if since else generation,
                )
                for i, s in enumerate(content.symbols)
            ],
        )
        if content.comments:
            db.executemany(
                "INSERT INTO comments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        file,
                        c.line,
                        c.column,
                        c.verb,
                        c.link.raw,
                        c.link.target,
                        c.link.subpath,
                        c.link.display,
                        c.symbol,
                    )
                    for c in content.comments
                ],
            )
        if content.problems:
            db.executemany(
                "INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?)",
                [(file, root, p.path, p.line, p.message, p.rule) for p in content.problems],
            )

    def forget(self, file: int) -> None:
        """Remove what is known of a file."""
        for table in ("symbols", "comments", "problems"):
            self.db.execute(f"DELETE FROM {table} WHERE file = ?", (file,))
        self.db.execute("DELETE FROM files WHERE id = ?", (file,))

    @property
    def empty(self) -> bool:
        return self.db.execute("SELECT 1 FROM files LIMIT 1").fetchone() is None

    def names(self, file: int) -> list[Name]:
        """Return (key, kind, hash, size, plain, since) of a file's symbols."""
        key = "CASE WHEN kind IN ('module', 'file') THEN '' ELSE name END"
        query = f"SELECT {key}, kind, hash, size, plain, since FROM symbols"
        return self.db.execute(f"{query} WHERE file = ?", (file,)).fetchall()

    def symbols(self, where: str = "", *values: object) -> list[Symbol]:
        """Symbols in order of root, path and position; ``where`` may name s (symbols), f (files), r (roots)."""
        query = _SYMBOL + (f"WHERE {where} " if where else "") + "ORDER BY r.id, f.path, s.position"
        return [_symbol(row) for row in self.db.execute(query, values)]

    def with_hash(self, one: str | None, other: str | None) -> list[Symbol]:
        """The symbols that have either fingerprint, whichever of theirs it is."""
        digests = [digest for digest in (one, other) if digest]
        marks = ", ".join("?" * len(digests))
        return self.symbols(f"(s.hash IN ({marks}) OR s.plain IN ({marks}))", *digests, *digests) if digests else []

    def each_symbol(self) -> Iterator[Symbol]:
        for row in self.db.execute(_SYMBOL + "ORDER BY r.id, f.path, s.position"):
            yield _symbol(row)

    def comments(self) -> list[TraceComment]:
        """Every trace comment, in order of root, path and position."""
        query = (
            "SELECT f.path, c.line, c.col, c.verb, c.raw, c.target, c.subpath, c.display, c.symbol, r.path"
            " FROM comments c JOIN files f ON f.id = c.file JOIN roots r ON r.id = f.root"
            " ORDER BY r.id, f.path, c.line, c.col"
        )
        return [
            TraceComment(
                path,
                line,
                column,
                cast(Verb, verb),
                Link(line, column, raw, target, subpath, display, "source"),
                symbol,
                root,
            )
            for path, line, column, verb, raw, target, subpath, display, symbol, root in self.db.execute(query)
        ]

    def problems(self) -> list[Problem]:
        query = "SELECT path, line, message, rule FROM problems ORDER BY root, path, line"
        return [Problem(*row) for row in self.db.execute(query)]

    def problems_of(self) -> list[tuple[str | None, Problem]]:
        """Problems, each with its root; None where the root itself is what is missing."""
        query = ("SELECT r.path, p.path, line, message, rule FROM problems p LEFT JOIN roots r ON r.id = p.root"
                 " ORDER BY p.root, p.path, line")
        return [(root, Problem(*row)) for root, *row in self.db.execute(query)]

    def since(self, symbol: Symbol) -> int:
        """The generation in which a symbol of the index was first seen."""
        row = self.db.execute(
            "SELECT s.since FROM symbols s JOIN files f ON f.id = s.file JOIN roots r ON r.id = f.root"
            " WHERE r.path = ? AND f.path = ? AND s.name = ?",
            (symbol.root, symbol.file, symbol.name),
        ).fetchone()
        return int(row[0]) if row else 0

    def removed_symbol(self, root: int, path: str, name: str) -> RemovedSymbol | None:
        """Return what is known of the symbol that was there, or None."""
        row = self.db.execute(
            "SELECT root, path, name, kind, hash, size, plain, gone, checked, to_root, to_path, to_name"
            " FROM history WHERE root = ? AND path = ? AND name = ?",
            (root, path, name),
        ).fetchone()
        return RemovedSymbol(*row) if row else None

    def removed_named(self, tail: str) -> list[RemovedSymbol]:
        """Return the removed symbols and files whose name ends in ``tail``."""
        rows = self.db.execute(
            "SELECT root, path, name, kind, hash, size, plain, gone, checked, to_root, to_path, to_name"
            " FROM history WHERE tail = ? AND hash IS NOT NULL",
            (tail,),
        )
        return [RemovedSymbol(*row) for row in rows]

    def remember(self, removed: Iterable[RemovedSymbol]) -> None:
        """Put down removed symbols, or what is known of them now."""
        self.db.executemany(
            "INSERT OR REPLACE INTO history"
            " (root, path, name, kind, hash, size, plain, gone, checked, to_root, to_path, to_name, tail)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(*g, tail_of(g.name) if g.name else g.path.rpartition("/")[2]) for g in removed],
        )
