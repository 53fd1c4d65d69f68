"""Small vaults with passages, an embedder that knows concepts instead of words, a store in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vaultkit.search.dense import Dense
from vaultkit.search.protocols import Point
from vaultkit.search.vocabulary import Vocabulary
from vaultkit.text.tokens import Stemmer
from vaultkit.workspace import Vault

# Words of one line mean the same to the test's embedder, in whatever language.
MEANINGS = ("cat кошка feline puss", "dog пес hound собака", "graph граф network сеть", "memory память recall",
            "learn учить train обучение", "sea море ocean", "price цена cost стоит")


class Meanings:
    """Texts as counts of meanings, of unit length."""

    id = "meanings-1"
    dimensions = len(MEANINGS)
    parallel = False

    def __init__(self) -> None:
        self.embedded: list[str] = []
        stemmer = Stemmer()
        self._stem = stemmer.tokens
        self._of = {token: number for number, line in enumerate(MEANINGS) for token in stemmer.tokens(line)}

    def passages(self, texts: Sequence[str]) -> Any:
        self.embedded += texts
        return self.queries(texts)

    def queries(self, texts: Sequence[str]) -> Any:
        rows = np.full((len(texts), self.dimensions), 0.01, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for token in self._stem(text):
                if token in self._of:
                    row[self._of[token]] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class InMemory:
    """A VectorStore that forgets; ``closed`` counts how often it was let go of."""

    def __init__(self) -> None:
        self.rows: dict[str, list[float]] = {}
        self.closed = 0

    def keys(self) -> set[str]:
        return set(self.rows)

    def upsert(self, points: Iterable[Point]) -> None:
        self.rows.update((point.key, list(point.vector)) for point in points)

    def delete(self, keys: Collection[str]) -> None:
        for key in keys:
            self.rows.pop(key, None)

    def nearest(self, vector: Sequence[float], limit: int,
                allowed: Collection[str] | None = None) -> list[tuple[str, float]]:
        scores = [(key, float(np.dot(vector, row))) for key, row in self.rows.items()
                  if allowed is None or key in allowed]
        return sorted(scores, key=lambda item: -item[1])[:limit]

    def tidy(self) -> None:
        pass

    def others(self) -> list[str]:
        return []

    def drop_others(self) -> list[str]:
        return []

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def write(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Write notes (path: text) into the test's vault."""

    def put(notes: dict[str, str]) -> Path:
        for path, text in notes.items():
            file = tmp_path / "vault" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return tmp_path / "vault"

    return put


@pytest.fixture
def opened(write: Callable[[dict[str, str]], Path]) -> Iterable[Callable[..., Vault]]:
    """A vault of these notes with the test's embedder, ``words=True`` with near words too; ``dense=False`` as if none
    were installed."""
    vaults: list[Vault] = []

    def make(notes: dict[str, str], *, dense: bool = True, words: bool = False) -> Vault:
        vault = Vault.open(write(notes))
        vaults.append(vault)
        vocabulary = Vocabulary(vault.config, Meanings.id) if words else None
        made = Dense(Meanings(), InMemory(), vocabulary=vocabulary) if dense else None
        vault.searcher._make_dense = lambda: made
        return vault

    yield make
    for vault in vaults:
        vault.close()
