"""A Qdrant server or cluster through qdrant-client (extra ``server``).

One collection for each embedder, ``BASE--NAME``, so that vectors of two are never mixed. The API key comes from the
environment only (VAULTKIT_STORE_API_KEY, else QDRANT_API_KEY). Against a real server this was never run: the tests use
the client's own in-memory mode and a stub for the faults (docs/decisions/0009-vector-store.md). What the server says is
data: a reply of another form, an endless list or a score that is no number is a failure and nothing else.
"""

from __future__ import annotations

import hashlib
import math
import platform
import re
import time
import warnings
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from vaultkit.errors import EnvironmentFailure
from vaultkit.http.address import Address, read_address
from vaultkit.http.client import BYTES
from vaultkit.redact import STORE_KEYS
from vaultkit.search.protocols import Point
from vaultkit.search.store.folder import FEW, as_key, as_uuid, best_of_many, checked, embedder_folder

_BATCH, _PAGE, _DELETE = 128, 10_000, 1_000
_MOST_PAGES = 2_000
_INDEXED = ("note", "kind", "tags")
TIMEOUT = 30.0


def collection_base(vault: Path) -> str:
    """The name of this vault's collections where ``store.collection`` gives none: of this machine and folder, as two
    vaults in one collection would remove each other's points."""
    place = f"{platform.node()}:{vault.resolve()}"
    return f"vaultkit-{hashlib.sha256(place.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


class ServerStore:
    """The VectorStore at ``url``. ``timeout`` in seconds and ``largest`` in bytes for one whole reply; ``retries`` with
    growing pauses after what may pass (no connection, 5xx, 429). ``client`` replaces the connection (tests)."""

    def __init__(self, url: str | Address, base: str, embedder: str, dimensions: int, *, timeout: float = TIMEOUT,
                 retries: int = 3, pause: float = 0.5, largest: int = BYTES, client: Any = None) -> None:
        self._address = url if isinstance(url, Address) else read_address(
            url, "store.url", port=6333, mend="write http://host:6333, or take store.url out of vaultkit.toml")
        self._url, self._base, self._dimensions = self._address.origin, base, dimensions
        self.collection = f"{base}--{embedder_folder(embedder)}"
        self._timeout, self._retries, self._pause, self._largest = timeout, retries, pause, largest
        self._given, self._client = client, None
        self._there = False

    def keys(self) -> set[str]:
        """The keys that it holds."""
        if not self._exists():
            return set()
        found: set[str] = set()
        offset = None
        for _ in range(_MOST_PAGES):
            records, offset = self._do("scroll", self.collection, limit=_PAGE, offset=offset, with_payload=False,
                                       with_vectors=False)
            before = len(found)
            found.update(self._key(record.id) for record in records)
            if offset is None:
                return found
            if len(found) == before:
                break
        raise self._wrong("its list of points has no end")

    def upsert(self, points: Iterable[Point]) -> None:
        """Store in batches of 128; a batch that was sent twice is the same as once."""
        from qdrant_client import models

        waiting = iter(points)
        while batch := list(islice(waiting, _BATCH)):
            made = [models.PointStruct(id=str(as_uuid(point.key)), payload=point.payload,
                                       vector={"dense": checked(point.key, point.vector, self._dimensions)})
                    for point in batch]
            self._make()
            self._do("upsert", self.collection, points=made, wait=True)

    def delete(self, keys: Collection[str]) -> None:
        """Take points out."""
        if not keys or not self._exists():
            return
        from qdrant_client import models

        waiting = iter(keys)
        while batch := [str(as_uuid(key)) for key in islice(waiting, _DELETE)]:
            selector = models.PointIdsList(points=list(batch))
            self._do("delete", self.collection, points_selector=selector, wait=True)

    def nearest(self, vector: Sequence[float], limit: int,
                allowed: Collection[str] | None = None) -> list[tuple[str, float]]:
        """Return (key, cosine), best first; of many allowed keys by asking for more until enough of them came."""
        if limit <= 0 or (allowed is not None and not allowed) or not self._exists():
            return []
        values = checked("of a question", vector, self._dimensions)
        if allowed is None:
            return self._query(values, limit, None)
        if len(allowed) <= FEW:
            from qdrant_client import models

            ids: list[Any] = [str(as_uuid(key)) for key in allowed]
            return self._query(values, limit, models.Filter(must=[models.HasIdCondition(has_id=ids)]))
        return best_of_many(lambda most: self._query(values, most, None), limit, allowed)

    def close(self) -> None:
        """Let the connection go."""
        if self._client is not None and self._given is None:
            self._client.close()
        self._client = None

    def tidy(self) -> None:
        """Nothing: a server does it by itself."""

    def others(self) -> list[str]:
        """This vault's collections of other embedders: those named ``BASE--NAME``."""
        form = re.compile(re.escape(self._base) + r"--(?:[a-z0-9]+-)*[0-9a-f]{12}")
        names = [str(item.name) for item in self._do("get_collections").collections]
        return [name for name in names if form.fullmatch(name) and name != self.collection]

    def drop_others(self) -> list[str]:
        """Remove the collections of other embedders."""
        others = self.others()
        for name in others:
            self._do("delete_collection", name)
        return others

    def _query(self, values: list[float], limit: int, only: Any) -> list[tuple[str, float]]:
        found = self._do("query_points", self.collection, query=values, using="dense", limit=limit, query_filter=only,
                         with_payload=False)
        scores = [(self._key(point.id), float(point.score)) for point in found.points]
        if not all(math.isfinite(score) for _, score in scores):
            raise self._wrong("a score is no number")
        return [(key, min(score, 1.0)) for key, score in scores]

    def _key(self, point: object) -> str:
        try:
            return as_key(point)
        except ValueError:
            raise self._wrong("it holds points that are none of vaultkit's") from None

    def _wrong(self, what: str) -> EnvironmentFailure:
        return EnvironmentFailure(f"the server at {self._url} answers what can not be right: {what} "
                                  f"(collection {self.collection})",
                                  "name another one as store.collection, or look at the server")

    def _exists(self) -> bool:
        """Return whether the collection is there. Raises EnvironmentFailure when it is of other dimensions."""
        if not self._there and self._do("collection_exists", self.collection):
            info = self._do("get_collection", self.collection)
            vectors = info.config.params.vectors
            size = vectors["dense"].size if isinstance(vectors, dict) and "dense" in vectors else None
            if size != self._dimensions:
                raise EnvironmentFailure(
                    f"the collection {self.collection} at {self._url} has {size} dimensions, the model "
                    f"{self._dimensions}", "name another one as store.collection, or remove it on the server")
            self._there = True
        return self._there

    def _make(self) -> None:
        """Make the collection and the indexes of its payload when they are missing."""
        if self._exists():
            return
        from qdrant_client import models

        vectors = {"dense": models.VectorParams(size=self._dimensions, distance=models.Distance.COSINE,
                                                datatype=models.Datatype.FLOAT16)}
        self._do("create_collection", self.collection, vectors_config=vectors)
        for name in _INDEXED:
            self._do("create_payload_index", self.collection, field_name=name,
                     field_schema=models.PayloadSchemaType.KEYWORD, wait=True)
        self._there = True

    def _do(self, method: str, *values: object, **named: object) -> Any:
        """Call a method of the client, again after what may pass."""
        act = getattr(self._connected(), method)
        pause, begun = self._pause, time.monotonic()
        for left in range(self._retries, -1, -1):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", UserWarning)
                    return act(*values, **named)
            except Exception as error:
                # The client raises its own, pydantic's and our transport's errors: is it worth another try?
                failure, passing = _failure(self._url, error)
                if not (passing and left) or time.monotonic() - begun > 2 * self._timeout:
                    raise failure from error
            time.sleep(pause)
            pause *= 2
        raise AssertionError

    def _connected(self) -> Any:
        if self._client is None:
            from vaultkit.search.store.rest import connect_store

            self._client = self._given or connect_store(self._address, self._timeout, self._largest)
        return self._client


def _failure(url: str, error: Exception) -> tuple[EnvironmentFailure, bool]:
    """The line for a person, and whether trying again may help."""
    from vaultkit.http.wire import HttpFailure, printable

    status = getattr(error, "status_code", None)
    if status in (401, 403):
        return EnvironmentFailure(f"the server at {url} refuses the API key (status {status})",
                                  f"set {STORE_KEYS[0]} in the environment"), False
    if status is not None:
        passing = status >= 500 or status == 429
        return EnvironmentFailure(f"the server at {url} fails (status {status})",
                                  "look at its log, then run it again: what was stored is kept"), passing
    cause = getattr(error, "source", None) or error
    if isinstance(cause, HttpFailure):
        what = "is too slow" if cause.late else "can not be reached" if cause.passing else "gives no usable reply"
        return EnvironmentFailure(
            f"the server at {url} {what} ({cause.message})",
            "start it, or take store.url out of vaultkit.toml to use the embedded store"), cause.passing
    said = printable(str(cause) or type(cause).__name__, 160)
    return EnvironmentFailure(f"the server at {url} gives a reply that is none of Qdrant's ({said})",
                              "correct store.url, or take it out of vaultkit.toml to use the embedded store"), False
