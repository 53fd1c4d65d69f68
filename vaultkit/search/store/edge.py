"""Qdrant's engine in this process (qdrant-edge-py), in a folder of the vault's index.

One process at a time may open a shard, readers too: it is opened by the first call that needs it, tried again while
another one has it, and released by ``close``. Search is exact (``m=0``: no graph to build), vectors are 16 bits a
number. The forms that were tried and why: docs/decisions/0009-vector-store.md.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from vaultkit.errors import EnvironmentFailure
from vaultkit.search.protocols import Point, StoreFailure
from vaultkit.search.store.folder import (
    FEW,
    DamagedStore,
    as_key,
    as_uuid,
    best_of_many,
    checked,
    claim,
    drop_others,
    embedder_folder,
    make_private,
    records,
    remove,
)
from vaultkit.search.store.intact import is_whole, note_closed, note_opened

T = TypeVar("T")
_BATCH, _PAGE = 256, 10_000
_PATIENCE = 8.0
# The engine maps its files into memory and is killed when a page of them can't be written: it never gets that far.
_ROOM_NEW, _ROOM = 220_000_000, 48_000_000


class Held(EnvironmentFailure):
    """Another process has the store."""


class EdgeStore:
    """The VectorStore in ``vectors`` / (a folder of the embedder's own). ``patience``: seconds to wait for another
    process that has it. One that proves damaged is removed, and empty from then on: the caller fills it again from the
    passages; with ``mend`` False it is left as it is, and Damaged raised."""

    def __init__(self, vectors: Path, embedder: str, dimensions: int, patience: float = _PATIENCE, *,
                 mend: bool = True) -> None:
        self._vectors, self.embedder, self.dimensions = vectors, embedder, dimensions
        self.folder = vectors / embedder_folder(embedder)
        self._path = self.folder / "shard"
        self._patience, self._mend = patience, mend
        self._shard: Any = None
        self._written = False

    def keys(self) -> set[str]:
        """The keys that it holds; none, and nothing is made, where there is no store yet."""
        return self._mending(self._keys, set()) if self._path.exists() else set()

    def _keys(self) -> set[str]:
        from qdrant_edge import ScrollRequest

        found: set[str] = set()
        offset = None
        while True:
            request = ScrollRequest(limit=_PAGE, offset=offset, with_payload=False, with_vector=False)
            records, offset = self._do("scroll", request)
            found.update(as_key(record.id) for record in records)
            if offset is None:
                return found

    def upsert(self, points: Iterable[Point]) -> None:
        """Store in batches of 256; the engine's log holds a batch before this returns."""
        from qdrant_edge import Point as EdgePoint
        from qdrant_edge import UpdateOperation

        waiting = iter(points)
        while batch := list(islice(waiting, _BATCH)):
            made = [EdgePoint(as_uuid(point.key), {"dense": checked(point.key, point.vector, self.dimensions)},
                              point.payload) for point in batch]
            self._room(_ROOM)
            self._do("update", UpdateOperation.upsert_points(made), create=True, write=True)

    def points(self, keys: Collection[str]) -> list[Point]:
        """The points of ``keys``, of those that it holds."""
        ids: list[Any] = [as_uuid(key) for key in keys]
        found = self._do("retrieve", ids, True, True) if self._path.exists() else []
        return [Point(as_key(record.id), record.vector["dense"], dict(record.payload or {})) for record in found]

    def delete(self, keys: Collection[str]) -> None:
        """Take points out."""
        if keys and self._path.exists():
            from qdrant_edge import UpdateOperation

            ids: list[Any] = [as_uuid(key) for key in keys]
            self._mending(lambda: self._do("update", UpdateOperation.delete_points(ids), write=True), None)

    def nearest(self, vector: Sequence[float], limit: int,
                allowed: Collection[str] | None = None) -> list[tuple[str, float]]:
        """Return (key, cosine), best first. Of a few allowed keys by a filter; of many by asking for more until enough
        of them came or there are no more: exact both ways."""
        if limit <= 0 or (allowed is not None and not allowed) or not self._path.exists():
            return []
        values = checked("of a question", vector, self.dimensions)
        return self._mending(lambda: self._nearest(values, limit, allowed), [])

    def _nearest(self, values: list[float], limit: int, allowed: Collection[str] | None) -> list[tuple[str, float]]:
        if allowed is None:
            return self._query(values, limit, None)
        if len(allowed) <= FEW:
            from qdrant_edge import Filter, HasIdCondition

            ids: set[Any] = {as_uuid(key) for key in allowed}
            return self._query(values, limit, Filter(must=[HasIdCondition(ids)]))
        return best_of_many(lambda most: self._query(values, most, None), limit, allowed)

    def close(self) -> None:
        """Flush and release it."""
        if self._shard is not None:
            shard, self._shard = self._shard, None
            self._mending(lambda: (_calling(self._path, shard.flush), _calling(self._path, shard.close)), None)
            make_private(self._vectors)  # also where it was only asked: the engine writes its settings anew
            if self._written:
                self._written = False
                note_closed(self._path)

    def tidy(self) -> None:
        """Merge its segments and drop what was deleted."""
        if self._path.exists():
            self._room(_ROOM)
            self._mending(lambda: self._do("optimize", write=True), None)

    def others(self) -> list[str]:
        """Ids of the embedders of other folders."""
        return [record.embedder for record in records(self._vectors) if record.embedder != self.embedder]

    def drop_others(self) -> list[str]:
        """Remove the folders of other embedders."""
        return drop_others(self._vectors, self.embedder)

    def _query(self, values: list[float], limit: int, only: Any) -> list[tuple[str, float]]:
        from qdrant_edge import Query, QueryRequest

        request = QueryRequest(limit=limit, with_payload=False, filter=only,
                               query=Query.Nearest(values, using="dense"))
        return [(as_key(hit.id), min(hit.score, 1.0)) for hit in self._do("query", request)]

    def _mending(self, act: Callable[[], T], without: T) -> T:
        """Return what ``act`` gives; where the store proves damaged it is removed, and the answer is ``without``."""
        try:
            return act()
        except DamagedStore:
            if not self._mend:
                raise
            self._shard = None
            remove(self.folder)
            return without

    def _do(self, method: str, *values: object, create: bool = False, write: bool = False) -> Any:
        """Call a method of the shard, opened when it is not."""
        if self._shard is None:
            self._shard = self._open(create)
        if write and not self._written:
            _calling(self._path, note_opened, self._path)
            self._written = True
        return _calling(self._path, getattr(self._shard, method), *values)

    def _open(self, create: bool) -> Any:
        try:
            from qdrant_edge import EdgeShard
        except ImportError as error:
            raise StoreFailure("the package qdrant-edge-py is not installed",
                                     "pip install --force-reinstall vaultkit") from error
        claim(self.folder, self.embedder, self.dimensions)
        if create and not self._path.exists():
            self._create()
        if not is_whole(self._path):
            raise DamagedStore(f"the vector store {self._path} is damaged", _mend_of(self.folder))
        deadline, pause = time.monotonic() + self._patience, 0.01
        while True:
            try:
                return EdgeShard.load(str(self._path))
            except BaseException as error:
                # The engine raises bare Exceptions and panics; their text is all that tells them apart.
                if not _is_the_engines(error):
                    raise
                if "WouldBlock" not in str(error):
                    raise _failure(self._path, error) from error
                if time.monotonic() > deadline:
                    raise Held(f"another process is using the vector store {self._path}",
                               "try again when it is done, or search with --mode lexical") from error
            time.sleep(pause * random.uniform(0.5, 1.5))
            pause = min(2 * pause, 0.2)

    def _create(self) -> None:
        """Make the shard beside its place and move it there: kill -9 leaves all of it or nothing."""
        import qdrant_edge as engine

        self._room(_ROOM_NEW)
        params = engine.EdgeVectorParams(size=self.dimensions, distance=engine.Distance.Cosine,
                                         datatype=engine.VectorStorageDatatype.Float16)
        exact = engine.HnswIndexConfig(m=0, ef_construct=100, full_scan_threshold=10_000)
        config = engine.EdgeConfig(vectors={"dense": params}, hnsw_config=exact)
        for left in self.folder.glob("new-*"):
            shutil.rmtree(left, ignore_errors=True)
        draft = self.folder / f"new-{os.getpid()}"

        def make() -> None:
            draft.mkdir()
            engine.EdgeShard.create(str(draft), config).close()
            if not self._path.exists():
                draft.rename(self._path)

        _calling(self._path, make)

    def _room(self, needed: int) -> None:
        place = self.folder if self.folder.exists() else self._vectors.parent
        free = shutil.disk_usage(place).free if place.exists() else needed
        if free < needed:
            raise EnvironmentFailure(
                f"{free // 1_000_000} MB are free on the disk of {place}, the vector store needs {needed // 1_000_000}",
                "free disk space and run it again, what was done is kept")


def _calling(path: Path, act: Callable[..., T], *values: object) -> T:
    try:
        return act(*values)
    except EnvironmentFailure:
        raise
    except BaseException as error:
        if not _is_the_engines(error):
            raise
        raise _failure(path, error) from error


def _is_the_engines(error: BaseException) -> bool:
    """A panic of the engine's Rust code comes past ``except Exception``, as a class that can't be imported."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def _failure(path: Path, error: BaseException) -> EnvironmentFailure:
    said = str(error)
    if "os error 28" in said or "No space left" in said:
        return StoreFailure(f"the disk of {path} is full", "free disk space and run it again")
    if "ermission denied" in said or "Read-only" in said:
        return StoreFailure(f"can't write {path}", "make it writable")
    if "Too many open files" in said or "Cannot allocate memory" in said:
        return StoreFailure(f"the vector store {path} can't be opened ({said.splitlines()[0]})", "try again")
    return DamagedStore(f"the vector store {path} can't be used ({said.splitlines()[0] if said else error!r})",
                   _mend_of(path.parent))


def _mend_of(folder: Path) -> str:
    return f"remove {folder} (it holds nothing of yours), then vaultkit index"
