"""Model files that are on this machine already. Folders are looked at; nothing is opened, loaded or downloaded."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Where = Literal["huggingface", "llama.cpp", "lm-studio", "ollama"]


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model that is there. ``path`` is what a setting names: the GGUF file, or the folder of a model in parts."""

    where: Where
    name: str
    path: Path
    format: Literal["gguf", "safetensors", "other"]
    bytes: int


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder that was looked at."""

    where: Where
    path: Path
    exists: bool


def model_folders() -> list[ModelFolder]:
    """Return the folders in which each program keeps its models, the environment variables of its own documentation
    honoured."""
    home, env = Path.home(), os.environ.get
    if sys.platform == "win32":
        cache = Path(env("LOCALAPPDATA") or home / "AppData/Local")
    elif sys.platform == "darwin":
        cache = home / "Library/Caches"
    else:
        cache = Path(env("XDG_CACHE_HOME") or home / ".cache")
    hub = Path(env("HF_HOME") or Path(env("XDG_CACHE_HOME") or home / ".cache") / "huggingface") / "hub"
    places: list[tuple[Where, Path]] = [
        ("huggingface", Path(env("HF_HUB_CACHE") or env("HUGGINGFACE_HUB_CACHE") or hub)),
        ("llama.cpp", Path(env("LLAMA_CACHE") or cache / "llama.cpp")),
        ("lm-studio", home / ".lmstudio/models"),
        ("lm-studio", home / ".cache/lm-studio/models"),
        ("ollama", Path(env("OLLAMA_MODELS") or home / ".ollama/models")),
    ]
    return [ModelFolder(where, path, path.is_dir()) for where, path in places]


def local_models() -> list[LocalModel]:
    """Every model in ``model_folders``, sorted by place and name. Folders that can't be read hold none."""
    readers: dict[str, Callable[[Path], Iterator[LocalModel]]] = {
        "huggingface": _hub, "llama.cpp": _llama_cpp, "lm-studio": _lm_studio, "ollama": _ollama,
    }
    found = [model for folder in model_folders() if folder.exists for model in readers[folder.where](folder.path)]
    return sorted(found, key=lambda model: (model.where, model.name, str(model.path)))


def _hub(folder: Path) -> Iterator[LocalModel]:
    """``models--owner--name/snapshots/REVISION`` (huggingface_hub, "Understand caching")."""
    for repo in sorted(folder.glob("models--*")):
        name = repo.name.removeprefix("models--").replace("--", "/")
        for snapshot in sorted(repo.glob("snapshots/*")):
            ggufs = list(_ggufs("huggingface", snapshot))
            yield from ggufs
            weights = sorted(snapshot.rglob("*.safetensors"))
            if weights:
                yield LocalModel("huggingface", name, snapshot, "safetensors", sum(map(_size, weights)))
            elif not ggufs and (snapshot / "config.json").exists():
                yield LocalModel("huggingface", name, snapshot, "other", sum(map(_size, snapshot.rglob("*.*"))))


def _llama_cpp(folder: Path) -> Iterator[LocalModel]:
    return _ggufs("llama.cpp", folder)


def _lm_studio(folder: Path) -> Iterator[LocalModel]:
    return _ggufs("lm-studio", folder)


def _ggufs(where: Where, folder: Path) -> Iterator[LocalModel]:
    """GGUF files below ``folder``; of a model in parts (``-00001-of-00003``) the first, with the size of all."""
    for path in sorted(folder.rglob("*.gguf")):
        head, _, tail = path.stem.rpartition("-of-")
        if not head or not tail.isdigit():
            yield LocalModel(where, path.stem, path, "gguf", _size(path))
        elif head.endswith("-00001"):
            name = head.removesuffix("-00001")
            parts = path.parent.glob(f"{name.replace('[', '[[]')}-*-of-{tail}.gguf")
            yield LocalModel(where, name, path, "gguf", sum(map(_size, parts)))


def _ollama(folder: Path) -> Iterator[LocalModel]:
    """``manifests/HOST/OWNER/NAME/TAG`` names the layers; the one of type image.model is a GGUF in ``blobs``."""
    for manifest in sorted(path for path in folder.glob("manifests/*/*/*/*") if path.is_file()):
        for digest in _layers(manifest):
            blob = folder / "blobs" / digest.replace(":", "-")
            if blob.is_file():
                yield LocalModel("ollama", f"{manifest.parent.name}:{manifest.name}", blob, "gguf", _size(blob))


def _layers(manifest: Path) -> list[str]:
    try:
        layers = json.loads(manifest.read_text("utf-8"))["layers"]
        return [str(layer["digest"]) for layer in layers if layer["mediaType"] == "application/vnd.ollama.image.model"]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
