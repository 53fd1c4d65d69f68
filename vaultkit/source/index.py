"""The symbols of every source root in ``symbols.db``: what notes are held against."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from vaultkit.config import Config
from vaultkit.model import Problem, Symbol, TraceComment
from vaultkit.source.finder import Finder, Lookup
from vaultkit.source.refresh import SourceReport, refresh_symbols
from vaultkit.source.roots import roots_of
from vaultkit.source.store import SymbolStore
from vaultkit.storage import index_folder
from vaultkit.storage.sqlite import discard, failure, is_corrupt

if TYPE_CHECKING:
    from vaultkit.source.library import Libraries, Library
    from vaultkit.source.mentions import Mentioned, Mentions
    from vaultkit.source.permalink import Permalinks

DB_NAME = "symbols.db"
FOUND_NAME = "found.db"


class SourceIndex:
    """The source roots of one vault, cached. Open, refresh, read; close or use as a context manager.

    Without a setting the vault itself is the only root. Reading methods answer as of the last refresh.
    """

    def __init__(self, config: Config, store: SymbolStore, name: str = DB_NAME) -> None:
        self._config, self._store, self._name = config, store, name
        self.roots = roots_of(config)

    @classmethod
    def open(cls, config: Config) -> SourceIndex:
        """Open or create the index. Raises EnvironmentFailure when it can't be written or read."""
        return cls(config, SymbolStore(index_folder(config.vault) / DB_NAME))

    @classmethod
    def open_found(cls, config: Config, found: Iterable[Path]) -> SourceIndex:
        """The same over roots that were found and not set (``source_roots``), in a file of its own, so that nothing
        which counts comes from it: what nobody here wrote is left out, and a very large tree is read in part."""
        store = SymbolStore(index_folder(config.vault) / FOUND_NAME)
        return cls(replace(config, roots=tuple(found)), store, FOUND_NAME)

    @property
    def is_found(self) -> bool:
        """Return whether the roots were found: nothing in them is evidence until a note declares it."""
        return self._name == FOUND_NAME

    def left_out(self) -> tuple[int, int]:
        """Of roots that were found: the number of files after which looking stopped, 0 where all were looked at, and
        how many files are still to be read."""
        beyond, unread = json.loads(self._store.meta("left", "[0, 0]"))
        return int(beyond), int(unread)

    @property
    def generation(self) -> str:
        """Another one after every refresh that changed something."""
        return self._store.meta("generation", "0")

    def refresh(self, *, full: bool = False, progress: Callable[[int, int], None] | None = None) -> SourceReport:
        """Bring the cache up to date: stat every file, read what changed, follow what moved. ``full`` reads all.
        A damaged database is made anew. Raises EnvironmentFailure when another process is writing."""
        path = index_folder(self._config.vault) / self._name
        lock = path.with_suffix(".lock")

        def read() -> SourceReport:
            return refresh_symbols(self._store, self._config, self.roots, lock, full=full, progress=progress,
                                   found=self.is_found)

        try:
            report = read()
        except sqlite3.Error as error:
            if not is_corrupt(error):
                raise failure(path, error) from error
            self._store.db.close()
            discard(path)
            self._store = SymbolStore(path)
            report = read()
        self._forget()
        return report

    def symbols(self) -> Iterator[Symbol]:
        """Every symbol, the file's own first, in order of root, path and position."""
        return self._store.each_symbol()

    def symbols_in(self, path: str) -> list[Symbol]:
        """The symbols of one file, in the first root that has it; files that the index leaves out are read now."""
        return self._finder.symbols_in(path)

    def find(
        self, path: str, symbol: str | None = None, *, note: str | None = None, known_hash: str | None = None
    ) -> Lookup:
        """Find what a property ``code: path#symbol`` leads to. ``path`` is looked for in the roots in order, then in
        the vault, then beside ``note`` (a vault-relative path); ``symbol`` is an exact qualified name, ``L10-L20``, or
        None for the file. ``known_hash``: a fingerprint that was accepted before, to follow a move by."""
        return self._finder.find(path, symbol, note, known_hash)

    def find_id(self, path: str, symbol: str | None = None) -> Lookup:
        """Find what the id ``path#symbol`` of evidence names: ``path`` is relative to its root, which may be the
        repository around a vault that sets none."""
        return self._finder.find_id(path, symbol)

    def comments(self) -> list[TraceComment]:
        """Every trace comment, in order of root, path and position."""
        return self._store.comments()

    def mention(self, text: str, *, stale: bool = True) -> Mentioned:
        """Find what inline code speaks of: an exact qualified name or path, else a unique suffix of one. ``stale``
        False asks no history of what is gone: such a mention is ``none`` then."""
        return self._mentions.resolve(text, stale)

    def permalink(self, url: str) -> Lookup | None:
        """Find what a forge permalink leads to; None for another URL, or one of a repository that is no root's own."""
        return self._permalinks.resolve(url)

    def permalink_was_there(self, url: str) -> bool:
        """Return whether git has the file that a permalink into a root's own repository names, at its revision."""
        return self._permalinks.was_there(url)

    def library(self, name: str) -> Library:
        """Check whether ``package.symbol`` of a ``library:`` property can be imported by that name."""
        return self._libraries.check(name)

    def by_hash(self, body_hash: str) -> list[Symbol]:
        """The symbols with this fingerprint."""
        return self._finder.by_hash(body_hash)

    @contextmanager
    def as_if(self) -> Iterator[Callable[[str, Mapping[str, bytes | None]], None]]:
        """Answer while the context lasts as if source files held other bytes: the function that is handed out takes a
        root and path → bytes (None: there is no such file), and may be called again. Nothing of it is kept. Raises
        EnvironmentFailure when another process is writing."""
        from vaultkit.source.overlay import SymbolOverlay

        def put(root: str, contents: Mapping[str, bytes | None]) -> None:
            overlay.put(root, contents)
            if Path(root) not in self.roots and root in self._store.roots():
                self.roots = tuple(sorted((*self.roots, Path(root)), key=self._config.roots.index))
            self._forget()
            self._finder.instead.update(overlay.files)

        roots = self.roots
        try:
            self._store.db.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise failure(index_folder(self._config.vault) / self._name, error) from error
        try:
            with SymbolOverlay(self._store, self._config) as overlay:
                yield put
        finally:
            self._store.db.execute("ROLLBACK")
            self.roots = roots
            self._forget()

    def _forget(self) -> None:
        for name in ("_finder", "_mentions", "_permalinks", "_libraries"):
            self.__dict__.pop(name, None)

    @property
    def empty(self) -> bool:
        """True when no root holds a file of source or configuration."""
        return self._store.empty

    def problems(self) -> list[Problem]:
        """Return what could not be read whole, in order of root, path and line."""
        return self._store.problems()

    def shown_problems(self, *, of_roots: bool = True) -> list[Problem]:
        """The same with the paths that a person finds: relative to the vault where they lie inside of it, else behind
        the name of their root. ``of_roots`` False leaves out the roots that are not there."""
        return [replace(problem, path=self._shown(root, problem.path)) for root, problem in self._store.problems_of()
                if of_roots or root is not None]

    def _shown(self, root: str | None, path: str) -> str:
        whole = Path(root or "/", path)
        if whole.is_relative_to(self._config.vault):
            return whole.relative_to(self._config.vault).as_posix()
        return path if root is None else Path(Path(root).name, path).as_posix()

    def unknown(self) -> dict[str, int]:
        """Extension → how many files of the roots have it and were not read, since nothing is known of their kind; the
        most frequent first."""
        found: dict[str, int] = json.loads(self._store.meta("unknown", "{}"))
        return found

    def close(self) -> None:
        """Release the database."""
        self._store.db.close()

    def __enter__(self) -> SourceIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self._store, self._config, self.roots)

    @cached_property
    def _mentions(self) -> Mentions:
        from vaultkit.source.mentions import Mentions

        return Mentions(self._store, self._finder, self.roots)

    @cached_property
    def _permalinks(self) -> Permalinks:
        from vaultkit.source.permalink import Permalinks

        return Permalinks(self._finder, self.roots)

    @cached_property
    def _libraries(self) -> Libraries:
        from vaultkit.source.library import Libraries

        return Libraries(self.roots, self._config.vault)
