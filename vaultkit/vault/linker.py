"""The links of the index, resolved: those just read when they are stored, the others when names around them change."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from vaultkit.vault.names import folder, key
from vaultkit.vault.resolve import Resolution, resolve
from vaultkit.vault.store import Store, StoredNames, candidates_text

_INSERT = "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_RAW, _TARGET, _SUBPATH = 2, 3, 4


class Linker:
    """Collects what one refresh changes and settles it: ``add`` the links of each file read, tell the keys that were
    ``touched``, then ``settle`` once all files and aliases are stored."""

    def __init__(self, store: Store, names: StoredNames) -> None:
        self._store = store
        self._db: sqlite3.Connection = store.db
        self._names = names
        self._memo: dict[tuple[str, str, bool, bool], tuple[str, int | None, str | None]] = {}
        self._subpaths: list[tuple[int, int, int | None, str]] = []
        self.touched: set[str] = set()

    def add(self, source: str, number: int, links: list[tuple[Any, ...]]) -> None:
        """Store the links of one file (rows of the columns line … key), resolved."""
        if not links:
            return
        rows = []
        for order, link in enumerate(links):
            status, dst, candidates = self._resolved(source, link[_TARGET], link[_RAW], link[_SUBPATH])
            rows.append((number, order, *link, status, None, dst, candidates))
            if link[_SUBPATH]:
                self._subpaths.append((number, order, dst, link[_SUBPATH]))
        self._db.executemany(_INSERT, rows)

    def touch(self, paths: Iterable[str]) -> None:
        """Files that came, went or got another name."""
        self.touched.update(map(key, paths))

    def touch_aliases(self, names: Iterable[str]) -> None:
        """Aliases (folded) that came or went."""
        self.touched.update(map(key, names))

    def settle(self, names: StoredNames, moved: Iterable[int] = (), reread: Iterable[int] = ()) -> None:
        """Resolve again the links with a touched key and all links of ``moved`` files, then check the subpaths of these
        and of the links into the ``reread`` notes. ``names`` knows all aliases."""
        self._names, self._memo = names, {}
        for touched in self.touched:
            self._again("key = ?", touched)
        for number in moved:
            self._again("src = ?", number)
        query = "SELECT src, ord, dst, subpath FROM links WHERE dst = ? AND subpath IS NOT NULL"
        for number in reread:
            self._subpaths += self._db.execute(query, (number,)).fetchall()
        self._check_subpaths()

    def _resolved(self, source: str, target: str, raw: str, subpath: str | None) -> tuple[str, int | None, str | None]:
        wiki = raw.startswith(("[[", "![["))
        markdown = not wiki and raw != target and raw.startswith(("[", "!", "<"))
        memo = (target, source if not target.strip() else folder(source), markdown, bool(subpath))
        found = self._memo.get(memo)
        if found is None:
            result = resolve(target, source, self._names, markdown=markdown, subpath=bool(subpath))
            found = self._memo[memo] = self._stored(result)
        return found

    def _stored(self, result: Resolution) -> tuple[str, int | None, str | None]:
        dst = None if result.resolved is None else self._names.id(result.resolved)
        return result.status, dst, candidates_text(result.candidates)

    def _again(self, condition: str, value: object) -> None:
        query = (
            "SELECT src, ord, path, target, raw, subpath, status, dst, candidates"
            f" FROM links JOIN files ON files.id = src WHERE links.{condition}"
        )
        changed = []
        for src, order, source, target, raw, subpath, *old in self._db.execute(query, (value,)).fetchall():
            new = self._resolved(source, target, raw, subpath)
            if list(new) != old:
                changed.append((*new, src, order))
            if subpath:
                self._subpaths.append((src, order, new[1], subpath))
        self._db.executemany("UPDATE links SET status = ?, dst = ?, candidates = ? WHERE src = ? AND ord = ?", changed)

    def _check_subpaths(self) -> None:
        """Set subpath_status of the collected links; of several entries for one link the last holds."""
        anchors: dict[int | None, Any] = {None: None}
        latest = {(src, order): (dst, subpath) for src, order, dst, subpath in self._subpaths}
        rows = []
        for (src, order), (dst, subpath) in latest.items():
            if dst not in anchors:
                anchors[dst] = self._store.anchors(dst) if dst is not None else None
            known = anchors[dst]
            rows.append((known.check(subpath) if known else None, src, order))
        self._db.executemany("UPDATE links SET sub = ?1 WHERE src = ?2 AND ord = ?3 AND sub IS NOT ?1", rows)
        self._subpaths = []
