"""History that git remembers of a symbol that the index never saw: its last body, and the renames of its file."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from vaultkit import git
from vaultkit.config import Bounds
from vaultkit.model import Symbol
from vaultkit.source.files import kind_of
from vaultkit.source.follow_moves import Place, body_of, pick
from vaultkit.source.read_file import read_source_bytes
from vaultkit.source.store import MODULE, RemovedSymbol, SymbolStore, symbol_key, tail_of

_DEEPEST = 12


class Origins:
    """Questions to git, one a symbol and commit; answers are kept in the store where it can be written."""

    def __init__(self, store: SymbolStore, bounds: Bounds) -> None:
        self._store, self._bounds = store, bounds
        self._tops: dict[str, tuple[Path, str, str] | None] = {}
        self._histories: dict[Path, bool] = {}
        self._then = lru_cache(maxsize=256)(self._read_then)

    def repository(self, root: Path) -> tuple[Path, str, str] | None:
        """(top level, the root's path in it with a closing slash or ``""``, commit checked out), None without git."""
        key = str(root)
        if key not in self._tops:
            top = git.toplevel(root)
            head = git.head(top) if top is not None else None
            found = None
            if top is not None and head is not None:
                inner = os.path.relpath(os.path.realpath(root), os.path.realpath(top)).replace(os.sep, "/")
                found = (top, "" if inner == "." else inner + "/", head)
            self._tops[key] = found
        return self._tops[key]

    def moved(self, root: Path, place: Place, numbers: dict[str, int]) -> Place | None:
        """Find where a symbol that is no longer at ``place`` is now, after git's history."""
        known = self.repository(root)
        if known is None:
            return None
        top, prefix, head = known
        removed = self._store.removed_symbol(*place)
        if removed is not None and removed.checked == head:
            return None
        target = self._follow(top, prefix, head, place, numbers, root)
        to = target if target is not None else (None, None, None)
        self._keep(RemovedSymbol(*place, "", None, 0, None, 0, head, *to))
        return target

    def was_there(self, root: Path, path: str, word: str | None = None) -> bool:
        """Return whether git knows of a file at ``path`` (relative to the root), or of ``word`` in it."""
        known = self.repository(root)
        return known is not None and git.last_change(known[0], known[1] + path, word) is not None

    def has_history(self, root: Path) -> bool:
        """Return whether git can tell what was there once: more than one commit is known."""
        known = self.repository(root)
        if known is None:
            return False
        if known[0] not in self._histories:
            count = git.run(known[0], "rev-list", "--count", "--max-count=2", known[2])
            self._histories[known[0]] = (count or b"").strip() == b"2"
        return self._histories[known[0]]

    def at(self, root: Path, revision: str, path: str) -> tuple[Symbol, ...]:
        """The symbols of a file at a revision, empty when git can't say."""
        known = self.repository(root)
        return self._then(known[0], revision, known[1] + path) if known is not None else ()

    def _follow(
        self, top: Path, prefix: str, head: str, place: Place, numbers: dict[str, int], root: Path
    ) -> Place | None:
        path, name = prefix + place.path, place.name
        for _ in range(_DEEPEST):
            before, commit = self._last_with(top, head, path, name)
            if before is None:
                return None
            renamed = git.renames(top, commit).get(path) if commit else self._worktree_rename(top, path)
            if renamed is not None and renamed.startswith(prefix):
                there = Place(place.root, renamed[len(prefix) :], name)
                if self._exists(there):
                    return there
            found = self._by_body(top, prefix, before, path, name, place, numbers, root)
            if found is not None or renamed is None:
                return found
            path = renamed
        return None

    def _last_with(self, top: Path, head: str, path: str, name: str) -> tuple[str | None, str | None]:
        """(revision whose file still has the symbol, commit that took it away: None when that is uncommitted)."""
        if self._named(self._then(top, head, path), name):
            return head, None
        tail = tail_of(name) if name else None
        commit = head
        for _ in range(_DEEPEST):
            change = git.last_change(top, path, tail, commit)
            if change is None:
                return None, None
            if self._named(self._then(top, change + "^", path), name):
                return change + "^", change
            commit = change + "^"
        return None, None

    def _by_body(
        self,
        top: Path,
        prefix: str,
        before: str,
        path: str,
        name: str,
        place: Place,
        numbers: dict[str, int],
        root: Path,
    ) -> Place | None:
        old = self._named(self._then(top, before, path), name)
        if old is None or not old.body_hash:
            return None
        candidates = []
        for symbol in self._store.with_hash(old.body_hash, old.plain_hash):
            there = Place(numbers[symbol.root], symbol.file, symbol_key(symbol))
            twin = None
            if symbol.root == str(root):
                twin = self._named(self._then(top, before, prefix + symbol.file), symbol_key(symbol))
            if twin is None or twin.body_hash != symbol.body_hash:
                candidates.append(body_of(there, symbol))
        chosen = pick(body_of(place, old), candidates)
        return chosen.place if chosen else None

    def _worktree_rename(self, top: Path, path: str) -> str | None:
        for change in git.staged(top) or []:
            if change.status == "R" and change.old == path:
                return change.path
        return None

    def _read_then(self, top: Path, revision: str, path: str) -> tuple[Symbol, ...]:
        kind = kind_of(path.rpartition("/")[2])
        data = git.show(top, revision, path) if kind is not None else None
        if kind is None or data is None or len(data) > self._bounds.source_bytes:
            return ()
        return read_source_bytes(
            data.decode("utf-8", "replace").removeprefix("\ufeff").encode("utf-8", "replace"), path, kind
        ).symbols

    @staticmethod
    def _named(symbols: tuple[Symbol, ...], name: str) -> Symbol | None:
        return next((s for s in symbols if symbol_key(s) == name), None)

    def _exists(self, place: Place) -> bool:
        where = "f.root = ? AND f.path = ? AND " + ("s.name = ?" if place.name != MODULE else "s.position = 0")
        return bool(self._store.symbols(where, place.root, place.path, *([place.name] if place.name else [])))

    def _keep(self, removed: RemovedSymbol) -> None:
        from sqlite3 import Error

        try:
            self._store.remember([removed])
        except Error:
            # Another process is writing: the answer is only a cache, and git is asked again next time.
            return
