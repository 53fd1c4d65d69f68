"""Vectors of the second embedder, made only for passages that were hits, kept by the hash of what is embedded.

``.vaultkit/second.db``; it can be thrown away at any time. Reading twenty vectors takes under a millisecond and imports
numpy alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.vault.db import failure, open_db, transaction

if TYPE_CHECKING:
    from vaultkit.search.protocols import Embedder, Vectors

_VERSION = 1
_DDL = """
CREATE TABLE vectors (embedder TEXT NOT NULL, key TEXT NOT NULL, vector BLOB NOT NULL,
                      PRIMARY KEY (embedder, key)) WITHOUT ROWID;
"""
_MOST = 400  # keys of one query


class VectorCache:
    """The vectors of ``embedder`` that were made before, and the ones that are made now."""

    def __init__(self, vault: Path, embedder: Embedder) -> None:
        self._path = vault / ".vaultkit" / "second.db"
        self._embedder = embedder

    def known(self, keys: Sequence[str]) -> set[str]:
        """Those of ``keys`` whose vectors are there, which cost nothing."""
        with self._open() as db:
            return set(self._read(db, keys))

    def vectors(self, passages: Sequence[tuple[str, str]]) -> Vectors:
        """One row for each (key, text), float32; what is not there is embedded and kept. Raises EnvironmentFailure when
        the model or the file can't be used."""
        import numpy as np

        with self._open() as db:
            found = self._read(db, [key for key, _ in passages])
            lack = {key: text for key, text in passages if key not in found}
            if lack:
                made = self._embedder.passages(list(lack.values())).astype("<f2")
                found.update(zip(lack, (row.tobytes() for row in made), strict=True))
                rows = [(self._embedder.id, key, found[key]) for key in lack]
                with transaction(db):
                    db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)
        out = np.empty((len(passages), self._embedder.dimensions), dtype=np.float32)
        for row, (key, _) in enumerate(passages):
            out[row] = np.frombuffer(found[key], dtype="<f2")
        return out

    def keep_only(self, keys: set[str]) -> None:
        """Drop vectors of passages that are no more, and of other embedders."""
        with self._open() as db, transaction(db):
            db.execute("DELETE FROM vectors WHERE embedder <> ?", (self._embedder.id,))
            gone = [(key,) for (key,) in db.execute("SELECT key FROM vectors") if key not in keys]
            db.executemany("DELETE FROM vectors WHERE key = ?", gone)

    def _read(self, db: sqlite3.Connection, keys: Sequence[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for start in range(0, len(keys), _MOST):
            part = list(keys[start:start + _MOST])
            marks = ",".join("?" * len(part))
            found.update(db.execute(f"SELECT key, vector FROM vectors WHERE embedder = ? AND key IN ({marks})",
                                    (self._embedder.id, *part)))
        size = 2 * self._embedder.dimensions
        return {key: vector for key, vector in found.items() if len(vector) == size}

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(open_db(self._path, _VERSION, _DDL)) as db:
                yield db
        except sqlite3.Error as error:
            raise failure(self._path, error) from error
