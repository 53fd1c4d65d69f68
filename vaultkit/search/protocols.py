"""Protocols that search expects of an embedder and of a vector store: two small protocols, found by entry point.

Entry point groups: ``vaultkit.embedders`` and ``vaultkit.stores``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from vaultkit.errors import EnvironmentFailure

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Vectors = NDArray[numpy.float32]


class Embedder(Protocol):
    """Texts → vectors of unit length. ``id`` names model, version and, where there is a file, its hash: vectors of
    different ids are never compared. ``dimensions`` is the length of a vector. Both are known before the model is
    loaded, which the first text does. ``parallel``: one process keeps one core busy, so several are worth starting."""

    @property
    def id(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    @property
    def parallel(self) -> bool: ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text, shape (len(texts), dimensions), float32; a model's prefix for passages is put before each.
        Raises EnvironmentFailure when the model can't be loaded."""
        ...

    def queries(self, texts: Sequence[str]) -> Vectors:
        """The same for questions."""
        ...


@dataclass(frozen=True, slots=True)
class Point:
    """A vector to keep under the key of its chunk (32 hex digits in lower case: stores make a UUID of it and back);
    ``payload`` is what a server's own users may filter by (note, kind, tags)."""

    key: str
    vector: Sequence[float]
    payload: dict[str, Any] = field(default_factory=dict)


class StoreFailure(EnvironmentFailure):
    """The store on this machine can't be used now: a search may go on by words, and says so."""


class VectorStore(Protocol):
    """Vectors of one embedder, kept under the keys of chunks. Opened by the first call that needs it and again by the
    next one after ``close``: opened late, closed soon.

    Every method raises EnvironmentFailure (exit code 3, with the mend) when the store can't be reached, is held by
    another process for longer than the retries last, or is full."""

    def keys(self) -> set[str]:
        """The keys that it holds."""
        ...

    def upsert(self, points: Iterable[Point]) -> None:
        """Put points in, whole batches at a time: what was acknowledged survives kill -9. Raises EnvironmentFailure for
        a vector of zeros, of no numbers or of another length: the model is at fault."""
        ...

    def delete(self, keys: Collection[str]) -> None:
        """Take points out; keys that it does not hold are no error."""
        ...

    def nearest(self, vector: Sequence[float], limit: int,
                allowed: Collection[str] | None = None) -> list[tuple[str, float]]:
        """Return (key, cosine) of the ``limit`` nearest, best first; of ``allowed`` keys only when given."""
        ...

    def close(self) -> None:
        """Flush and release it; the next call opens it again."""
        ...

    def tidy(self) -> None:
        """Bring it into the form that is read fastest; called when much was taken out."""
        ...

    def others(self) -> list[str]:
        """Names of other embedders whose vectors it holds for the same vault: the model was changed."""
        ...

    def drop_others(self) -> list[str]:
        """Remove what it holds of ``others`` and return their names. Called when this one is
        complete."""
        ...
