"""The vocabulary of a vault with the meaning of each word: ``vocabulary.db`` of its index.

A question in other words than the notes has words that are near the notes' words in the embedder's space: найти near
поиск, feline near кошка. One row a word and embedder, so a changed note costs only its new words; a number of a vector
is one byte, since only the order of cosines is asked.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from vaultkit.config import Config
from vaultkit.search.protocols import Point
from vaultkit.storage import index_folder
from vaultkit.storage.sqlite import transaction, using_db

if TYPE_CHECKING:
    from vaultkit.search.protocols import Vectors

T = TypeVar("T")
SCHEMA_VERSION = 1
_DDL = "CREATE TABLE words (model TEXT NOT NULL, word TEXT NOT NULL, length REAL NOT NULL, vector BLOB NOT NULL, " \
       "PRIMARY KEY (model, word))"
# A word's meaning is near from this cosine on; and it must stand out among all words of the vault, because some
# embedders give any two texts a cosine above it.
LEAST = 0.5
DEVIATIONS = 2.0
_BATCH, _BLOCK = 1_000, 4_096


class Vocabulary:
    """The words of one vault in the space of the embedder ``model``. The part of ``VectorStore`` that ``sync`` needs,
    with words as keys. Every method raises EnvironmentFailure when the file can't be used; a damaged one is empty from
    then on, and filled again."""

    def __init__(self, config: Config, model: str) -> None:
        self._path: Path = index_folder(config.vault) / "vocabulary.db"
        self._model = model
        self._lock = threading.Lock()
        self._loaded: tuple[list[str], Any, Any] | None = None

    def _do(self, act: Callable[[sqlite3.Connection], T]) -> T:
        return using_db(self._path, SCHEMA_VERSION, _DDL, act)

    def keys(self) -> set[str]:
        """The words that it holds."""
        return self._do(lambda db: {word for (word,) in db.execute("SELECT word FROM words WHERE model = ?",
                                                                   (self._model,))})

    def upsert(self, points: Iterable[Point]) -> None:
        """Put words in."""
        import numpy as np

        rows = []
        for point in points:
            vector = np.asarray(point.vector, dtype=np.float32)
            small = np.rint(vector * (127 / float(np.abs(vector).max()))).astype(np.int8)
            rows.append((self._model, point.key, float(np.linalg.norm(small.astype(np.float32))), small.tobytes()))
        self._write("INSERT OR REPLACE INTO words VALUES (?, ?, ?, ?)", rows)

    def delete(self, keys: Collection[str]) -> None:
        """Take words out."""
        self._write("DELETE FROM words WHERE model = ? AND word = ?", [(self._model, key) for key in keys])

    def nearest(self, vector: Sequence[float], limit: int,
                allowed: Collection[str] | None = None) -> list[tuple[str, float]]:
        """Return (word, cosine) of the ``limit`` nearest words, best first."""
        import numpy as np

        return self.near(np.asarray([vector], dtype=np.float32), limit)[0][:limit]

    def near(self, vectors: Vectors, most: int) -> list[list[tuple[str, float]]]:
        """For each of ``vectors`` at most ``most`` words that are near, as (word, cosine), best first."""
        import numpy as np

        words, lengths, small = self._load()
        if not words:
            return [[] for _ in vectors]
        cosines = np.empty((len(words), len(vectors)), dtype=np.float32)
        for start in range(0, len(words), _BLOCK):
            cosines[start:start + _BLOCK] = small[start:start + _BLOCK].astype(np.float32) @ vectors.T
        cosines /= lengths[:, None]
        found = []
        for column in cosines.T:
            least = max(LEAST, float(column.mean() + DEVIATIONS * column.std()))
            first = np.argpartition(-column, most)[:most] if len(words) > most else np.arange(len(words))
            best = sorted(((float(column[at]), int(at)) for at in first if column[at] >= least), reverse=True)
            found.append([(words[at], cosine) for cosine, at in best])
        return found

    def tidy(self) -> None:
        """Do nothing: there is nothing to tidy."""

    def others(self) -> list[str]:
        """Ids of other embedders whose vectors it holds."""
        query = "SELECT DISTINCT model FROM words WHERE model <> ?"
        return self._do(lambda db: [model for (model,) in db.execute(query, (self._model,))])

    def drop_others(self) -> list[str]:
        """Remove what it holds of ``others`` and return their ids."""
        others = self.others()
        if others:
            self._write("DELETE FROM words WHERE model = ?", [(model,) for model in others])
        return others

    def close(self) -> None:
        """Do nothing: it is open only while it is read or written."""

    def _write(self, query: str, rows: Sequence[tuple[Any, ...]]) -> None:
        def write(db: sqlite3.Connection) -> None:
            for start in range(0, len(rows), _BATCH):
                with transaction(db):
                    db.executemany(query, rows[start:start + _BATCH])

        self._do(write)
        with self._lock:
            self._loaded = None

    def _load(self) -> tuple[list[str], Any, Any]:
        """The words, the lengths of their vectors and these, read once."""
        import numpy as np

        with self._lock:
            if self._loaded is None:
                rows = self._do(lambda db: db.execute("SELECT word, length, vector FROM words WHERE model = ?",
                                                      (self._model,)).fetchall())
                size = len(rows[0][2]) if rows else 1
                rows = [row for row in rows if len(row[2]) == size]
                small = np.frombuffer(b"".join(row[2] for row in rows), dtype=np.int8).reshape(len(rows), size)
                lengths = np.array([row[1] or 1.0 for row in rows], dtype=np.float32)
                self._loaded = [row[0] for row in rows], lengths, small
            return self._loaded
