"""Vector stores: which there are, and which one the settings mean.

Without ``store.url`` it is Qdrant's engine in this process, in ``vectors/`` of the index; with ``http://`` or ``https://``
a Qdrant server or cluster. Another package offers a store for a scheme of its own by an entry point of the group
``vaultkit.stores`` called like the scheme: a callable ``(config, embedder id, dimensions) -> VectorStore``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from vaultkit.config import Config
from vaultkit.config.trust import permitted
from vaultkit.errors import UsageError
from vaultkit.plugins import plugin
from vaultkit.search.store.folder import VECTORS
from vaultkit.storage import index_folder

if TYPE_CHECKING:
    from vaultkit.search.protocols import VectorStore

GROUP = "vaultkit.stores"
Maker = Callable[[Config, str, int], "VectorStore"]

__all__ = ["open_store"]


def edge(config: Config, embedder: str, dimensions: int) -> VectorStore:
    """The embedded store (entry point ``edge``)."""
    from vaultkit.search.store.edge import EdgeStore

    return EdgeStore(index_folder(config.vault) / VECTORS, embedder, dimensions)


def server(config: Config, embedder: str, dimensions: int) -> VectorStore:
    """A Qdrant server at ``store.url`` (entry point ``server``)."""
    from vaultkit.search.store.server import TIMEOUT, ServerStore, collection_base

    address, bounds = permitted(config, "store.url"), config.bounds
    return ServerStore(address, config.store_collection or collection_base(config.vault), embedder,
                       dimensions, timeout=min(TIMEOUT, bounds.reply_seconds), largest=bounds.reply_bytes)


_BUILT_IN: dict[str, Maker] = {"edge": edge, "http": server, "https": server}


def open_store(config: Config, embedder: str, dimensions: int) -> VectorStore:
    """The store for vectors of the embedder with this id. Nothing is opened or asked yet. Raises UsageError for a
    ``store.url`` of an unknown scheme, EnvironmentFailure for a server that this vault may not send to."""
    scheme, mark, _ = (config.store_url or "edge://").partition("://")
    scheme = scheme.lower()
    maker: Maker | None = (_BUILT_IN.get(scheme) or plugin(GROUP, scheme, "store")) if mark else None
    if maker is None:
        raise UsageError(f"store.url: {config.store_url} is no address of a store",
                         "write http://host:6333, or take store.url out of vaultkit.toml")
    if scheme != "edge":
        permitted(config, "store.url")
    return maker(config, embedder, dimensions)
