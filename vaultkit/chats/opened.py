"""A file, a ZIP or a folder that a person names → the JSON files in it, each to be read from its beginning.

A ZIP is read where it lies: nothing is unpacked, and the names in it are only shown. What is encrypted, damaged, of two
minds or blown up beyond reason is refused.
"""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from vaultkit.chats.stream import UnreadableExport

_SUFFIXES = (".json", ".jsonl", ".ndjson")
_LARGEST = 16 << 30
# Deflate packs at most 1032 to 1; text of chats is packed 3 to 20 times.
_RATIO, _RATIO_FROM = 300, 64 << 20
_MOST_MEMBERS = 200_000
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Member:
    """One JSON file: ``name`` for a person, ``size`` in bytes, whether it is ``named`` by her or found in what she
    named, ``lines`` when its ending says JSONL."""

    name: str
    size: int
    named: bool
    lines: bool
    open: Callable[[], AbstractContextManager[IO[bytes]]]

    @contextmanager
    def reading(self) -> Iterator[IO[bytes]]:
        """The opened file. What goes wrong while it is read is raised as UnreadableExport."""
        try:
            with self.open() as stream:
                yield stream
        except OSError as error:
            raise UnreadableExport(f"can't be read ({error.strerror or error})") from error
        except _DAMAGED as error:
            raise UnreadableExport(f"is damaged ({error})") from error


def members(path: Path) -> list[Member]:
    """The JSON files of what ``path`` names, sorted by name. Raises UnreadableExport."""
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:
        raise UnreadableExport(f"can't be read ({getattr(error, 'strerror', None) or error})") from error
    if stat.S_ISDIR(status.st_mode):
        return [member for file in _files(path) for member in _of_file(file, named=False)]
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableExport("is no regular file")
    return _of_file(path, named=True)


def _files(folder: Path) -> Iterator[Path]:
    """Files of a folder and those below it, without links and what is hidden."""
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            file = Path(top, name)
            if name.lower().endswith((*_SUFFIXES, ".zip")) and not name.startswith(".") and not file.is_symlink() \
                    and file.is_file():
                yield file


def _of_file(path: Path, *, named: bool) -> list[Member]:
    try:
        with open(path, "rb") as file:
            magic = file.read(4)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise UnreadableExport(f"can't be read ({error.strerror or error})") from error
    if magic[:2] == b"PK":
        try:
            return _of_zip(path, named)
        except UnreadableExport as error:
            raise error if named else UnreadableExport(f"{path.name} {error}", error.mend) from None
    if path.suffix.lower() == ".zip":
        raise UnreadableExport("is no ZIP" if named else f"{path.name} is no ZIP")
    lines = path.suffix.lower() in _SUFFIXES[1:]
    return [Member(str(path), size, named, lines, lambda: open(path, "rb"))]


def _of_zip(path: Path, named: bool) -> list[Member]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (OSError, *_DAMAGED) as error:
        raise UnreadableExport(f"is a damaged ZIP ({error})", "take it from the provider again") from error
    if len(infos) > _MOST_MEMBERS:
        raise UnreadableExport(f"is a ZIP with more than {_MOST_MEMBERS:,} files")
    wanted = sorted((info for info in infos if not info.is_dir() and info.filename.lower().endswith(_SUFFIXES)),
                    key=lambda info: info.filename)
    seen = set()
    for info in wanted:
        if info.filename in seen:
            raise UnreadableExport(f"is a ZIP with two files called {info.filename}")
        seen.add(info.filename)
        _check(info)
    return [Member(f"{path}: {info.filename}", info.file_size, False, info.filename.lower().endswith(_SUFFIXES[1:]),
                   partial(_in_zip, path, info)) for info in wanted]


def _check(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 0x1:
        raise UnreadableExport(f"is an encrypted ZIP ({info.filename})", "save it without a password")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnreadableExport(f"is a ZIP in which {info.filename} is a link")
    blown = info.file_size > _RATIO_FROM and info.file_size > info.compress_size * _RATIO
    if blown or info.file_size > _LARGEST:
        raise UnreadableExport(f"is a ZIP in which {info.filename} unpacks to {info.file_size >> 20:,} MB",
                         "no export does")


@contextmanager
def _in_zip(path: Path, info: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
    with zipfile.ZipFile(path) as archive, archive.open(info) as stream:
        yield stream
