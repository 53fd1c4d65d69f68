"""Bringing the symbols up to date: compare every file's numbers, read what differs, follow what moved."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import astuple, dataclass, field
from pathlib import Path

import vaultkit
from vaultkit.config import Config
from vaultkit.errors import UsageError
from vaultkit.messages.message import Message
from vaultkit.model import Problem
from vaultkit.source.follow_moves import Body, Place, body_of, match
from vaultkit.source.parse import RULE
from vaultkit.source.read_file import load
from vaultkit.source.store import Name, RemovedSymbol, SymbolStore, symbol_key
from vaultkit.source.walk import WalkedFile, walk_sources
from vaultkit.storage.lock import WriterLock
from vaultkit.storage.sqlite import pausing_gc, transaction
from vaultkit.vault.ignore import IgnoreRules

Progress = Callable[[int, int], None]
_GRAIN_NS = 20_000_000
_HISTORY = 200_000


@dataclass(frozen=True, slots=True)
class SourceReport:
    """Report of one refresh: files known, read and gone, symbols known; ``problems`` are those of all roots."""

    files: int
    read: int
    removed: int
    symbols: int
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0


@dataclass(slots=True)
class SourceChanges:
    """Differences between files and index. ``todo``: (root id, file, file's id or None when it is new). Of roots that
    were found: ``beyond`` is the bound at which looking stopped, ``unread`` the files that there was no time for."""

    started_ns: int
    total: int = 0
    todo: list[tuple[int, WalkedFile, int | None]] = field(default_factory=list)
    removed: list[tuple[int, str, int]] = field(default_factory=list)
    problems: list[tuple[int, Problem]] = field(default_factory=list)
    roots: dict[str, int] = field(default_factory=dict)
    dead_roots: list[int] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    beyond: int = 0
    unread: int = 0

    @property
    def left_text(self) -> str:
        return json.dumps([self.beyond, self.unread])

    @property
    def unknown_text(self) -> str:
        return json.dumps(dict(sorted(self.unknown.items(), key=lambda item: (-item[1], item[0]))), ensure_ascii=True)


def source_stamp(config: Config) -> str:
    """Equal for two runs that read one file alike: the program's own reader and the bounds."""
    package = Path(vaultkit.__file__).parent / "source"
    program = sorted(
        (os.path.relpath(entry.path, package), entry.stat().st_size, entry.stat().st_mtime_ns)
        for folder in (package, package / "languages")
        for entry in os.scandir(folder)
        if entry.name.endswith(".py")
    )
    return repr((vaultkit.__version__, program, astuple(config.bounds)))


def compare_sources(store: SymbolStore, config: Config, roots: tuple[Path, ...], full: bool,
                    found: bool = False) -> SourceChanges:
    """Walk the roots and compare with the store by numbers alone. ``found``: nobody named them (``roots``), so what
    nobody here wrote is left out, and of a very large one only the top is looked at."""
    plan = SourceChanges(time.time_ns())
    known_roots = store.roots()
    following = max(known_roots.values(), default=0) + 1
    anew = full or store.meta("stamp") != source_stamp(config)
    real = {str(root): os.path.realpath(root) for root in roots}
    for root in roots:
        if str(root) not in known_roots:
            known_roots[str(root)] = following
            following += 1
        number = plan.roots[str(root)] = known_roots[str(root)]
        known = store.known(number)
        problems: list[Problem] = []
        globs = config.ignore if root == config.vault else ()
        others = frozenset(path for name, path in real.items() if name != str(root))
        most = config.bounds.found_files if found else config.bounds.source_files
        try:
            for file in walk_sources(root, IgnoreRules(root, globs, True), others, problems, plan.unknown, most,
                                     own=found):
                plan.total += 1
                row = known.pop(file.path, None)
                if row is None or anew or row[1:] != file.numbers:
                    plan.todo.append((number, file, row[0] if row else None))
        except UsageError:
            if not found:
                raise
            plan.beyond = most
        plan.removed += [(number, path, row[0]) for path, row in known.items()]
        plan.problems += [(number, problem) for problem in problems]
    absent = [root for root in config.roots if not root.is_dir()]
    plan.problems += [
        (0, Problem(str(root), 1, Message("problem.root_missing"), RULE)) for root in absent
    ]
    plan.dead_roots = [number for path, number in known_roots.items() if path not in plan.roots]
    return plan


def refresh_symbols(
    store: SymbolStore,
    config: Config,
    roots: tuple[Path, ...],
    lock: Path,
    *,
    full: bool = False,
    progress: Progress | None = None,
    found: bool = False,
) -> SourceReport:
    """Bring the store up to date with the roots. Nothing is locked or written when nothing differs. ``found`` as in
    ``compare_sources``. Raises EnvironmentFailure when another process goes on writing."""
    started = time.perf_counter()
    plan = compare_sources(store, config, roots, full, found)
    walked = store.db.execute("SELECT root, path, line, message, rule FROM problems WHERE file IS NULL").fetchall()
    odd = sorted(walked) != sorted((n, p.path, p.line, p.message, p.rule) for n, p in plan.problems)
    new_roots = set(plan.roots.items()) - set(store.roots().items())
    if plan.todo or plan.removed or plan.dead_roots or odd or new_roots or store.meta("stamp") != source_stamp(config) \
            or store.meta("unknown", "{}") != plan.unknown_text or store.meta("left", "[0, 0]") != plan.left_text:
        generation = store.meta("generation")
        with WriterLock(lock), transaction(store.db):
            if store.meta("generation") != generation:  # somebody else wrote since the folders were walked
                plan = compare_sources(store, config, roots, full, found)
            _apply(store, config, plan, progress, found)
    symbols = store.db.execute("SELECT count(*) FROM symbols").fetchone()[0]
    return SourceReport(
        plan.total, len(plan.todo), len(plan.removed), symbols, tuple(store.problems()), time.perf_counter() - started
    )


def _apply(store: SymbolStore, config: Config, plan: SourceChanges, progress: Progress | None, found: bool) -> None:
    generation = int(store.meta("generation", "0")) + 1
    db = store.db
    for number in plan.dead_roots:
        for (file,) in db.execute("SELECT id FROM files WHERE root = ?", (number,)).fetchall():
            store.forget(file)
        db.execute("DELETE FROM roots WHERE id = ?", (number,))
        db.execute("DELETE FROM history WHERE root = ? OR to_root = ?", (number, number))
    db.executemany("INSERT OR IGNORE INTO roots VALUES (?, ?)", [(n, path) for path, n in plan.roots.items()])
    lost: list[Body] = []
    for number, path, file in plan.removed:
        lost += _bodies(number, path, store.names(file)).values()
        store.forget(file)
    new = _read(store, config, plan, generation, lost, progress, found)
    same_reader = store.meta("stamp") == source_stamp(config)
    _follow(store, lost, new if same_reader else [], generation)
    db.execute("DELETE FROM problems WHERE file IS NULL")
    db.executemany(
        "INSERT INTO problems VALUES (NULL, ?, ?, ?, ?, ?)",
        [(n, p.path, p.line, p.message, p.rule) for n, p in plan.problems],
    )
    store.set_meta("generation", str(generation))
    store.set_meta("stamp", source_stamp(config))
    store.set_meta("unknown", plan.unknown_text)
    store.set_meta("left", plan.left_text)


def _bodies(root: int, path: str, names: list[Name]) -> dict[str, Body]:
    return {key: Body(Place(root, path, key), kind, digest, size, plain) for key, kind, digest, size, plain, _ in names}


def _read(
    store: SymbolStore,
    config: Config,
    plan: SourceChanges,
    generation: int,
    lost: list[Body],
    progress: Progress | None,
    own: bool = False,
) -> list[Body]:
    """Read what changed; adds to ``lost`` the names that files no longer have, returns those that are new. ``own``:
    what there is no time for (``bounds.found_seconds``) is forgotten and comes up again the next time."""
    paths = {number: path for path, number in plan.roots.items()}
    following = store.db.execute("SELECT coalesce(max(id), 0) + 1 FROM files").fetchone()[0]
    # New symbols matter only where others may have been lost.
    follows = bool(plan.removed) or any(file is not None for _, _, file in plan.todo)
    new: list[Body] = []
    until = time.monotonic() + config.bounds.found_seconds
    with pausing_gc():
        for done, (number, found, file) in enumerate(plan.todo, 1):
            if own and time.monotonic() > until:
                plan.unread += 1
                if file is not None:
                    store.forget(file)
                continue
            content = load(Path(paths[number], found.path), found.path, found.kind, config.bounds, own=own)
            before = store.names(file) if file is not None else []
            if file is None:
                file, following = following, following + 1
            else:
                store.forget(file)
            if follows:
                then = _bodies(number, found.path, before)
                now = {symbol_key(s): body_of(Place(number, found.path, symbol_key(s)), s) for s in content.symbols}
                lost += [body for key, body in then.items() if key not in now]
                new += [body for key, body in now.items() if key not in then]
            racy = max(found.mtime_ns, found.ctime_ns) > plan.started_ns - _GRAIN_NS
            store.write(file, number, found, racy, content, {row[0]: row[5] for row in before}, generation)
            if progress is not None:
                progress(done, len(plan.todo))
    return new


def _follow(store: SymbolStore, lost: list[Body], new: list[Body], generation: int) -> None:
    """Write down what is gone and where it went; forget of it what is back."""
    targets = match(lost, new) if lost and new else {}
    store.remember(
        RemovedSymbol(
            *body.place,
            body.kind,
            body.hash,
            body.size,
            body.plain,
            generation,
            None,
            *targets.get(body.place, (None, None, None)),
        )
        for body in lost
    )
    if store.db.execute("SELECT 1 FROM history LIMIT 1").fetchone():
        store.db.executemany(
            "DELETE FROM history WHERE root = ? AND path = ? AND name = ?", [body.place for body in new]
        )
        store.db.execute(
            "DELETE FROM history WHERE gone < (SELECT max(gone) FROM history) AND (SELECT count(*) FROM history) > ?",
            (_HISTORY,),
        )
