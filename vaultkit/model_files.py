"""Checks of a model before anything opens it: regular files, weights that hold numbers alone, no code of its own.

A vault's settings may name any path. A pipe or a device would hang whoever reads it, a pickle runs what it holds, and
the libraries import classes that a model's own JSON files name. So a folder is looked at first, whole, and what is in
it that can run is refused, whatever the library of the day would do.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vaultkit.errors import EnvironmentFailure
from vaultkit.text.lazy_pattern import lazy_pattern

_MOST_FILES, _DEEPEST = 10_000, 6
_LARGEST_JSON = 50_000_000
# Neither an address nor a share of another machine; on Windows naming one is enough to send it the user's hash.
_LOCAL = lazy_pattern(r"(?![A-Za-z][A-Za-z0-9+.-]*://|[\\/]{2})[^\0]*\Z", re.DOTALL)
_PICKLED = lazy_pattern(r"\.(?:pkl|pickle|joblib|dill)$", re.IGNORECASE)
_PICKLED_WEIGHTS = lazy_pattern(r"\.(?:bin|pt|pth|ckpt)$", re.IGNORECASE)
# Modules of sentence-transformers whose files are numbers and JSON; any other class that modules.json names is code.
_MODULE = lazy_pattern(r"sentence_transformers(?:\.\w+)*\.(?:Transformer|Pooling|Normalize|Dense|LayerNorm|Dropout"
                     r"|StaticEmbedding|WeightedLayerPooling)")
_ACTIVATION = lazy_pattern(r"torch\.nn\.(?:modules\.)?(?:activation\.|linear\.)?\w+")
_CONVERT = "name a model with weights in safetensors or GGUF: pickled weights are not read"


def local_path(name: str, what: str) -> Path:
    """The path on this machine that ``name`` means. Raises EnvironmentFailure for an address, a share of another
    machine and what no path can be."""
    if not _LOCAL.match(name):
        shown = name.replace("\0", "\\0")
        raise EnvironmentFailure(f"{what} {shown} is no path on this machine",
                                 "name a local file or folder; nothing is fetched")
    try:
        return Path(name).expanduser()
    except RuntimeError as error:
        raise EnvironmentFailure(f"{what} {name} is no path on this machine ({error})", "write the path out") from error


def placed(folder: Path, name: str) -> str:
    """A model's path in a settings file as a path from anywhere: relative ones begin at ``folder``. What is no path
    stays as it is, for ``local_path`` to refuse once it is needed."""
    try:
        return str(folder / Path(name).expanduser()) if _LOCAL.match(name) else name
    except RuntimeError:
        return name


def check_regular(path: Path, what: str, mend: str) -> None:
    """Raise EnvironmentFailure unless ``path`` is, behind all links, a regular file. Nothing is opened."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise EnvironmentFailure(f"no {what} file {path} ({why})", mend) from error
    if not stat.S_ISREG(mode):
        raise EnvironmentFailure(f"the {what} {path} is {_kind(mode)}, no file", mend)


def check_model(folder: Path) -> None:
    """Raise EnvironmentFailure unless the model in ``folder`` is made of regular files: numbers and settings alone."""
    names = [path for path, _ in _files(folder, folder, 0)]
    pickled = next((path for path in names if _PICKLED.search(path.name)), None)
    if pickled is not None:
        raise EnvironmentFailure(f"{pickled} is a pickle, which may run what it likes when it is read", _CONVERT)
    if (folder / "adapter_config.json").exists():
        raise EnvironmentFailure(f"{folder} is an adapter, no model",
                                 "name the model, and the adapter as generator.lora")
    for path in names:
        if path.name.endswith(".safetensors.index.json"):
            _check_shards(path)
        elif path.name.endswith("config.json") and _names_code(model_json(path)):
            raise EnvironmentFailure(f"{path} asks for code of its own",
                                     "name another model; code of a model is not run")
    if (folder / "modules.json").exists():
        _check_modules(folder)


def check_adapter(folder: Path) -> None:
    """Raise EnvironmentFailure unless ``folder`` holds a LoRA adapter of regular files that imports nothing."""
    mend = "name a folder with adapter_config.json and adapter_model.safetensors with --lora"
    if not (folder / "adapter_model.safetensors").is_file() or not (folder / "adapter_config.json").is_file():
        raise EnvironmentFailure(f"no LoRA adapter at {folder}", mend)
    for path, _ in _files(folder, folder, 0):
        if _PICKLED.search(path.name):
            raise EnvironmentFailure(f"{path} is a pickle, which may run what it likes when it is read", _CONVERT)
    settings = model_json(folder / "adapter_config.json")
    if not isinstance(settings, dict) or settings.get("peft_type") != "LORA":
        raise EnvironmentFailure(f"{folder / 'adapter_config.json'} describes no LoRA adapter", mend)
    mapping = settings.get("auto_mapping")
    if settings.get("megatron_config") or (mapping and not _plain_mapping(mapping)):
        raise EnvironmentFailure(f"{folder / 'adapter_config.json'} names code of its own", mend)


def check_beside(file: Path) -> None:
    """Raise EnvironmentFailure where settings beside a GGUF file, which transformers reads too, are no regular files or
    an adapter."""
    for path in sorted(file.parent.glob("*.json")):
        if not path.is_dir():
            check_regular(path, "settings", "move the model into a folder of its own")
    if (file.parent / "adapter_config.json").exists():
        raise EnvironmentFailure(f"{file.parent} holds an adapter beside the model", "move the model into a folder of "
                                                                                      "its own")


def model_json(path: Path) -> Any:
    """Return what a settings file of a model holds; None when it is missing, no regular file, too large or no JSON."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST_JSON:
            return None
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _names_code(settings: Any) -> bool:
    """Return whether settings want remote code trusted, pickles read, or a kernel of the hub (owner/name) run."""
    if isinstance(settings, list):
        return any(map(_names_code, settings))
    if not isinstance(settings, dict):
        return False
    return any(
        (key == "trust_remote_code" and value) or (key == "use_safetensors" and value is False)
        or (key.endswith("_implementation") and isinstance(value, str) and "/" in value) or _names_code(value)
        for key, value in settings.items())


def _plain_mapping(mapping: Any) -> bool:
    """Return whether peft's note of the model's class is one of transformers' own."""
    return isinstance(mapping, dict) and str(mapping.get("parent_library") or "").split(".")[0] == "transformers"


def _files(folder: Path, top: Path, depth: int, seen: list[int] | None = None) -> Iterator[tuple[Path, int]]:
    """Every file below ``folder`` with its size, links followed. Raises EnvironmentFailure for what is no folder, and
    for one that is too large to be a model."""
    seen = seen if seen is not None else [0]
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise EnvironmentFailure(f"{folder} can't be read ({error.strerror or error})", "name another model") from error
    for entry in entries:
        seen[0] += 1
        if seen[0] > _MOST_FILES or depth > _DEEPEST:
            raise EnvironmentFailure(f"{top} is no folder of a model: it holds too much", "name the model's own folder")
        path = Path(entry.path)
        try:
            found = path.stat()
        except OSError:
            continue  # a link to nothing: no library can read it either
        if stat.S_ISDIR(found.st_mode):
            yield from _files(path, top, depth + 1, seen)
        elif stat.S_ISREG(found.st_mode):
            yield path, found.st_size
        else:
            raise EnvironmentFailure(f"{path} is {_kind(found.st_mode)}, no file", "name a model of files alone")


def _check_shards(index: Path) -> None:
    """Weights in several files: each a safetensors file in the same folder."""
    found = model_json(index)
    parts = found.get("weight_map") if isinstance(found, dict) else None
    names = set(map(str, parts.values())) if isinstance(parts, dict) else {""}
    if any(not name.endswith(".safetensors") or Path(name).name != name for name in names):
        raise EnvironmentFailure(f"{index} names files that are no safetensors beside it", _CONVERT)


def _check_modules(folder: Path) -> None:
    modules = model_json(folder / "modules.json")
    mend = "name a model of sentence-transformers' own modules; code of a model is not run"
    if not isinstance(modules, list) or not all(isinstance(module, dict) for module in modules):
        raise EnvironmentFailure(f"{folder / 'modules.json'} is no list of modules", mend)
    for module in modules:
        kind, path = module.get("type"), module.get("path", "")
        if kind is not None and not _MODULE.fullmatch(str(kind)):
            raise EnvironmentFailure(f"{folder / 'modules.json'} names {kind}, which is code of its own", mend)
        if not isinstance(path, str) or Path(path).is_absolute() or ".." in Path(path).parts or "\0" in path:
            raise EnvironmentFailure(f"{folder / 'modules.json'} names a folder outside of the model", mend)
        settings = model_json(folder / path / "config.json")
        activation = settings.get("activation_function") if isinstance(settings, dict) else None
        if activation is not None and not (isinstance(activation, str) and _ACTIVATION.fullmatch(activation)):
            raise EnvironmentFailure(f"{folder / path / 'config.json'} names {activation}, which is code of its own",
                                     mend)
        _check_weights(folder / path, whole=str(kind or ".Transformer").endswith(".Transformer"))


def _check_weights(folder: Path, *, whole: bool) -> None:
    """Pickled weights are passed over where the same are there as safetensors, else there is nothing to read.
    ``whole``: a network, which may lie in several files."""
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    good = any(name == "model.safetensors" or (whole and name.endswith(".safetensors")) for name in names)
    if any(map(_PICKLED_WEIGHTS.search, names)) and not good:
        raise EnvironmentFailure(f"{folder} holds no weights in safetensors, only pickled ones", _CONVERT)


def _kind(mode: int) -> str:
    for is_kind, name in ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"),
                          (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device")):
        if is_kind(mode):
            return name
    return "something else"
