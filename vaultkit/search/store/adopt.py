"""Vectors that another index of the same user holds already: a vault that was moved or copied embeds nothing anew.

They are known by the hash of what was embedded, so whose index they come from makes no difference.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.errors import EnvironmentFailure
from vaultkit.search.protocols import VectorStore
from vaultkit.storage.place import RECORD

if TYPE_CHECKING:
    from vaultkit.search.store.edge import EdgeStore

_MOST_DONORS, _PATIENCE = 3, 0.5


def adopt(store: VectorStore, lacking: Collection[str]) -> set[str]:
    """Put vectors for the keys ``lacking`` into ``store``, which is empty, from indexes beside its own that hold them;
    the keys found. A store of another kind than the embedded one, or an index that is in use, gives none. Raises what
    ``store`` raises."""
    from vaultkit.search.store.edge import EdgeStore

    found: set[str] = set()
    if not isinstance(store, EdgeStore) or not lacking:
        return found
    for vectors in _donors(store, lacking):
        wanted = set(lacking) - found
        if not wanted:
            break
        donor = EdgeStore(vectors, store.embedder, store.dimensions, _PATIENCE, mend=False)
        try:
            with closing(donor):
                points = donor.points(wanted)
        except EnvironmentFailure:
            continue
        store.upsert(points)
        found |= {point.key for point in points}
    return found


def _donors(store: EdgeStore, lacking: Collection[str]) -> list[Path]:
    """The folders of vectors of this embedder, those first whose passages are most like ``lacking``."""
    folder = store.folder
    index = folder.parent.parent
    if not (index / RECORD).is_file():
        return []
    shared = [(_shared(other.parent.parent.parent / "chunks.db", lacking), other.parent.parent)
              for other in index.parent.glob(f"*/{folder.parent.name}/{folder.name}/shard") if other.parent != folder]
    return [vectors for count, vectors in sorted(shared, key=lambda item: -item[0])[:_MOST_DONORS] if count]


def _shared(chunks: Path, keys: Collection[str]) -> int:
    """Count how many of ``keys`` the passages of an index have."""
    query = "SELECT count(DISTINCT key) FROM chunks WHERE key IN (SELECT value FROM json_each(?))"
    try:
        with closing(sqlite3.connect(f"{chunks.as_uri()}?mode=ro", uri=True, timeout=1.0)) as db:
            return int(db.execute(query, (json.dumps(list(keys)),)).fetchone()[0])
    except sqlite3.Error:
        return 0
