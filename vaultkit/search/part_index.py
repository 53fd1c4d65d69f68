"""The passages that no search finds unless it asks for them: a model's thoughts, what its tools gave back.

They are cut anew for each such search and kept in memory: an index of them would make every other search slower.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import TypeVar

from vaultkit.model import Chunk, NoteFacts
from vaultkit.search.chunk_table import DDL, ChunkedNote, ChunkWriter
from vaultkit.search.chunks import ChunkIndex
from vaultkit.search.refresh import Progress
from vaultkit.text.tokens import Stemmer

T = TypeVar("T")


class PartIndex(ChunkIndex):
    """A ChunkIndex in memory of the notes that have such passages."""

    def __init__(self, notes: Iterable[tuple[NoteFacts, str, list[Chunk]]]) -> None:
        self._db = sqlite3.connect(":memory:", isolation_level=None)
        self._db.executescript(DDL)
        writer = ChunkWriter(self._db, Stemmer(), frozenset())
        writer.begin()
        for facts, kind, chunks in notes:
            writer.put(ChunkedNote(facts.path, "", facts.title, facts.title, facts.summary, kind, facts.tags,
                                   facts.aliases), chunks, [None] * len(chunks))
        writer.flush()

    def refresh(self, progress: Progress | None = None) -> int:
        """Nothing to follow: it is made for one search."""
        return 0

    def guarded(self, action: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``action``."""
        return action(self._db)
