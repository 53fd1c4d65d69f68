"""Bringing the index up to date: compare every file's numbers, read what differs, store it in one transaction."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, field
from pathlib import Path

import vaultkit
from vaultkit.config import Config
from vaultkit.model import Problem, RefreshReport
from vaultkit.storage.lock import WriterLock
from vaultkit.storage.sqlite import pausing_gc, reading_records, transaction
from vaultkit.text.names import file_stem
from vaultkit.vault.ignore import IgnoreRules, excluder, user_filters
from vaultkit.vault.ingest import Ingested, ingest_all
from vaultkit.vault.linker import Linker
from vaultkit.vault.obsidian import template_folders
from vaultkit.vault.read import digest_of
from vaultkit.vault.records import retitled
from vaultkit.vault.store import KnownFile, NoteStore, StoredNames
from vaultkit.vault.walk import NOTE, OTHER, FileEntry, walk_vault

_ROOMS = ("markdown", "model", "text", "vault")


def note_stamp(config: Config) -> str:
    """A text that is equal for two runs whose records of one file are equal: the program's own files that read and
    store notes (by name, size and time), the bounds, the forms of chats, and the folders of templates."""
    package = Path(vaultkit.__file__).parent
    program = sorted(
        (room, entry.name, entry.stat().st_size, entry.stat().st_mtime_ns)
        for room in _ROOMS
        if (package / room).is_dir()
        for entry in os.scandir(package / room)
        if entry.name.endswith(".py")
    )
    chats = (sorted(config.chats.roles.items()), config.chats.dates, config.chats.labels)
    return repr((vaultkit.__version__, program, astuple(config.bounds), chats, template_folders(config.vault)))


Progress = Callable[[int, int], None]

# A file written within one tick of the file system's clock before the scan may be written again and keep its
# numbers. Linux ticks every 10 ms at most; FAT every 2 s, which shows in times without a fraction.
_GRAIN_NS = 20_000_000
_COARSE_GRAIN_NS = 2_000_000_000
_MANY = 200
_BATCH = 256


@dataclass(slots=True)
class FolderChanges:
    """Differences between the folder and the index. ``stale``: known files whose numbers differ or prove nothing."""

    started_ns: int
    entries: list[FileEntry]
    problems: list[Problem]
    filters: list[str]
    meta: dict[str, str]
    fresh: list[FileEntry] = field(default_factory=list)
    stale: list[tuple[FileEntry, KnownFile]] = field(default_factory=list)
    gone: dict[str, KnownFile] = field(default_factory=dict)
    other: bool = False
    anew: bool = False

    @property
    def empty(self) -> bool:
        return not (self.fresh or self.stale or self.gone or self.other or self.anew)


def refresh_notes(
    store: NoteStore, config: Config, lock: Path, *, full: bool = False, progress: Progress | None = None
) -> RefreshReport:
    """Bring ``store`` up to date with ``config.vault``; ``full`` reads and hashes every note. Nothing is locked and
    nothing written when nothing differs. Raises EnvironmentFailure when another process goes on writing."""
    started = time.perf_counter()
    plan = compare_folder(store, config, full)
    read, changed, removed = 0, [], []
    if not plan.empty:
        with WriterLock(lock), pausing_gc(), transaction(store.db):
            if store.meta() != plan.meta:  # somebody else wrote since the folder was scanned
                plan = compare_folder(store, config, full)
            if not plan.empty:
                run = _Run(store, config, plan)
                run.apply(progress)
                read, changed, removed = run.read, sorted(run.changed), sorted(run.removed)
    rows = store.db.execute("SELECT path, line, message, rule FROM problems ORDER BY path, line, rowid")
    return RefreshReport(
        total=sum(entry.kind == NOTE for entry in plan.entries), read=read, changed=len(changed), removed=len(removed),
        links=int(store.meta().get("links", "0")), problems=tuple(Problem(*row) for row in rows),
        seconds=time.perf_counter() - started, changed_paths=tuple(changed), removed_paths=tuple(removed),
    )  # fmt: skip


def compare_folder(store: NoteStore, config: Config, full: bool) -> FolderChanges:
    """Scan the folder and compare it with the index, by numbers alone."""
    started_ns = time.time_ns()
    found = walk_vault(config.vault, IgnoreRules(config.vault, config.ignore, config.gitignore))
    filters, wrong = user_filters(config.vault)
    problems = found.problems + wrong + excluder(filters)[1]
    meta = store.meta()
    plan = FolderChanges(started_ns, found.entries, problems, filters, meta)
    plan.anew = meta.get("stamp") != note_stamp(config)
    if plan.anew:
        plan.fresh = found.entries
        return plan
    unchanged = store.unchanged()
    for entry in found.entries:
        if entry not in unchanged or (full and entry.kind != OTHER):
            row = store.known(entry.path)
            if row is None or row.kind != entry.kind:
                plan.fresh.append(entry)
            elif entry.kind != OTHER:
                plan.stale.append((entry, row))
    if len(found.entries) - len(plan.fresh) < store.count():
        plan.gone = store.gone(found.entries)
    plan.other = meta.get("filters") != repr(filters) or store.walk_problems() != problems
    return plan


class _Run:
    """One refresh that has something to do, inside of its transaction."""

    def __init__(self, store: NoteStore, config: Config, plan: FolderChanges) -> None:
        self._store, self._config, self._plan = store, config, plan
        self._excluded = excluder(plan.filters)[0]
        self.read = 0
        self.changed: list[str] = []
        self.removed: list[str] = []
        self._moved: list[int] = []
        self._reread: list[int] = []
        self._numbers: list[tuple[FileEntry, int, bytes, int]] = []

    def apply(self, progress: Progress | None) -> None:
        """Carry out the plan on the store, inside of the caller's transaction."""
        store, plan = self._store, self._plan
        if plan.anew:
            store.clear()
        todo: list[tuple[FileEntry, int, bytes]] = []
        moves = self._find_moves()
        kept = {old for old, _ in moves.values()}
        gone = {path: row for path, row in plan.gone.items() if path not in kept}
        aliases = [alias for row in plan.gone.values() for alias in store.aliases_of(row.id)]
        store.remove([row.id for row in gone.values()], list(gone))
        self.removed += [path for path, row in plan.gone.items() if row.kind == NOTE]
        todo += self._move(moves)
        fresh = [entry for entry in plan.fresh if entry.path not in moves]
        first = store.next_id()
        store.add_files(fresh, first, [self._excluded(entry.path) for entry in fresh])
        ids = {entry.path: first + i for i, entry in enumerate(fresh)}
        todo += [(entry, ids[entry.path], b"") for entry in fresh if entry.kind != OTHER]
        hashes = store.hashes(row.id for _, row in plan.stale)
        todo += [(entry, row.id, hashes[row.id]) for entry, row in plan.stale]
        linker = Linker(store, self._names(ids, len(todo)))
        if not plan.anew:
            linker.touch([*ids, *plan.gone, *moves, *aliases])
        self._read(todo, linker, progress)
        store.make_indexes()
        linker.settle(StoredNames(store.db), anew=plan.anew, moved=self._moved, reread=self._reread)
        self._finish()

    def _names(self, ids: dict[str, int], count: int) -> StoredNames:
        if count < _MANY:
            return StoredNames(self._store.db)
        everything = ids if self._plan.anew else dict(self._store.db.execute("SELECT path, id FROM files").fetchall())
        return StoredNames(self._store.db, everything, with_aliases=not self._plan.anew)

    def _find_moves(self) -> dict[str, tuple[str, KnownFile]]:
        """New path → (old path, row) of notes whose content is that of a note that is gone."""
        gone = [(path, row) for path, row in self._plan.gone.items() if row.kind == NOTE]
        if not gone or not self._plan.fresh:
            return {}
        hashes = self._store.hashes(row.id for _, row in gone)
        by_hash = {hashes[row.id]: (path, row) for path, row in gone if hashes[row.id]}
        moves = {}
        for entry in self._plan.fresh:
            if entry.kind == NOTE and entry.path not in self._plan.gone:
                origin = by_hash.pop(digest_of(self._config.vault, entry.path, self._config.bounds), None)
                if origin:
                    moves[entry.path] = origin
        return moves

    def _move(self, moves: dict[str, tuple[str, KnownFile]]) -> Iterator[tuple[FileEntry, int, bytes]]:
        """Give moved notes their new path; yields those that have to be read again all the same."""
        db = self._store.db
        for entry in self._plan.fresh:
            if entry.path not in moves:
                continue
            old, row = moves[entry.path]
            self._store.move_file(row.id, entry, self._excluded(entry.path))
            db.execute("UPDATE problems SET path = ? WHERE path = ? AND origin <> 'walk'", (entry.path, old))
            digest = self._store.hashes([row.id])[row.id]
            head = db.execute("SELECT head FROM notes WHERE id = ?", (row.id,)).fetchone()
            with reading_records():
                record = retitled(head[0], file_stem(old), file_stem(entry.path)) if head else None
            if record is None:
                yield entry, row.id, b""
                continue
            self._numbers.append((entry, self._racy(entry), digest, row.id))
            db.execute("UPDATE notes SET head = ?1, title = json_extract(?1, '$[0]') WHERE id = ?2", (record, row.id))
            self._moved.append(row.id)
            self.changed.append(entry.path)

    def _read(self, todo: list[tuple[FileEntry, int, bytes]], linker: Linker, progress: Progress | None) -> None:
        batch: list[tuple[FileEntry, int, Ingested]] = []
        fresh = {entry.path for entry in self._plan.fresh}
        asked = {entry.path: (entry, number, digest) for entry, number, digest in todo}
        answers = ingest_all(self._config, [(path, digest) for path, (_, _, digest) in asked.items()])
        for done, (path, result) in enumerate(answers, 1):
            entry, number, digest = asked[path]
            self.read += entry.kind == NOTE
            self._numbers.append((entry, self._racy(entry), result.digest if result else digest, number))
            if result is not None:
                batch.append((entry, number, result))
                if entry.path not in fresh or digest:
                    self._reread.append(number)
            if len(batch) == _BATCH:
                self._write(batch, linker)
                batch.clear()
            if progress:
                progress(done, len(todo))
        self._write(batch, linker)

    def _write(self, batch: list[tuple[FileEntry, int, Ingested]], linker: Linker) -> None:
        store, db = self._store, self._store.db
        if not self._plan.anew:
            for _, number, result in batch:
                before = store.aliases_of(number)
                linker.touch(before.symmetric_difference(result.note.aliases if result.note else ()))
            store.forget_content([number for _, number, _ in batch], [entry.path for entry, _, _ in batch])
        notes = [(number, result.note) for _, number, result in batch if result.note]
        if self._plan.anew:
            linker.touch(alias for _, note in notes for alias in note.aliases)
        db.executemany("INSERT INTO notes VALUES (?, ?, ?, ?)", ((i, n.title, n.head, n.outline) for i, n in notes))
        db.executemany("INSERT INTO bodies VALUES (?, ?)", ((number, n.body) for number, n in notes))
        db.executemany("INSERT INTO mentions VALUES (?, ?)", ((i, n.mentions) for i, n in notes if n.mentions))
        db.executemany(
            "INSERT OR IGNORE INTO aliases VALUES (?, ?)", ((a, number) for number, n in notes for a in n.aliases)
        )
        store.put_problems((entry.path, *problem) for entry, _, result in batch for problem in result.problems)
        store.put_written([(number, result.links.written) for _, number, result in batch])
        linker.add((entry.path, number, result.links.internal) for entry, number, result in batch)
        self.changed += [entry.path for entry, _, _ in batch if entry.kind == NOTE]

    def _finish(self) -> None:
        store, plan = self._store, self._plan
        store.stat_files(self._numbers)
        if plan.meta.get("filters") != repr(plan.filters) and not plan.anew:
            rows = store.db.execute("SELECT id, path FROM files").fetchall()
            store.db.executemany(
                "UPDATE files SET excluded = ? WHERE id = ?", ((self._excluded(path), i) for i, path in rows)
            )
        store.set_walk_problems(plan.problems)
        links = store.links(0 if plan.anew else int(plan.meta["links"]))
        real = plan.fresh or plan.gone or plan.other or plan.anew or self.changed
        # A new file starts from the clock, so that what was derived from its predecessor differs.
        generation = int(plan.meta.get("generation", str(time.time_ns()))) + bool(real)
        store.set_meta({"stamp": note_stamp(self._config), "filters": repr(plan.filters), "links": str(links),
                        "generation": str(generation)})  # fmt: skip

    def _racy(self, entry: FileEntry) -> int:
        # Windows has no time of change: its ctime is that of creation.
        written = entry.mtime_ns if os.name == "nt" else entry.ctime_ns
        grain = _GRAIN_NS if written % 1_000_000_000 else _COARSE_GRAIN_NS
        return int(written >= self._plan.started_ns - grain)
