"""The folder for what is made of model files once and serves every vault, and the hashes of such files.

All of it can be made again; nothing of a vault lies there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from pathlib import Path

from vaultkit.errors import EnvironmentFailure

_HASHES = "hashes.json"


def cache_folder() -> Path:
    """``$VAULTKIT_CACHE``, else ``vaultkit`` in the system's folder for caches (XDG Base Directory Specification,
    ``%LOCALAPPDATA%``, ``~/Library/Caches``). Not made here."""
    own = os.environ.get("VAULTKIT_CACHE")
    if own:
        return Path(own)
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData/Local")
    elif sys.platform == "darwin":
        base = home / "Library/Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "vaultkit"


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
    memory = cache_folder() / _HASHES
    known: dict[str, str] = {}
    with contextlib.suppress(OSError, ValueError):
        known = {str(name): str(value) for name, value in json.loads(memory.read_text("utf-8")).items()}
    if key not in known:
        known[key] = file_hash(path)
        with contextlib.suppress(OSError):
            memory.parent.mkdir(parents=True, exist_ok=True)
            draft = memory.with_name(f"{_HASHES}.{os.getpid()}")
            draft.write_text(json.dumps(known), "utf-8")
            draft.replace(memory)
    return known[key]
