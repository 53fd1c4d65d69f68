"""Vectors of definitions, concepts and other short texts by the hash of their text (``suggest.db``), and how near they
are.

Only what lacks is embedded, in several processes where it is much (``search.embedding.sync``); vectors of another model
and those that nothing uses any more are removed.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from vaultkit.search.embed import EmbedderFactory
from vaultkit.search.embedding import Progress, sync
from vaultkit.search.protocols import Point
from vaultkit.storage import index_folder
from vaultkit.storage.sqlite import discard, failure, is_corrupt, open_db

if TYPE_CHECKING:
    from vaultkit.config import Config
    from vaultkit.search.protocols import Vectors

# How many of the nearest documents count as near.
DEPTH = 200
_SCHEMA_VERSION = 1
_DDL = "CREATE TABLE vectors (model TEXT NOT NULL, key TEXT NOT NULL, vector BLOB NOT NULL, " \
       "PRIMARY KEY (model, key)) WITHOUT ROWID;"


class VectorFile:
    """The part of ``search.protocols.VectorStore`` that ``sync`` needs. Raises EnvironmentFailure."""

    def __init__(self, config: Config, model: str, file: str = "suggest.db") -> None:
        self._path = index_folder(config.vault) / file
        self._model = model
        self._db = open_db(self._path, _SCHEMA_VERSION, _DDL)
        try:
            self._db.execute("SELECT count(length(vector)) FROM vectors").fetchone()
        except sqlite3.Error as error:
            if not is_corrupt(error):
                raise failure(self._path, error) from error
            self._db.close()
            discard(self._path)
            self._db = open_db(self._path, _SCHEMA_VERSION, _DDL)

    def _run(self, query: str, rows: Iterable[tuple[Any, ...]]) -> None:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(query, rows)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise failure(self._path, error) from error

    def keys(self) -> set[str]:
        return {key for (key,) in self._db.execute("SELECT key FROM vectors WHERE model = ?", (self._model,))}

    def upsert(self, points: Iterable[Point]) -> None:
        import numpy as np

        self._run("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", (
            (self._model, point.key, np.asarray(point.vector, dtype="<f4").tobytes()) for point in points))

    def delete(self, keys: Collection[str]) -> None:
        self._run("DELETE FROM vectors WHERE model = ? AND key = ?", ((self._model, key) for key in keys))

    def nearest(self, vector: Sequence[float], limit: int,
                allowed: Collection[str] | None = None) -> list[tuple[str, float]]:
        raise NotImplementedError

    def tidy(self) -> None:
        """Do nothing: there is nothing to tidy."""

    def others(self) -> list[str]:
        query = "SELECT DISTINCT model FROM vectors WHERE model <> ?"
        return [model for (model,) in self._db.execute(query, (self._model,))]

    def drop_others(self) -> list[str]:
        others = self.others()
        self._run("DELETE FROM vectors WHERE model = ?", ((model,) for model in others))
        return others

    def close(self) -> None:
        """Keep it open: any number of processes may read beside a writer."""

    def load(self) -> dict[str, bytes]:
        """Key → vector, float32, little endian."""
        return dict(self._db.execute("SELECT key, vector FROM vectors WHERE model = ?", (self._model,)))

    def end(self) -> None:
        """Release the file."""
        self._db.close()


def vector_key(text: str) -> str:
    """The hash under which a text's vector is stored."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def vectors_of(config: Config, texts: Iterable[str], *, embed: bool = True, file: str = "suggest.db",
               progress: Progress | None = None) -> Mapping[str, bytes]:
    """Key → vector of each of ``texts``; without ``embed`` of those that have one already; empty when no embedder is
    installed. Raises EnvironmentFailure and UsageError where the configured one can't be used."""
    factory = EmbedderFactory(config)
    model = factory()
    if model is None:
        return {}
    store = VectorFile(config, model.id, file)
    try:
        if embed:
            sync([(vector_key(text), text, {}) for text in texts if text.strip()], factory, store, progress=progress)
        return store.load()
    finally:
        store.end()


class Nearness:
    """Measure of how near documents are to the texts of a concept. ``documents``: (number, text); those without a
    vector are left out."""

    def __init__(self, documents: Iterable[tuple[int, str]], vectors: Mapping[str, bytes]) -> None:
        keyed = [(number, vector_key(text)) for number, text in documents]
        self._held = [(number, known) for number, known in keyed if known in vectors]
        self._vectors = vectors

    @cached_property
    def _matrix(self) -> Vectors:
        import numpy as np

        return np.frombuffer(b"".join(self._vectors[known] for _, known in self._held), dtype="<f4").reshape(
            len(self._held), -1)

    def of(self, meaning: Iterable[str]) -> dict[int, float]:
        """Number → mean cosine with the texts ``meaning``, brought to 0..1 over all documents, of the ``DEPTH``
        nearest."""
        asked = [self._vectors[known] for known in map(vector_key, meaning) if known in self._vectors]
        if not asked or not self._held:
            return {}
        import numpy as np

        question = np.mean([np.frombuffer(vector, dtype="<f4") for vector in asked], axis=0)
        cosines = self._matrix @ question
        low, high = float(cosines.min()), float(cosines.max())
        nearest = np.argsort(-cosines, kind="stable")[:DEPTH].tolist()
        scale = (high - low) or 1.0
        return {self._held[at][0]: (float(cosines[at]) - low) / scale for at in nearest}
