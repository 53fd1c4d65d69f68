"""A sentence-transformers model that lies on this machine. Nothing is downloaded, no code of a model is run, and
weights are read from safetensors only."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaultkit.errors import EnvironmentFailure
from vaultkit.model_files import check_model, local_path, model_json
from vaultkit.search.embed.cache import known_hash, model_name, prefixes

if TYPE_CHECKING:
    from vaultkit.search.protocols import Vectors

_DEEPEST = 3
_MEND = "name a folder of a sentence-transformers model with weights in safetensors as embed.model"


def find_model(vault: Path, name: str) -> Path | None:
    """The folder that ``name`` means: a folder (absolute, or from the vault), a model of the Hugging Face cache, or the
    one model folder inside of an installed package. The package is not imported. Raises EnvironmentFailure for what is
    no path on this machine."""
    folder = vault / local_path(name, "the model")
    if folder.is_dir():
        return folder
    from vaultkit.local_models import local_models

    for model in local_models():
        if model.where == "huggingface" and model.format == "safetensors" and model.name == name:
            return model.path
    return _in_package(name)


def _in_package(name: str) -> Path | None:
    module = name.replace("-", "_").replace(".", "_")
    if not module.isidentifier():
        return None
    try:
        spec = find_spec(module)
    except (ImportError, ValueError):
        return None
    for base in spec.submodule_search_locations or () if spec else ():
        for pattern in ("modules.json", "config.json"):
            found = sorted((path for path in Path(base).rglob(pattern)
                            if len(path.relative_to(base).parts) <= _DEEPEST), key=lambda path: len(path.parts))
            if found:
                return found[0].parent
    return None


class LocalTransformer:
    """The Embedder for the model in ``folder``. Torch uses the cores by itself. Raises EnvironmentFailure, before a
    file of it is read, where it is no model of files and numbers alone (vaultkit.model_files)."""

    parallel = False

    def __init__(self, folder: Path) -> None:
        check_model(folder)
        self.folder = folder
        self._query, self._passage = prefixes(folder)

    @cached_property
    def id(self) -> str:
        """Name of the model and hash of its weights and prefixes. Raises EnvironmentFailure without safetensors."""
        weights = sorted(self.folder.glob("*.safetensors")) or sorted(self.folder.glob("0_*/*.safetensors"))
        if not weights:
            raise EnvironmentFailure(f"{self.folder} holds no weights in safetensors", _MEND)
        import hashlib

        parts = [*map(known_hash, weights), self._query, self._passage]
        return f"st-{model_name(self.folder)}-{hashlib.sha256(repr(parts).encode()).hexdigest()[:12]}"

    @cached_property
    def dimensions(self) -> int:
        """Dimensions that the folder's settings give: of its last dense layer, its pooling, or its network."""
        found = 0
        for module in model_json(self.folder / "modules.json") or []:
            settings = model_json(self.folder / str(module.get("path", "")) / "config.json") or {}
            for key in ("out_features", "word_embedding_dimension", "embedding_dimension"):
                found = int(settings.get(key) or found)
        found = found or int((model_json(self.folder / "config.json") or {}).get("hidden_size") or 0)
        return found or self._size(self._model)

    @cached_property
    def _model(self) -> Any:
        # Set before the import: the hub's library reads it only then.
        os.environ["HF_HUB_OFFLINE"] = "1"
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EnvironmentFailure(f"{self.folder} needs sentence-transformers, which is not installed",
                                     "pip install 'vaultkit[transformers]'") from error
        try:
            return SentenceTransformer(str(self.folder), trust_remote_code=False, local_files_only=True,
                                       model_kwargs={"use_safetensors": True})
        except Exception as error:
            # Whatever torch, safetensors or a tokenizer make of a faulty folder; the person needs the one line.
            first = next(iter(str(error).strip().splitlines()), type(error).__name__)
            raise EnvironmentFailure(f"can't load the model in {self.folder} ({first})", _MEND) from error

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text, the model's prefix for passages before each."""
        return self._encode(self._passage, texts)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """The same with the prefix for questions."""
        return self._encode(self._query, texts)

    def _encode(self, prefix: str, texts: Sequence[str]) -> Vectors:
        import numpy as np

        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        clean = [prefix + text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        made = self._model.encode(clean, prompt="", normalize_embeddings=True, convert_to_numpy=True,
                                  show_progress_bar=False)
        out: Vectors = np.asarray(made, dtype=np.float32)
        if out.shape[1] != self.dimensions:
            raise EnvironmentFailure(f"the model in {self.folder} gives {out.shape[1]} dimensions, its settings say "
                                     f"{self.dimensions}", _MEND)
        return out

    def _size(self, model: Any) -> int:
        name = "get_embedding_dimension"
        size = getattr(model, name if hasattr(model, name) else "get_sentence_embedding_dimension")()
        return int(size)
