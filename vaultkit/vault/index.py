"""The index of notes and links in ``notes.db``: what every command reads from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from vaultkit.config import Config
from vaultkit.errors import UsageError
from vaultkit.model import Note, NoteFacts, Problem, RefreshReport, ResolvedLink
from vaultkit.storage import index_folder
from vaultkit.storage.sqlite import (
    DamagedIndex,
    discard,
    failure,
    is_corrupt,
    open_db,
    pausing_gc,
    reading_records,
    transaction,
)
from vaultkit.text.names import fold, name_key
from vaultkit.vault.link_table import (
    Answers,
    Edge,
    all_edges,
    all_links,
    edges_around,
    faulty_links,
    id_range,
    links_of,
    links_to,
)
from vaultkit.vault.match_note import find
from vaultkit.vault.obsidian import in_folders, template_folders
from vaultkit.vault.read import decode, read_note_file
from vaultkit.vault.records import to_facts, to_note
from vaultkit.vault.refresh import Progress, refresh_notes
from vaultkit.vault.resolve import opened_first, resolve
from vaultkit.vault.store import DDL, SCHEMA_VERSION, NoteStore, StoredNames
from vaultkit.vault.walk import NOTE

T = TypeVar("T")


class VaultIndex:
    """The notes of one vault, cached. Open, refresh, read; close or use as a context manager.

    Reading methods answer from the cache as of the last refresh and load only what they return.
    """

    def __init__(self, config: Config, db: sqlite3.Connection) -> None:
        self._config = config
        self._db = db
        self._file = _file_number(config)
        self._contents: dict[str, bytes | None] = {}

    @classmethod
    def open(cls, config: Config) -> VaultIndex:
        """Open or create the index of ``config.vault``. Raises EnvironmentFailure when it can't be written or read,
        UsageError when the folder does not exist."""
        if not config.vault.is_dir():
            raise UsageError(f"no such folder: {config.vault}", "name a folder with --vault")
        return cls(config, open_db(_path(config), SCHEMA_VERSION, DDL))

    def refresh(self, *, full: bool = False, progress: Progress | None = None) -> RefreshReport:
        """Bring the cache up to date: stat every file, read what changed, resolve again what names changed.
        ``full`` compares content hashes. Raises EnvironmentFailure when another process is writing."""
        lock = _path(self._config).with_name("lock")
        return self._guarded(
            lambda: refresh_notes(NoteStore(self._db), self._config, lock, full=full, progress=progress)
        )

    def facts(self, paths: Collection[str] | None = None) -> list[NoteFacts]:
        """The light record of every note, or of those at ``paths``, sorted by path (excluded ones too, marked)."""
        columns = "SELECT path, head, outline, excluded, mtime_ns FROM files JOIN notes USING (id)"
        some = "" if paths is None else " WHERE path IN (SELECT value FROM json_each(?))"
        query, values = f"{columns}{some} ORDER BY path", () if paths is None else (json.dumps(list(paths)),)

        def load() -> list[NoteFacts]:
            with pausing_gc(), reading_records():
                rows = self._db.execute(query, values).fetchall()
                # One text for the decoder: a call for each note would cost more than what it decodes.
                light = json.loads(f"[{','.join([row[1] for row in rows])}]")
                folders = template_folders(self._config.vault)
                return [to_facts(path, values, outline, bool(hidden), time, in_folders(path, folders))
                        for values, (path, _, outline, hidden, time) in zip(light, rows, strict=True)]

        return self._guarded(load)

    def note(self, path: str) -> Note:
        """One note in full. Raises KeyError for a path that is no note."""

        def load() -> Note | None:
            with transaction(self._db, "DEFERRED"):
                query = """SELECT head, outline, body, links, mentions FROM files JOIN notes USING (id)
                    JOIN bodies USING (id) JOIN written USING (id) LEFT JOIN mentions USING (id) WHERE path = ?"""
                row = self._db.execute(query, (path,)).fetchone()
                if row is None:
                    return None
                wrong = (
                    "SELECT path, line, message, rule FROM problems WHERE path = ? AND origin = 'parse' ORDER BY rowid"
                )
                problems = [Problem(*values) for values in self._db.execute(wrong, (path,))]
                with reading_records():
                    return to_note(path, row[0], row[1], row[2], row[3], problems, row[4])

        found = self._guarded(load)
        if found is None:
            raise KeyError(path)
        return found

    def notes(self) -> Iterator[Note]:
        """Every note in full, sorted by path."""
        for (path,) in self._rows("SELECT path FROM files JOIN notes USING (id) ORDER BY path"):
            yield self.note(path)

    def text(self, path: str) -> str:
        """The note's text on disk, within the bounds. Raises KeyError when it can't be read."""
        if path in self._contents:
            data = self._contents[path]
            if data is None:
                raise KeyError(path)
            return decode(data)[0]
        source = read_note_file(self._config.vault, path, self._config.bounds)
        if source.text is None:
            raise KeyError(path)
        return source.text

    def links(
        self,
        *,
        source: str | None = None,
        target: str | None = None,
        status: str | None = None,
        with_relation_field: bool | None = None,
    ) -> Iterator[ResolvedLink]:
        """Links sorted by source, line, column; filtered by source path, resolved path, status, or whether they stand
        in a property or inline field. ``relation`` is None here. Links of .canvas files included. The candidate that
        opens stands first."""

        def load() -> Answers:
            if target is not None:
                return links_to(self._db, target)
            return links_of(self._db, source) if source is not None else all_links(self._db, status)

        for link in self._guarded(load).links(target is not None, status, with_relation_field):
            if (source is None or link.source == source) and (target is None or link.resolved == target):
                if link.resolved is not None and link.candidates and link.candidates[0] != link.resolved:
                    link = replace(link, candidates=opened_first(link.resolved, link.candidates))
                yield link

    def unresolved(self, names: Collection[str]) -> Iterator[ResolvedLink]:
        """The unresolved links that may be of a chain: those in a property or field, and those whose target looks like
        a file's name: with a dot or slash, or one of ``names`` (lower case). Sorted as in ``links``."""
        return self._guarded(lambda: all_links(self._db, "unresolved", names)).links(False, "unresolved", None)

    def edges(self, targets: Collection[str] | None = None) -> list[Edge]:
        """The light form for the graph, without dataclasses: (source, resolved, subpath, field, line, column,
        commented, status) of every link that resolves to a note or attachment, by source and place. With ``targets``
        only those to one of these paths or to a file that is no note, and those in a property or inline field."""
        with pausing_gc():
            return self._guarded(lambda: all_edges(self._db, targets))

    def mentions(self) -> list[tuple[str, str, str, int, int]]:
        """(path, text, kind, line, column) of every mention in a note that is not excluded, by path and place."""
        query = "SELECT path, mentions FROM files JOIN mentions USING (id) WHERE NOT excluded ORDER BY path"

        def load() -> list[tuple[str, str, str, int, int]]:
            with reading_records():
                return [(path, *row) for path, rows in self._db.execute(query) for row in json.loads(rows)]

        return self._guarded(load)

    def files(self) -> list[str]:
        """Every link target on disk that is no note (attachments, canvases), sorted."""
        return [path for (path,) in self._rows("SELECT path FROM files WHERE kind <> ? ORDER BY path", (NOTE,))]

    def problems(self) -> list[Problem]:
        """Return what could not be read whole, sorted by path and line."""
        return [
            Problem(*row)
            for row in self._rows("SELECT path, line, message, rule FROM problems ORDER BY path, line, rowid")
        ]

    def hashes(self) -> dict[str, str]:
        """Path → hash of the content, in hex, of every note that could be read."""
        query = "SELECT path, lower(hex(hash)) FROM files JOIN notes USING (id) ORDER BY path"
        return dict(self._rows(query))

    def resolve(self, name: str) -> list[str]:
        """Notes that a person may mean by ``name``: an exact path, a path without .md, else titles and aliases, else
        names that hold it (casefold, NFC). One entry means it is unambiguous."""
        notes = self._rows("SELECT path, title FROM files JOIN notes USING (id) ORDER BY path")
        aliases = self._rows("SELECT name, path FROM aliases JOIN files USING (id) ORDER BY path")
        return find(name, notes, aliases)

    def note_at(self, target: str) -> str | None:
        """The note that a wikilink with this ``target`` opens from outside of the vault's folders; None when none."""

        def load() -> str | None:
            found = resolve(target, "", StoredNames(self._db))
            return found.resolved if found.status in ("resolved", "ambiguous") else None

        return self._guarded(load)

    @contextmanager
    def as_if(self) -> Iterator[Callable[[Mapping[str, bytes | None]], None]]:
        """Answer while the context lasts as if files held other bytes: the function that is handed out takes path →
        bytes (None: there is no such file) and may be called again. Nothing of it is kept; others may read meanwhile.
        Raises EnvironmentFailure when another process is writing."""
        from vaultkit.vault.overlay import NoteOverlay

        def put(contents: Mapping[str, bytes | None]) -> None:
            overlay.put(contents)
            self._contents.update(contents)

        self._guarded(lambda: self._db.execute("BEGIN IMMEDIATE"))
        try:
            overlay = NoteOverlay(self._db, self._config)
            yield put
        finally:
            self._contents.clear()
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    @property
    def generation(self) -> int:
        """A number that grows with every refresh that changed something: derived data made at the same number of the
        same file is still good."""
        rows = self._rows("SELECT value FROM meta WHERE name = 'generation'")
        return int(rows[0][0]) if rows else 0

    @property
    def altered(self) -> bool:
        """True when it answers now as if files held other bytes than they do (``as_if``)."""
        return bool(self._contents)

    @property
    def is_in_place(self) -> bool:
        """True when the open file is still the one at its place, so it was not removed."""
        return _file_number(self._config) == self._file

    def close(self) -> None:
        """Release the database."""
        self._db.close()

    @property
    def root(self) -> Path:
        """The vault's folder."""
        return self._config.vault

    def __enter__(self) -> VaultIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _rows(self, query: str, values: Any = ()) -> list[tuple[Any, ...]]:
        return self._guarded(lambda: self._db.execute(query, values).fetchall())

    def _guarded(self, action: Callable[[], T]) -> T:
        """Run ``action``; when the file proves damaged on the way, make it anew from the vault and run it again."""
        try:
            return action()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if not is_corrupt(error):
                raise failure(_path(self._config), error) from error
        except DamagedIndex:
            pass
        self._make_anew()
        return action()

    def _make_anew(self) -> None:
        self._db.close()
        path = _path(self._config)
        try:
            discard(path)
        except OSError as error:
            raise failure(path, error) from error
        self._db = open_db(path, SCHEMA_VERSION, DDL)
        self._file = _file_number(self._config)
        refresh_notes(NoteStore(self._db), self._config, path.with_name("lock"))


def _path(config: Config) -> Path:
    return index_folder(config.vault) / "notes.db"


def _file_number(config: Config) -> int | None:
    try:
        return _path(config).stat().st_ino
    except OSError:
        return None


_SOME = "(SELECT value FROM json_each(?))"
_MANY = "(SELECT key FROM files GROUP BY key HAVING count(*) > 1)"


class Lookups:
    """Questions to one index; where ``paths`` may be None, None means the whole vault."""

    def __init__(self, index: VaultIndex) -> None:
        self._index = index

    def faulty_links(self, paths: Collection[str] | None) -> Iterator[ResolvedLink]:
        """The links of ``paths`` that lead to nothing, to several notes, or to a heading or block that is not there."""
        return self._index._guarded(lambda: faulty_links(self._index._db, paths, None)).links(False, None, None)

    def faulty_links_to(self, paths: Collection[str]) -> Iterator[ResolvedLink]:
        """The same of any note, where the link's name is that of one of ``paths`` (which need not exist)."""
        keys = {name_key(path) for path in paths}
        return self._index._guarded(lambda: faulty_links(self._index._db, None, keys)).links(False, None, None)

    def edges_around(self, paths: Collection[str], most: int = -1) -> list[Edge]:
        """The links that lead from or to one of ``paths``, as in ``VaultIndex.edges``; unless ``most`` is
        negative at most so many from each and to each, those of properties before others."""
        return self._index._guarded(lambda: edges_around(self._index._db, paths, most))

    def has(self, path: str) -> bool:
        """Return whether there is such a file."""
        return bool(self._index._rows("SELECT 1 FROM files WHERE path = ?", (path,)))

    def files(self, paths: Collection[str] | None) -> list[str]:
        """The files that are not excluded, attachments too, sorted."""
        where, values = ("", ()) if paths is None else (f" AND path IN {_SOME}", (_dumped(paths),))
        return [path for (path,) in self._index._rows(
            f"SELECT path FROM files WHERE NOT excluded{where} ORDER BY path", values)]

    def excluded(self, paths: Collection[str]) -> set[str]:
        """Return those of ``paths`` that userIgnoreFilters hide."""
        query = f"SELECT path FROM files WHERE excluded AND path IN {_SOME}"
        return {path for (path,) in self._index._rows(query, (_dumped(paths),))}

    def same_name(self, paths: Collection[str] | None) -> dict[str, list[str]]:
        """Folded path → the files that have it, where several do; of ``paths`` only those that one of them has."""
        some, values = (_SOME, [_dumped({name_key(path) for path in paths})]) if paths is not None else (_MANY, [])
        groups: dict[str, list[str]] = {}
        for (path,) in self._index._rows(f"SELECT path FROM files WHERE key IN {some}", values):
            groups.setdefault(fold(path), []).append(path)
        return {name: sorted(found) for name, found in groups.items() if len(found) > 1}

    def names(self, shortest: float, longest: float) -> list[tuple[str, str]]:
        """(key as by ``name_key``, path) of the files whose key has such a length, without the excluded ones."""
        query = "SELECT key, path FROM files WHERE length(key) BETWEEN ? AND ? AND NOT excluded"
        return [(name, path) for name, path in self._index._rows(query, (shortest, longest))]

    def titles(self, titles: Collection[str] | None) -> list[tuple[str, str]]:
        """(title, path) of every note, or of those with one of ``titles`` as spelled, not the excluded ones."""
        where, values = ("", ()) if titles is None else (f" AND title IN {_SOME}", (_dumped(titles),))
        rows = self._index._rows(
            f"SELECT title, path FROM files JOIN notes USING (id) WHERE NOT excluded{where} ORDER BY path", values)
        return [(title, path) for title, path in rows]

    def aliases(self, names: Collection[str] | None) -> dict[str, list[str]]:
        """Folded alias → the notes that have it, all or those of ``names`` (folded)."""
        where, values = ("", ()) if names is None else (f" AND name IN {_SOME}", (_dumped(names),))
        found: dict[str, list[str]] = {}
        query = f"SELECT name, path FROM aliases JOIN files USING (id) WHERE NOT excluded{where} ORDER BY path"
        for name, path in self._index._rows(query, values):
            found.setdefault(name, []).append(path)
        return found

    def link_fields(self, paths: Collection[str] | None) -> dict[str, list[str]]:
        """Path → the properties and inline fields of the file whose values hold links to notes, not commented ones."""
        query = """SELECT DISTINCT path, field FROM links JOIN files ON files.id = links.id >> 24
            WHERE field IS NOT NULL AND status <> 'attachment' AND NOT commented AND NOT excluded"""
        if paths is None:
            rows = self._index._rows(query)
        else:
            ids = self._index._rows(f"SELECT id FROM files WHERE path IN {_SOME}", (_dumped(paths),))
            rows = [row for (number,) in ids
                    for row in self._index._rows(f"{query} AND links.id BETWEEN ? AND ?", id_range(number))]
        found: dict[str, list[str]] = {}
        for path, field in sorted(rows):
            found.setdefault(path, []).append(field)
        return found

    def mentions(self, paths: Collection[str] | None) -> list[tuple[str, str, str, int, int]]:
        """(path, text, kind, line, column) of mentions, as in ``VaultIndex.mentions``."""
        if paths is None:
            return self._index.mentions()
        query = f"SELECT path, mentions FROM files JOIN mentions USING (id) WHERE NOT excluded AND path IN {_SOME}"
        rows = self._index._rows(f"{query} ORDER BY path", (_dumped(paths),))
        return [(path, *row) for path, mentions in rows for row in json.loads(mentions)]

    def named(self, names: Collection[str]) -> dict[str, list[str]]:
        """Folded name → the notes whose file is called so."""
        found: dict[str, list[str]] = {}
        query = f"SELECT key, path FROM files JOIN notes USING (id) WHERE NOT excluded AND key IN {_SOME} ORDER BY path"
        for name, path in self._index._rows(query, (_dumped(names),)):
            found.setdefault(name, []).append(path)
        return found

    def holding(self, word: str, paths: Collection[str] | None, *, table: str = "bodies") -> list[str]:
        """The notes, of ``paths`` or all, whose record (``notes`` the light one, ``mentions`` the code they speak of,
        ``bodies`` the rest) holds ``word`` as JSON spells it."""
        column = {"notes": "head", "bodies": "body", "mentions": "mentions"}[table]
        # CROSS JOIN keeps SQLite from reading every record first.
        where, values = ("", ()) if paths is None else (f" AND path IN {_SOME}", (_dumped(paths),))
        query = f"SELECT path FROM files CROSS JOIN {table} USING (id) WHERE NOT excluded AND instr({column}, ?){where}"
        return sorted(path for (path,) in self._index._rows(query, (word, *values)))


def _dumped(values: Collection[str]) -> str:
    return json.dumps(list(values))
