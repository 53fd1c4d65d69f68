"""The links of the index, resolved: those just read when they are stored, the others when names around them change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vaultkit.text.names import folder, name_key
from vaultkit.vault.link_table import id_range, link_id
from vaultkit.vault.resolve import Anchors, Resolution, Resolver
from vaultkit.vault.store import NoteStore, StoredNames

_INSERT = "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_UPDATE = "UPDATE links SET status = ?, dst = ?, candidates = ? WHERE id = ?"
_AGAIN = """
SELECT links.id, path, target, markdown, subpath, status, dst, candidates
FROM links JOIN files ON files.id = links.id >> 24 WHERE
"""

Stored = tuple[str, int | None, int | None]
Memo = dict[tuple[str, int], Stored]


class Linker:
    """Collects what one refresh changes and settles it: ``add`` the links of the files read, tell what ``touch``es
    names, then ``settle`` once all files and aliases are stored."""

    def __init__(self, store: NoteStore, names: StoredNames) -> None:
        self._store = store
        self._db = store.db
        self._names = names
        self._resolver = Resolver(names)
        # By folder of the source, then by target and form: within one folder a target leads to one place.
        self._memo: dict[str, Memo] = {}
        self._subpaths: dict[int, tuple[int | None, str]] = {}
        self._unresolved: set[str | None] = set()
        self.touched: set[str] = set()

    def add(self, files: Iterable[tuple[str, int, list[tuple[Any, ...]]]]) -> None:
        """Store the internal links of files, resolved: (path, id, rows as in LinkRows)."""
        rows: list[tuple[Any, ...]] = []
        for source, number, links in files:
            memo = self._memo.setdefault(folder(source), {})
            for order, name, target, markdown, subpath, *place in links:
                status, dst, candidates = memo.get((target, markdown)) or self._resolved(
                    source, target, markdown, subpath, memo
                )
                identity = link_id(number, order)
                rows.append((identity, name, target, markdown, subpath, *place, status, None, dst, candidates))
                if subpath:
                    self._subpaths[identity] = (dst, subpath)
                if dst is None:
                    self._unresolved.add(name)
        self._db.executemany(_INSERT, rows)

    def touch(self, paths: Iterable[str]) -> None:
        """Files that came, went or got another name; or aliases (folded) that did."""
        self.touched.update(map(name_key, paths))

    def settle(
        self, names: StoredNames, *, anew: bool = False, moved: Iterable[int] = (), reread: Iterable[int] = ()
    ) -> None:
        """Resolve again the links with a touched key and all links of ``moved`` files, then check the subpaths of these
        and of the links into the ``reread`` notes. ``names`` knows all aliases. ``anew``: every link was added in this
        run when every file was known, so only aliases can matter, and only to what is unresolved."""
        self._names, self._resolver, self._memo = names, Resolver(names), {}
        for touched in self.touched & self._unresolved if anew else self.touched:
            self._again("links.key = ?", (touched,))
        for number in moved:
            self._again("links.id BETWEEN ? AND ?", id_range(number))
        query = "SELECT id, subpath FROM links WHERE dst = ? AND subpath IS NOT NULL"
        for number in reread:
            self._subpaths.update((identity, (number, sub)) for identity, sub in self._db.execute(query, (number,)))
        self._check_subpaths()
        self._store.forget_candidates()

    def _resolved(self, source: str, target: str, markdown: int, subpath: str | None, memo: Memo) -> Stored:
        stored = self._stored(self._resolver.resolve(target, source, markdown=bool(markdown), subpath=bool(subpath)))
        if target.strip():
            memo[target, markdown] = stored
        return stored

    def _stored(self, result: Resolution) -> Stored:
        dst = None if result.resolved is None else self._names.id(result.resolved)
        return result.status, dst, self._store.candidates_id(result.candidates) if result.candidates else None

    def _again(self, condition: str, values: tuple[object, ...]) -> None:
        changed = []
        rows = self._db.execute(_AGAIN + condition, values).fetchall()
        for identity, source, target, markdown, subpath, *old in rows:
            memo = self._memo.setdefault(folder(source), {})
            new = memo.get((target, markdown)) or self._resolved(source, target, markdown, subpath, memo)
            if list(new) != old:
                changed.append((*new, identity))
            if subpath:
                self._subpaths[identity] = (new[1], subpath)
        if changed:
            self._db.executemany(_UPDATE, changed)

    def _check_subpaths(self) -> None:
        """Set subpath_status of the collected links."""
        anchors: dict[int, Anchors | None] = {}
        rows = []
        for identity, (dst, subpath) in self._subpaths.items():
            if dst is not None and dst not in anchors:
                anchors[dst] = self._store.anchors(dst)
            known = None if dst is None else anchors[dst]
            rows.append((known.check(subpath) if known else None, identity))
        self._db.executemany("UPDATE links SET sub = ?1 WHERE id = ?2 AND sub IS NOT ?1", rows)
        self._subpaths = {}
