"""The hashes of model files, remembered in the cache folder."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from vaultkit.errors import EnvironmentFailure
from vaultkit.model_files import model_json
from vaultkit.storage.files import replace_file
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


def one_blas_thread() -> None:
    """Have OpenBLAS start no threads. It reads the variable when numpy is imported: afterwards this does nothing."""
    if "numpy" not in sys.modules:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@contextlib.contextmanager
def single_threaded() -> Iterator[None]:
    """Hold BLAS to one thread where numpy was imported before ``one_blas_thread`` and threadpoolctl is installed."""
    try:
        from threadpoolctl import threadpool_limits  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        yield
        return
    with threadpool_limits(limits=1, user_api="blas"):
        yield


_QUERY, _PASSAGE = ("query", "question"), ("document", "passage", "corpus")
_INSTRUCT = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
# Families whose folders often carry no prompts: the words of their model cards.
_FAMILIES: tuple[tuple[str, str, str], ...] = (
    (r"e5.*instruct", _INSTRUCT, ""),
    (r"(?:^|[-_/])e5(?:[-_]|$)", "query: ", "passage: "),
    (r"bge.*-en(?:[-_]|$)", "Represent this sentence for searching relevant passages: ", ""),
    (r"bge.*-zh(?:[-_]|$)", "为这个句子生成表示以用于检索相关文章：", ""),
)


def prefixes(folder: Path) -> tuple[str, str]:
    """(before a question, before a passage) for the model in ``folder``: ``prompts`` of its
    config_sentence_transformers.json, else those of its family by name, else nothing."""
    prompts = (model_json(folder / "config_sentence_transformers.json") or {}).get("prompts")
    if isinstance(prompts, dict):
        query = next((str(prompts[name]) for name in _QUERY if prompts.get(name)), "")
        passage = next((str(prompts[name]) for name in _PASSAGE if prompts.get(name)), "")
        if query or passage:
            return query, passage
    name = model_name(folder).lower()
    return next(((query, passage) for form, query, passage in _FAMILIES if re.search(form, name)), ("", ""))


def model_name(folder: Path) -> str:
    """The model's name: from the Hugging Face cache (``models--owner--name/snapshots/…``), its own settings, else the
    folder's, with the package's before one that is called ``model``."""
    folder = folder.absolute()
    for parent in folder.parents:
        if parent.name.startswith("models--"):
            return parent.name.rpartition("--")[2]
    said = str((model_json(folder / "config.json") or {}).get("_name_or_path") or "").rstrip("/\\")
    name = re.split(r"[/\\]", said)[-1]
    if name and name not in (".", "model"):
        return name
    return folder.parent.name if folder.name == "model" else folder.name
