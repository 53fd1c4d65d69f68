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
from vaultkit.search.protocols import Point
from vaultkit.search.store.folder import claim, drop_others, folder_name, records
from vaultkit.search.store.ids import FEW, as_key, as_uuid, best_of_many, checked

T = TypeVar("T")
_BATCH, _PAGE = 256, 10_000
_PATIENCE = 8.0
# The engine maps its files into memory and is killed when a page of them can't be written: it never gets that far.
_ROOM_NEW, _ROOM = 220_000_000, 48_000_000


class Held(EnvironmentFailure):
    """Another process has the store."""


class EdgeStore:
    """The VectorStore in ``vectors`` / (a folder of the embedder's own). ``patience``: seconds to wait for another
    process that has it."""

    def __init__(self, vectors: Path, embedder: str, dimensions: int, patience: float = _PATIENCE) -> None:
        self._vectors, self._embedder, self._dimensions = vectors, embedder, dimensions
        self.folder = vectors / folder_name(embedder)
        self._path = self.folder / "shard"
        self._patience = patience
        self._shard: Any = None

    def keys(self) -> set[str]:
        """The keys that it holds; none, and nothing is made, where there is no store yet."""
        if not self._path.exists():
            return set()
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
        """In batches of 256; the engine's log holds a batch before this returns."""
        from qdrant_edge import Point as EdgePoint
        from qdrant_edge import UpdateOperation

        waiting = iter(points)
        while batch := list(islice(waiting, _BATCH)):
            made = [EdgePoint(as_uuid(point.key), {"dense": checked(point.key, point.vector, self._dimensions)},
                              point.payload) for point in batch]
            self._room(_ROOM)
            self._do("update", UpdateOperation.upsert_points(made), create=True)

    def delete(self, keys: Collection[str]) -> None:
        """Take points out."""
        if keys and self._path.exists():
            from qdrant_edge import UpdateOperation

            ids: list[Any] = [as_uuid(key) for key in keys]
            self._do("update", UpdateOperation.delete_points(ids))

    def nearest(self, vector: Sequence[float], limit: int,
                allowed: Collection[str] | None = None) -> list[tuple[str, float]]:
        """(key, cosine), best first. Of a few allowed keys by a filter; of many by asking for more until enough of
        them came or there are no more: exact both ways."""
        if limit <= 0 or (allowed is not None and not allowed) or not self._path.exists():
            return []
        values = checked("of a question", vector, self._dimensions)
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
            _calling(self._path, shard.flush)
            _calling(self._path, shard.close)

    def tidy(self) -> None:
        """Merge its segments and drop what was deleted."""
        if self._path.exists():
            self._room(_ROOM)
            self._do("optimize")

    def others(self) -> list[str]:
        """Ids of the embedders of other folders."""
        return [record.embedder for record in records(self._vectors) if record.embedder != self._embedder]

    def drop_others(self) -> list[str]:
        """Remove the folders of other embedders."""
        return drop_others(self._vectors, self._embedder)

    def _query(self, values: list[float], limit: int, only: Any) -> list[tuple[str, float]]:
        from qdrant_edge import Query, QueryRequest

        request = QueryRequest(limit=limit, with_payload=False, filter=only,
                               query=Query.Nearest(values, using="dense"))
        return [(as_key(hit.id), min(hit.score, 1.0)) for hit in self._do("query", request)]

    def _do(self, method: str, *values: object, create: bool = False) -> Any:
        """Call a method of the shard, opened when it is not."""
        if self._shard is None:
            self._shard = self._open(create)
        return _calling(self._path, getattr(self._shard, method), *values)

    def _open(self, create: bool) -> Any:
        try:
            from qdrant_edge import EdgeShard
        except ImportError as error:
            raise EnvironmentFailure("the package qdrant-edge-py is not installed",
                                     "pip install --force-reinstall vaultkit") from error
        claim(self.folder, self._embedder, self._dimensions)
        if create and not self._path.exists():
            self._create()
        deadline, pause = time.monotonic() + self._patience, 0.01
        while True:
            try:
                return EdgeShard.load(str(self._path))
            except Exception as error:
                # The engine raises bare Exceptions; their text is all that tells them apart.
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
        params = engine.EdgeVectorParams(size=self._dimensions, distance=engine.Distance.Cosine,
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
    except Exception as error:
        raise _failure(path, error) from error


def _failure(path: Path, error: Exception) -> EnvironmentFailure:
    said = str(error)
    if "os error 28" in said or "No space left" in said:
        return EnvironmentFailure(f"the disk of {path} is full", "free disk space and run it again")
    if "ermission denied" in said or "Read-only" in said:
        return EnvironmentFailure(f"can't write {path}", "make it writable")
    return EnvironmentFailure(f"the vector store {path} can't be used ({said.splitlines()[0] if said else error!r})",
                              f"remove {path.parent} (it holds nothing of yours), then vaultkit index")
