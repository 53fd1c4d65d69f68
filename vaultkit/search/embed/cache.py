"""The hashes of model files, remembered in the cache folder."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path

from vaultkit.errors import EnvironmentFailure
from vaultkit.storage.atomic import replace_file
from vaultkit.storage.place import shared_folder

_HASHES = "hashes.json"


def file_hash(path: Path) -> str:
    """SHA-256 of a file (hex). Raises EnvironmentFailure when it can't be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EnvironmentFailure(f"can't read the model file {path} ({error.strerror or error})",
                                 "install the model again or name another one as embed.model") from error


def known_hash(path: Path) -> str:
    """The same, remembered in the cache folder for as long as size and times of the file stay: weights of some GB are
    not read anew for their name's sake."""
    try:
        found = path.stat()
    except OSError:
        return file_hash(path)
    key = f"{path}|{found.st_size}|{found.st_mtime_ns}|{found.st_ino}"
    known: dict[str, str] = {}
    with contextlib.suppress(OSError, ValueError, AttributeError):
        memory = shared_folder() / _HASHES
        known = {str(name): str(value) for name, value in json.loads(memory.read_text("utf-8")).items()}
    if key not in known:
        known[key] = file_hash(path)
        with contextlib.suppress(OSError):
            replace_file(shared_folder(make=True) / _HASHES, json.dumps(known).encode(), private=True)
    return known[key]
