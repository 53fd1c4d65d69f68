"""Indexes of vaults that are no longer there: what a clone, a copy or a test leaves in the cache folder."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from pathlib import Path
from typing import NamedTuple

from vaultkit.storage.place import RECORD, VAULTS, shared_folder


class Pruned(NamedTuple):
    """Result of a removal: how many ``indexes`` and how many ``bytes``."""

    indexes: int
    bytes: int


def prune() -> Pruned:
    """Remove the indexes whose vault is gone. One that does not say whose it is stays, and so does one that can't be
    removed."""
    indexes = size = 0
    for folder in _gone():
        held = size_of(folder)
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            indexes, size = indexes + 1, size + held
    return Pruned(indexes, size)


def size_of(folder: Path) -> int:
    """The bytes of all files below ``folder``, as they lie on the disk."""
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            found = path.stat()
            # Files with holes, which the vector store makes, take less than they are long.
            total += min(found.st_size, getattr(found, "st_blocks", found.st_size) * 512)
    return total


def _gone() -> list[Path]:
    found = []
    with contextlib.suppress(OSError):
        for folder in sorted((shared_folder() / VAULTS).iterdir()):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                vault = json.loads((folder / RECORD).read_bytes())["vault"]
                if not os.path.isdir(vault):
                    found.append(folder)
    return found
