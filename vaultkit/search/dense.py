"""The dense way: a question's vector to the nearest passages, in a store that is opened late and let go of soon."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from vaultkit.errors import EnvironmentFailure
from vaultkit.search.passage_text import passage
from vaultkit.search.protocols import Embedder, Point, VectorStore
from vaultkit.search.store.adopt import adopt

if TYPE_CHECKING:
    from vaultkit.model import Chunk
    from vaultkit.search.chunks import ChunkIndex
    from vaultkit.search.vocabulary import Vocabulary

# So many passages are embedded on the way when something is asked.
AT_ONCE = 200
# In a vault of at most so many passages all of them are, where none has a vector yet.
AT_FIRST = 4_000
# So many new words of the vocabulary are, and so many where it has none yet.
WORDS_AT_ONCE, WORDS_AT_FIRST = 1_000, 8_000
# The mark of the embedder whose vectors are being made for the first time.
BEGUN = "begun"
# The embedded store admits one process: one that asks no more lets others in.
IDLE_SECONDS = 2.0


class Dense:
    """An embedder with the store of its vectors. Safe to call from several threads."""

    def __init__(self, embedder: Embedder, store: VectorStore, fill: Callable[[], object] | None = None,
                 vocabulary: Vocabulary | None = None) -> None:
        """``fill`` gives every passage a vector; without ``vocabulary`` no word is near another."""
        self.embedder = embedder
        self.vocabulary = vocabulary
        # Whether the words can't be read or written now.
        self.wordless = False
        self._fill = fill
        self._store = store
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def catch_up(self, chunks: ChunkIndex, most: int = AT_ONCE) -> int:
        """Embed the passages that have no vector, where they are at most ``most``, or where none has one yet (or the
        first time was interrupted) and they are at most ``AT_FIRST``; how many lack one now."""
        self._catch_up_words(chunks)
        if chunks.mark("embedded") == self._mark(chunks):
            return 0
        with self._lock:
            wanted, held = chunks.keys(), self._store.keys()
            lacking = wanted - held
            if lacking and not held:
                lacking -= adopt(self._store, lacking)
                held = wanted - lacking
            self._later()
        first = not wanted & held or chunks.mark(BEGUN) == self.embedder.id
        if len(lacking) > most and self._fill is not None and first and len(wanted) <= AT_FIRST:
            self.close()
            # Another process may be making them at this moment: then what is there is searched.
            with suppress(EnvironmentFailure):
                self._fill()
            with self._lock:
                lacking = wanted - self._store.keys()
                self._later()
        if len(lacking) > most:
            return len(lacking)
        if lacking:
            with self._lock:
                self._embed({chunk.key: chunk for chunk in chunks.chunks(lacking)})
                self._later()
        chunks.set_mark("embedded", self._mark(chunks))
        return 0

    def _catch_up_words(self, chunks: ChunkIndex) -> None:
        """Give the words of the vocabulary that have no vector one, where they are few. Without them, or while another
        process writes them, a search goes by the words as they are."""
        if self.vocabulary is None or chunks.mark("worded") == self._mark(chunks):
            return
        try:
            held = self.vocabulary.keys()
            lacking = [word for word in chunks.words() if word not in held]
            if len(lacking) <= (WORDS_AT_ONCE if held else WORDS_AT_FIRST):
                if lacking:
                    vectors = self.embedder.passages(lacking)
                    self.vocabulary.upsert(Point(word, vector) for word, vector in zip(lacking, vectors, strict=True)
                                           if vector.any())
                chunks.set_mark("worded", self._mark(chunks))
            self.wordless = False
        except EnvironmentFailure:
            self.wordless = True

    def near_words(self, words: Sequence[str], most: int) -> list[list[tuple[str, float]]]:
        """For each of ``words`` at most ``most`` words of the vault that are near, as (word, cosine), best first."""
        if self.vocabulary is None:
            return [[] for _ in words]
        try:
            return self.vocabulary.near(self.embedder.passages(words), most)
        except EnvironmentFailure:
            self.wordless = True
            return [[] for _ in words]

    def _mark(self, chunks: ChunkIndex) -> str:
        return f"{self.embedder.id} {chunks.state()}"

    def forgotten(self, chunks: ChunkIndex) -> int | None:
        """Return None where the store holds what it should; how many passages lack a vector where it is empty although
        it was full once (it was damaged, or somebody removed it): it was filled again where they are few."""
        with self._lock:
            empty = not self._store.keys()
        chunks.set_mark("embedded", "")
        return self.catch_up(chunks) if empty and chunks.count() > 0 else None

    def nearest(self, vector: Sequence[float], limit: int,
                allowed: Collection[str] | None = None) -> list[tuple[str, float]]:
        """Return (key, cosine) of the nearest passages, best first."""
        with self._lock:
            found = self._store.nearest(vector, limit, allowed)
            self._later()
        return found

    def others(self) -> list[str]:
        """Other embedders whose vectors the store holds: the model was changed since."""
        with self._lock:
            return self._store.others()

    def question(self, text: str, content: str = "") -> list[float]:
        """The vector of a question, the mean of its two forms where ``content`` gives its words without those that ask
        and join: what these add to the meaning says nothing of what is asked."""
        vectors = self.embedder.queries([text, content] if content and content != text else [text])
        mean = vectors.mean(axis=0)
        length = float((mean @ mean) ** 0.5) or 1.0
        return [float(value) / length for value in mean]

    def cosines(self, vector: Sequence[float], keys: Collection[str]) -> dict[str, float]:
        """Key → cosine of each of these passages that has a vector."""
        return dict(self.nearest(vector, len(keys), keys)) if keys else {}

    def close(self) -> None:
        """Let go of the store."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._store.close()

    def _embed(self, passages: dict[str, Chunk]) -> None:
        vectors = self.embedder.passages([passage(chunk) for chunk in passages.values()])
        self._store.upsert(Point(key, [float(value) for value in vector], payload(chunk))
                           for (key, chunk), vector in zip(passages.items(), vectors, strict=True) if vector.any())

    def _later(self) -> None:
        """Close the store unless it is used again soon."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(IDLE_SECONDS, self._rest)
        self._timer.daemon = True
        self._timer.start()

    def _rest(self) -> None:
        if self._lock.acquire(blocking=False):
            try:
                self._store.close()
            finally:
                self._lock.release()


def payload(chunk: Chunk) -> dict[str, object]:
    """Return what a server's own users may filter by."""
    return {"note": chunk.note, "kind": chunk.kind, "tags": list(chunk.tags)}


class Second:
    """A second, slower embedder for the first hits; its vectors are kept beside the chunks."""

    def __init__(self, embedder: Embedder, chunks: ChunkIndex) -> None:
        self._embedder = embedder
        self._chunks = chunks

    def scores(self, question: str, hits: dict[int, Chunk]) -> dict[int, float]:
        """Id → cosine of each of ``hits``."""
        import numpy as np

        model = self._embedder.id
        known = self._chunks.second_vectors(model, {chunk.key for chunk in hits.values()})
        new = {chunk.key: chunk for chunk in hits.values() if chunk.key not in known}
        if new:
            rows = np.asarray(self._embedder.passages([passage(chunk) for chunk in new.values()]), dtype="<f4")
            made = {key: row.tobytes() for key, row in zip(new, rows, strict=True)}
            self._chunks.keep_second(model, made.items())
            known |= made
        asked = np.asarray(self._embedder.queries([question])[0], dtype="<f4")
        return {number: float(np.frombuffer(known[chunk.key], dtype="<f4") @ asked) for number, chunk in hits.items()}

