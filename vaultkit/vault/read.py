"""Decoding of one file's bytes within the bounds, and what was wrong with them."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from vaultkit.config import Bounds
from vaultkit.messages.message import Message
from vaultkit.model import Problem

UNREADABLE = "note-unreadable"
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class FileText(NamedTuple):
    """One file as read: ``text`` is None when nothing of it can be used; ``digest`` names its content."""

    text: str | None
    digest: bytes
    problems: tuple[Problem, ...] = ()


def read_note_file(root: Path | str, path: str, bounds: Bounds) -> FileText:
    """Read the file ``path`` of ``root``. Never raises for what a file holds or hides.

    Bytes that are no UTF-8 become U+FFFD and are reported with the line of the first one; NUL is the parser's matter.
    """
    try:
        data = _bytes(f"{root}/{path}", bounds.note_bytes)
    except OSError as error:
        message = Message("problem.not_readable", error=error.strerror or error)
        return FileText(None, b"", (Problem(path, 1, message, UNREADABLE),))
    except _TooLarge as large:
        message = Message("problem.large", bytes=f"{bounds.note_bytes:,}", setting="bounds.note_bytes")
        return FileText(None, large.digest, (Problem(path, 1, message, UNREADABLE),))
    text, wrong = decode(data)
    return FileText(text, _digest(data), tuple(Problem(path, line, message, UNREADABLE) for line, message in wrong))


def decode(data: bytes) -> tuple[str, list[tuple[int, str]]]:
    """Text of a note's bytes, with (line, message) of each thing that is wrong with them. A BOM stays in the text."""
    wrong: list[tuple[int, str]] = []
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), [(1, Message("problem.utf16"))]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong.append((line, Message("problem.invalid_utf8")))
        text = data.decode("utf-8", "replace")
    return text, wrong


def read_bytes(root: Path | str, path: str, bounds: Bounds) -> bytes | None:
    """The bytes of a file as they are; None when it can't be read or is larger than a note may be."""
    try:
        return _bytes(f"{root}/{path}", bounds.note_bytes)
    except (OSError, _TooLarge):
        return None


def digest_of(root: Path | str, path: str, bounds: Bounds) -> bytes:
    """The content hash of a file, empty when it can't be read."""
    try:
        return _digest(_bytes(f"{root}/{path}", bounds.note_bytes))
    except OSError:
        return b""
    except _TooLarge as large:
        return large.digest


def _digest(data: bytes) -> bytes:
    from hashlib import blake2b  # it loads OpenSSL, which a run that reads nothing need not wait for

    return blake2b(data, digest_size=16).digest()


class _TooLarge(Exception):
    """The file is over the bound; ``digest`` names it by what is known without reading it."""

    def __init__(self, status: os.stat_result) -> None:
        super().__init__()
        self.digest = _digest(f"{status.st_size} {status.st_mtime_ns}".encode())


def _bytes(path: str, limit: int) -> bytes:
    """The file's bytes. Raises _TooLarge for one over ``limit``: nothing of it is read, or one byte too many where it
    grew meanwhile. Without a buffered reader, which costs more than the read."""
    # A pipe that took a note's place since the walk would hang the open without O_NONBLOCK.
    descriptor = os.open(path, _FLAGS)
    try:
        if not stat.S_ISREG((status := os.fstat(descriptor)).st_mode):
            raise OSError(0, "not a regular file")
        if status.st_size > limit:
            raise _TooLarge(status)
        data = os.read(descriptor, status.st_size + 1)
        while len(data) <= limit and (more := os.read(descriptor, limit + 1 - len(data))):
            data += more
        if len(data) > limit:
            raise _TooLarge(os.fstat(descriptor))
        return data
    finally:
        os.close(descriptor)
