"""Bringing the vectors of a vault up to date: only what the store lacks is embedded, what no passage uses is dropped.

Passages are known by the hash of what is embedded, so moving or renaming a note embeds nothing. Batches are stored as
they are done: whatever ends the run, the next one goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vaultkit.config import Config
from vaultkit.search.embed import EmbedderFactory
from vaultkit.search.embed.workers import EmbeddedBatch, Workers, cores, embed_here
from vaultkit.search.protocols import Embedder, Point, VectorStore
from vaultkit.search.store.adopt import adopt

if TYPE_CHECKING:
    from vaultkit.storage.lock import WriterLock

Passage = tuple[str, str, dict[str, Any]]
Progress = Callable[[int, int], None]
# Below this one process is done before others have started.
_WORTH_PROCESSES = 256
_MOST_PROCESSES = 16
# The embedded store admits one process: a long run lets go of it this often, for others to search between.
_HOLD = 2.0
_WAIT = 5.0
_WORTH_TIDYING = 1_000


@dataclass(frozen=True, slots=True)
class EmbedReport:
    """Report of a run. ``embedder`` is the id; ``kept`` vectors were there already; ``skipped`` passages got no usable
    vector from the model; ``lacking`` passages have none now (more than ``limit`` were new, or skipped); ``replaced``
    are other embedders whose vectors were removed; ``seconds`` in all, ``embedding`` those until the last vector.
    ``wordless`` tells why the words of the vault have no vectors: a search then goes without words that are near."""

    embedder: str
    embedded: int
    removed: int
    kept: int
    skipped: int = 0
    lacking: int = 0
    processes: int = 0
    seconds: float = 0.0
    embedding: float = 0.0
    replaced: tuple[str, ...] = ()
    wordless: str | None = None


def embed_vault(config: Config, passages: Iterable[Passage], *, limit: int | None = None,
                progress: Progress | None = None, workers: int | None = None) -> EmbedReport | None:
    """``sync`` with the embedder and the store of the settings, one process of a vault at a time. None: no embedder is
    installed, search is lexical. Vectors of another embedder are removed once these are complete.

    Raises EnvironmentFailure when a model or store can't be used, or another process embeds this vault."""
    from vaultkit.search.store import open_store

    factory = EmbedderFactory(config)
    model = factory()
    if model is None:
        return None
    with _one_at_a_time(config), closing(open_store(config, model.id, model.dimensions)) as store:
        return sync(passages, factory, store, limit=limit, progress=progress, workers=workers)


def sync(passages: Iterable[Passage], factory: Callable[[], Embedder | None], store: VectorStore, *,
         limit: int | None = None, progress: Progress | None = None, workers: int | None = None) -> EmbedReport:
    """Make ``store`` hold a vector for each of ``passages`` (key, text, payload: all that the vault has) and no other.

    With ``limit`` nothing is embedded when more than that many lack, and the report says how many. ``progress`` is
    called with (done, total). ``workers`` processes (default: one a core, one for few passages or a model that uses the
    cores itself) are started for an EmbedderFactory only. Raises what embedder and store raise; what was stored stays.
    """
    begun = time.perf_counter()
    model = factory()
    if model is None:
        raise ValueError("no embedder")
    held = store.keys()
    store.close()
    lack, used = _lacking(passages, held)
    if not held and (adopted := adopt(store, {key for key, _, _ in lack})):
        held = adopted
        lack = [passage for passage in lack if passage[0] not in held]
        store.close()
    embeds = lack if limit is None or len(lack) <= limit else []
    n = _processes(factory, model, len(embeds), workers)
    stored = skipped = 0
    if embeds:
        texts = [text for _, text, _ in embeds]
        saver = _Saver(store, embeds)
        done = 0
        for batch in _batches(factory, model, texts, n):
            skipped += saver.save(batch)
            done += batch.last - batch.first
            if progress is not None:
                progress(done, len(embeds))
        stored = len(embeds) - skipped
    embedding = time.perf_counter() - begun
    unused = held - used
    store.delete(unused)
    if len(unused) >= _WORTH_TIDYING:
        store.tidy()
    lacking = len(lack) - stored
    replaced = () if lacking > skipped else tuple(store.drop_others())
    store.close()
    return EmbedReport(model.id, stored, len(unused), len(held) - len(unused), skipped, lacking, n,
                       time.perf_counter() - begun, embedding, replaced)


def _lacking(passages: Iterable[Passage], held: set[str]) -> tuple[list[Passage], set[str]]:
    """The passages without a vector, each key once, and all keys."""
    lack, used = [], set()
    for passage in passages:
        key = passage[0]
        if key not in used:
            used.add(key)
            if key not in held:
                lack.append(passage)
    return lack, used


def _processes(factory: object, model: Embedder, passages: int, workers: int | None) -> int:
    if not isinstance(factory, EmbedderFactory) or not model.parallel:
        return min(passages, 1)
    if workers is None:
        workers = min(cores(), _MOST_PROCESSES) if passages >= _WORTH_PROCESSES else 1
    return min(passages, max(workers, 1))


def _batches(factory: object, model: Embedder, texts: Sequence[str], n: int) -> Iterator[EmbeddedBatch]:
    if n <= 1 or not isinstance(factory, EmbedderFactory):
        yield from embed_here(model, texts)
    else:
        with Workers(factory, n) as processes:
            yield from processes.embed(texts)


class _Saver:
    """Puts batches into the store, and lets go of it now and then."""

    def __init__(self, store: VectorStore, passages: Sequence[Passage]) -> None:
        self._store, self._passages = store, passages
        self._since: float | None = None

    def save(self, batch: EmbeddedBatch) -> int:
        """Store a batch and return how many of its vectors are of no use (zeros, no numbers)."""
        import numpy as np

        lengths = np.linalg.norm(batch.vectors, axis=1)
        usable = np.isfinite(lengths) & (lengths > 0)
        now = time.monotonic()
        if self._since is None:
            self._since = now
        elif now - self._since > _HOLD:
            self._store.close()
            self._since = None
        self._store.upsert(Point(key, vector, payload) for (key, _, payload), vector, good
                           in zip(self._passages[batch.first:batch.last], batch.vectors.tolist(), usable, strict=True)
                           if good)
        return int(len(usable) - usable.sum())


def _one_at_a_time(config: Config) -> WriterLock:
    from vaultkit.storage import index_folder
    from vaultkit.storage.lock import WriterLock

    return WriterLock(index_folder(config.vault) / "vectors.lock", timeout=_WAIT)
