"""Size of a model, from what its file or name tells: from about 3 billion parameters on it may compose."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from vaultkit.errors import EnvironmentFailure
from vaultkit.model_files import model_json
from vaultkit.text.lazy_pattern import lazy_pattern

STRONG = 3.0
_NAMED = lazy_pattern(r"(?<![\w.])(?:(\d+)x)?(\d+(?:\.\d+)?)\s?([bm])(?![a-z0-9])", re.IGNORECASE)
_HOSTED = lazy_pattern(r"\b(?:gpt-[45]|gpt-oss|o[134]\b|claude|gemini|mistral-(?:small|medium|large|nemo)|command-r"
                       r"|deepseek-(?:v|r|chat)|kimi|glm-4|grok)", re.IGNORECASE)
_LABEL, _HEAD = b"general.size_label", 1 << 20


def billions(model: str | None, path: Path | None = None) -> float | None:
    """Billions of parameters of a model by its file's metadata, its folder's config, else its name; None: unknown."""
    if path is not None:
        found = _of_gguf(path) if path.is_file() else _of_folder(path)
        if found is not None:
            return found
    return _of_name((model or "").replace("_", "-"))


def is_strong(model: str | None, path: Path | None = None) -> bool:
    """Return whether a model may write over several notes without a record of ``eval``: by its size, or by the name of
    a family that has no small ones."""
    size = billions(model, path)
    return size >= STRONG if size is not None else bool(_HOSTED.search(model or ""))


def _of_name(name: str) -> float | None:
    sizes = [float(size) * int(times or 1) / (1000 if unit in "mM" else 1)
             for times, size, unit in _NAMED.findall(name.replace("-", " "))]
    return max(sizes, default=None)


def _of_gguf(path: Path) -> float | None:
    """``general.size_label`` (GGUF specification), such as 4B, 8x7B or 135M, in the head of the file."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return None
    at = head.find(_LABEL)
    if not head.startswith(b"GGUF") or at < 0 or at + len(_LABEL) + 12 > len(head):
        return None
    kind, length = struct.unpack_from("<IQ", head, at + len(_LABEL))
    text = head[at + len(_LABEL) + 12:][:length] if kind == 8 and length < 64 else b""
    return _of_name(text.decode("utf-8", "replace"))


def _of_folder(folder: Path) -> float | None:
    """From the width and the number of layers in config.json: 12 layers·width², and the embeddings."""
    try:
        config = model_json(folder / "config.json")
        width, layers = config["hidden_size"], config["num_hidden_layers"]
        words = config.get("vocab_size", 0)
        return float(12 * layers * width * width + words * width) / 1e9
    except (OSError, ValueError, LookupError, TypeError, AttributeError, EnvironmentFailure):
        return None
