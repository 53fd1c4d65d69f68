"""The links of the index as their readers want them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from vaultkit.model import Link, ResolvedLink
from vaultkit.storage.fast_records import maker
from vaultkit.storage.sqlite import reading_records, transaction
from vaultkit.text.names import link_key
from vaultkit.vault.resolve import is_external, is_markdown
from vaultkit.vault.walk import NOTE

_ORDERS = 24  # bits: a note of ten million bytes holds fewer links

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def dump(value: Any) -> str:
    """JSON that SQLite can store."""
    text = _encode(value)
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:  # a lone surrogate, from an escape in YAML
            return json.dumps(value, separators=(",", ":"))
    return text


class LinkRows(NamedTuple):
    """The links of one file by place: ``written`` is the JSON of all of them, ``internal`` the rows of those that may
    lead to a file: (order, key, target, markdown, subpath, field, line, column, commented)."""

    written: str
    internal: list[tuple[Any, ...]]


_place = itemgetter(0, 1)
_link = maker(Link)
_values = attrgetter("line", "column", "raw", "target", "subpath", "display", "kind", "field", "commented")


def link_rows(links: Sequence[Link]) -> LinkRows:
    """The rows of a file's links. Whether one is external is told by its form alone."""
    rows = sorted(map(_values, links), key=_place)
    internal = []
    for order, (line, column, raw, target, subpath, _, kind, field, commented) in enumerate(rows):
        markdown = raw[:2] != "[[" and is_markdown(raw, target)
        if not (markdown and is_external(target)):
            if kind == "property":  # an escape in YAML may be no character
                target, subpath, field = storable(target), subpath and storable(subpath), field and storable(field)
            internal.append((order, link_key(target), target, markdown, subpath, field, line, column, commented))
    return LinkRows(dump(rows), internal)


def to_links(written: str) -> list[Link]:
    """The links of a file from their JSON."""
    return [_link(*row) for row in json.loads(written)]


def link_id(source: int, order: int) -> int:
    """The id of a link: those of one source are neighbours."""
    return source << _ORDERS | order


def source_of(link: int) -> tuple[int, int]:
    """The source's id and the order of a link."""
    return link >> _ORDERS, link & ((1 << _ORDERS) - 1)


def id_range(source: int) -> tuple[int, int]:
    """The first and last id that the links of a source may have."""
    return source << _ORDERS, (source + 1 << _ORDERS) - 1


def storable(text: str) -> str:
    """``text`` with lone surrogates replaced, which no UTF-8 file can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text


Edge = tuple[str, str, str | None, str | None, int, int, bool, str]
_RESOLVED = "SELECT links.id, status, sub, path, candidates FROM links LEFT JOIN files ON files.id = dst"


class Answers:
    """Links by source (path, their JSON) with what each leads to, by source's id and order."""

    def __init__(self, db: sqlite3.Connection, sources: list[tuple[int, str, str]],
                 found: dict[int, dict[int, Sequence[Any]]], *, only_known: bool = False) -> None:
        self._sources = sources
        self._found = found
        self._only_known = only_known
        # Read in the transaction of the links; those of one name share one list.
        self._texts: dict[int, str] = dict(db.execute("SELECT id, paths FROM candidates").fetchall())
        self._candidates: dict[int | None, tuple[str, ...]] = {None: ()}

    def links(self, only_found: bool, status: str | None, with_field: bool | None) -> Iterator[ResolvedLink]:
        """The links that the filters leave, by source, line and column."""
        for number, path, written in self._sources:
            found = self._found.get(number, {})
            with reading_records():
                rows = json.loads(written)
            for order, (line, column, raw, target, subpath, display, kind, field, commented) in enumerate(rows):
                if self._only_known and order not in found:
                    continue
                state, sub, resolved, names = found.get(order, _EXTERNAL)
                if (only_found and resolved is None) or (status is not None and state != status):
                    continue
                if with_field is not None and (field is not None) != with_field:
                    continue
                yield _resolved_link(
                    path, line, column, raw, target, subpath, display, kind, field, None, state, sub, resolved,
                    self._candidates[names] if names in self._candidates else self._read(names), commented,
                )  # fmt: skip

    def _read(self, number: int) -> tuple[str, ...]:
        with reading_records():
            found = self._candidates[number] = tuple(json.loads(self._texts.get(number, "")))
        return found


_resolved_link = maker(ResolvedLink)
_EXTERNAL = ("external", None, None, None)


def all_links(db: sqlite3.Connection, status: str | None, names: Collection[str] | None = None) -> Answers:
    """Every link, or those of files that have one of this status; with ``names`` only of files in which one stands in
    a property or field, has a dot or slash in its target, or one of these targets (lower case)."""
    with transaction(db, "DEFERRED"):
        condition, values = (" WHERE status = ?", [status]) if status not in (None, "external") else ("", [])
        if condition and names is not None:
            marks = ", ".join("?" * len(names))
            condition += (" AND (field IS NOT NULL OR instr(target, '.') OR instr(target, '/')"
                          f" OR lower(target) IN ({marks}))")
            values += names
        found = _by_source(db.execute(_RESOLVED + condition, values))
        some = " WHERE id IN (SELECT value FROM json_each(?))" if condition else ""
        ids = [json.dumps(list(found))] if condition else []
        query = f"SELECT id, path, links FROM files JOIN written USING (id){some} ORDER BY path"
        sources = db.execute(query, ids).fetchall()
        return Answers(db, sources, found)


def links_of(db: sqlite3.Connection, path: str) -> Answers:
    """The links in one file."""
    query = "SELECT id, path, links FROM files JOIN written USING (id) WHERE path = ?"
    with transaction(db, "DEFERRED"):
        sources = db.execute(query, (path,)).fetchall()
        span = id_range(sources[0][0]) if sources else (0, -1)
        return Answers(db, sources, _by_source(db.execute(_RESOLVED + " WHERE links.id BETWEEN ? AND ?", span)))


def faulty_links(db: sqlite3.Connection, paths: Collection[str] | None, keys: Collection[str] | None) -> Answers:
    """The links that lead to nothing, to several notes or to a heading or block that is not there: all, those of the
    files at ``paths``, or those with one of the ``keys`` (``name_key``)."""
    wrong = "(status IN ('unresolved', 'ambiguous') OR sub = 'missing')"
    with transaction(db, "DEFERRED"):
        if keys is not None:
            query = f"{_RESOLVED} WHERE links.key IN (SELECT value FROM json_each(?)) AND {wrong}"
            found = _by_source(db.execute(query, (json.dumps(list(keys)),)))
        elif paths is not None:
            found = {}
            for path in paths:
                row = db.execute("SELECT id FROM files WHERE path = ?", (path,)).fetchone()
                if row:
                    query = f"{_RESOLVED} WHERE links.id BETWEEN ? AND ? AND {wrong}"
                    found.update(_by_source(db.execute(query, id_range(row[0]))))
        else:
            found = _by_source(db.execute(f"{_RESOLVED} WHERE {wrong}"))
        query = "SELECT id, path, links FROM files JOIN written USING (id) WHERE id = ? AND NOT excluded"
        sources = [row for number in found for row in db.execute(query, (number,))]
        return Answers(db, sorted(sources, key=lambda row: row[1]), found, only_known=True)


def links_to(db: sqlite3.Connection, path: str) -> Answers:
    """The links that lead to one file."""
    query = "SELECT id, path, links FROM files JOIN written USING (id) WHERE id = ?"
    with transaction(db, "DEFERRED"):
        found = _by_source(db.execute(_RESOLVED + " WHERE files.path = ?", (path,)))
        sources = [row for number in found for row in db.execute(query, (number,))]
        return Answers(db, sorted(sources, key=lambda row: row[1]), found)


def all_edges(db: sqlite3.Connection, targets: Collection[str] | None = None) -> list[Edge]:
    """See VaultIndex.edges."""
    columns = "links.id >> 24, dst, subpath, field, line, col, commented, status"
    condition, values = "", tuple[object, ...]()
    if targets is not None:
        condition = """ AND (field IS NOT NULL OR dst IN (SELECT id FROM files WHERE kind <> ?
            UNION ALL SELECT id FROM files WHERE path IN (SELECT value FROM json_each(?))))"""
        values = NOTE, json.dumps(list(targets))
    with transaction(db, "DEFERRED"):
        paths: dict[int, str] = dict(db.execute("SELECT id, path FROM files").fetchall())
        query = f"SELECT {columns} FROM links WHERE dst IS NOT NULL{condition} ORDER BY id"
        rows = db.execute(query, values).fetchall()
    rows.sort(key=lambda row: paths[row[0]])
    return [(paths[source], paths[dst], subpath, field, line, column, commented == 1, status)
            for source, dst, subpath, field, line, column, commented, status in rows]


def edges_around(db: sqlite3.Connection, paths: Collection[str], most: int = -1) -> list[Edge]:
    """The edges that begin or end at one of ``paths``: at most ``most`` each way of each, those of properties first."""
    columns = "links.id, a.path, b.path, subpath, field, line, col, commented, status"
    links = "SELECT * FROM links WHERE dst IS NOT NULL AND {} ORDER BY field IS NULL, id LIMIT ?"
    joined = f"SELECT {columns} FROM ({links}) links JOIN files b ON b.id = dst JOIN files a ON a.id = links.id >> 24"
    found: dict[int, Edge] = {}
    with transaction(db, "DEFERRED"):
        for path in paths:
            row = db.execute("SELECT id FROM files WHERE path = ?", (path,)).fetchone()
            if row is None:
                continue
            for where, values in (("id BETWEEN ? AND ?", id_range(row[0])), ("dst = ?", (row[0],))):
                for number, *edge in db.execute(joined.format(where), (*values, most)):
                    source, target, subpath, field, line, column, commented, status = edge
                    found[number] = (source, target, subpath, field, line, column, commented == 1, status)
    return sorted(found.values(), key=lambda edge: (edge[0], edge[4], edge[5]))


def _by_source(rows: Iterator[Sequence[Any]] | sqlite3.Cursor) -> dict[int, dict[int, Sequence[Any]]]:
    found: dict[int, dict[int, Sequence[Any]]] = {}
    for identity, *state in rows:
        number, order = source_of(identity)
        found.setdefault(number, {})[order] = state
    return found
