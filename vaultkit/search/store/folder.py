"""``vectors/NAME/`` of the index: one folder for each embedder, so that vectors of two are never mixed.

``embedder.json`` in it records whose vectors these are: ``{"embedder": id, "dimensions": n}``.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import re
import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from vaultkit.errors import EnvironmentFailure
from vaultkit.search.protocols import StoreFailure
from vaultkit.storage.files import replace_file

VECTORS = "vectors"
_RECORD = "embedder.json"


class DamagedStore(StoreFailure):
    """The files at the store's place are no store and can't be used."""


class Record(NamedTuple):
    """Whose vectors a folder holds."""

    folder: Path
    embedder: str
    dimensions: int


def embedder_folder(embedder: str) -> str:
    """A name for the folder (or collection) of an embedder's vectors: readable, and different for different ids."""
    short = re.sub(r"[^a-z0-9]+", "-", embedder.lower()).strip("-")[:24].strip("-")
    return f"{short}-{hashlib.sha256(embedder.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def records(vectors: Path) -> list[Record]:
    """The folders below ``vectors`` that say whose they are, sorted by name."""
    found = []
    for path in sorted(vectors.glob(f"*/{_RECORD}")):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            data = json.loads(path.read_text("utf-8"))
            found.append(Record(path.parent, str(data["embedder"]), int(data["dimensions"])))
    return found


def other_embedders(vectors: Path, embedder: str) -> list[str]:
    """Ids of other embedders whose vectors the vault's own store holds: what is said when the model was changed."""
    return [record.embedder for record in records(vectors) if record.embedder != embedder]


def claim(folder: Path, embedder: str, dimensions: int) -> None:
    """Make ``folder`` the one for this embedder. Raises StoreFailure when it is another's or can't be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        record = folder / _RECORD
        if not record.exists():
            text = json.dumps({"embedder": embedder, "dimensions": dimensions})
            replace_file(record, text.encode("utf-8", "surrogateescape"), private=True)
        data = json.loads(record.read_text("utf-8"))
        found = data["embedder"], data["dimensions"]
    except (ValueError, KeyError, TypeError, IsADirectoryError) as error:
        raise DamagedStore(f"{folder / _RECORD} is damaged", f"remove {folder}, then vaultkit index") from error
    except OSError as error:
        raise StoreFailure(f"can't write {folder} ({error.strerror or error})",
                                 "make it writable or free disk space") from error
    if found != (embedder, dimensions):
        raise StoreFailure(
            f"{folder} holds vectors of {found[0]} with {found[1]} dimensions, the model is {embedder}, {dimensions}",
            f"remove {folder}, then vaultkit index")


def remove(folder: Path) -> None:
    """Remove a folder that is damaged. Raises StoreFailure when it can't be."""
    aside = folder.with_name(f"{folder.name}.{os.getpid()}")
    try:
        folder.rename(aside)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreFailure(f"{folder} is damaged and can't be removed ({error.strerror or error})",
                                 "remove it, it holds nothing of yours") from error
    shutil.rmtree(aside, ignore_errors=True)


def make_private(folder: Path) -> None:
    """Make all files below ``folder`` readable by their owner alone: the engine knows only the umask."""
    with contextlib.suppress(OSError):
        for place, _, names in os.walk(folder):
            for path in (place, *(os.path.join(place, name) for name in names)):
                if os.stat(path).st_mode & 0o077:
                    os.chmod(path, 0o700 if path == place else 0o600)


def drop_others(vectors: Path, embedder: str) -> list[str]:
    """Remove the folders of other embedders below ``vectors`` and return their ids. One that can't be removed stays:
    it does no harm."""
    dropped = []
    for record in records(vectors):
        if record.embedder != embedder:
            shutil.rmtree(record.folder, ignore_errors=True)
            dropped.append(record.embedder)
    return dropped


# Up to here a filter by id is the quicker way to the nearest of a few (0.9 ms a thousand), measured at 20,000 points.
FEW = 2_000


def as_uuid(key: str) -> UUID:
    """The id of the point with this key. Raises ValueError when it is not 32 hex digits."""
    return UUID(hex=key)


def as_key(id: object) -> str:
    """The key of the point with this id."""
    return (id if isinstance(id, UUID) else UUID(str(id))).hex


def best_of_many(query: Callable[[int], list[tuple[str, float]]], limit: int,
                 allowed: Collection[str]) -> list[tuple[str, float]]:
    """The ``limit`` best of ``allowed``. ``query`` gives as many of all as it is asked for, best first: more is
    asked for until enough of these came or there are no more, which is exact."""
    wanted = allowed if isinstance(allowed, set | frozenset | dict) else set(allowed)
    asked = 4 * limit + 50
    while True:
        found = query(asked)
        hits = [hit for hit in found if hit[0] in wanted]
        if len(hits) >= limit or len(found) < asked:
            return hits[:limit]
        asked *= 4


def checked(key: str, vector: Sequence[float], dimensions: int) -> list[float]:
    """``vector`` as a list. Raises EnvironmentFailure when its length is not ``dimensions``, or when it is all zeros or
    no numbers: Qdrant takes such a vector silently, and nothing is near it."""
    values: list[float] = vector.tolist() if hasattr(vector, "tolist") else list(vector)
    if len(values) != dimensions:
        raise EnvironmentFailure(f"a vector of {len(values)} dimensions for a store of {dimensions}",
                                 "remove the folder of the index that `vaultkit doctor` names")
    length = math.hypot(*values)
    if not 0.0 < length < math.inf:
        raise EnvironmentFailure(f"the model gave no usable vector for the passage {key}",
                                 "its files may be damaged: install the model again")
    return values
