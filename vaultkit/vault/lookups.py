"""Small questions about a few files of the index, each answered by one query: what check asks about a neighbourhood."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from vaultkit.model import ResolvedLink
from vaultkit.vault.index import VaultIndex
from vaultkit.vault.linkread import Edge, edges_around, faulty_links
from vaultkit.vault.linkrows import id_range
from vaultkit.vault.names import fold, key

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
        keys = {key(path) for path in paths}
        return self._index._guarded(lambda: faulty_links(self._index._db, None, keys)).links(False, None, None)

    def edges_around(self, paths: Collection[str]) -> list[Edge]:
        """The links that lead from or to one of ``paths``, as in ``VaultIndex.edges``."""
        return self._index._guarded(lambda: edges_around(self._index._db, paths))

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return bool(self._index._rows("SELECT 1 FROM files WHERE path = ?", (path,)))

    def files(self, paths: Collection[str] | None) -> list[str]:
        """The files that are not excluded, attachments too, sorted."""
        where, values = ("", ()) if paths is None else (f" AND path IN {_SOME}", (_dumped(paths),))
        return [path for (path,) in self._index._rows(
            f"SELECT path FROM files WHERE NOT excluded{where} ORDER BY path", values)]

    def excluded(self, paths: Collection[str]) -> set[str]:
        """Those of ``paths`` that userIgnoreFilters hide."""
        query = f"SELECT path FROM files WHERE excluded AND path IN {_SOME}"
        return {path for (path,) in self._index._rows(query, (_dumped(paths),))}

    def same_name(self, paths: Collection[str] | None) -> dict[str, list[str]]:
        """Folded path → the files that have it, where several do; of ``paths`` only those that one of them has."""
        some, values = (_SOME, [_dumped({key(path) for path in paths})]) if paths is not None else (_MANY, [])
        groups: dict[str, list[str]] = {}
        for (path,) in self._index._rows(f"SELECT path FROM files WHERE key IN {some}", values):
            groups.setdefault(fold(path), []).append(path)
        return {name: sorted(found) for name, found in groups.items() if len(found) > 1}

    def names(self, shortest: float, longest: float) -> list[tuple[str, str]]:
        """(key as in ``names.key``, path) of the files whose key is so long, not the excluded ones."""
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
