"""Several files written and moved as one, all or nothing, whenever the process is killed.

What is to be done is written down whole in one file of the index's folder, by a rename (the commit point), before any
file is touched: a write-ahead log with redo (Gray and Reuter, Transaction Processing, chapter 9). Before it is there
nothing has happened; once it is there, whoever opens the vault next finishes what it says. Each step can be done again.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.storage.files import cant_write, leads_out, read_regular, replace_file
from vaultkit.storage.lock import WriterLock
from vaultkit.storage.place import index_folder, is_temporary

NAME, LOCK = "writing.json", "link.lock"
_LARGEST = 2_000_000_000


@dataclass(frozen=True, slots=True)
class FileWrite:
    """A file below the folder ``root`` (the vault, or a source root): what it holds now and what it is to hold."""

    root: Path
    path: str
    before: bytes
    after: bytes

    @property
    def place(self) -> Path:
        """Return where the file lies, links followed."""
        return Path(os.path.realpath(self.root / self.path))


def write_all(vault: Path, writes: Sequence[FileWrite], move: tuple[str, str] | None = None) -> None:
    """Write all files, then give the file or folder ``move[0]`` of the vault the path ``move[1]``; all of it or, where
    something fails, nothing. Raises UsageError, with nothing written, for a file that is no longer what it was, that
    leads out of its root, or a new path that is taken; EnvironmentFailure where it can't be written."""
    folder = index_folder(vault)
    if is_temporary(vault):
        raise EnvironmentFailure("the cache folder can't be written, so nothing could be put right after a crash",
                                 "make it writable, or name another one in VAULTKIT_CACHE")
    with WriterLock(folder / LOCK):
        _finish(vault, folder / NAME)
        for one in writes:
            if leads_out(one.root, one.root / one.path):
                raise UsageError(f"{one.path} leads out of {one.root} through a link", "remove the link")
            if _read(one.place) != one.before:
                raise UsageError(f"{one.path} changed meanwhile, nothing was written", "call it again")
        if move is not None:
            _check_move(vault, *move)
        try:
            replace_file(folder / NAME, _dumped(writes, move), private=True, sure=True)
        except OSError as error:
            raise cant_write(folder / NAME, error) from error
        try:
            _apply(vault, writes, move)
        except OSError as error:
            with contextlib.suppress(OSError):
                _undo(writes)
                (folder / NAME).unlink()
            raise cant_write(error.filename or vault, error) from error
        _sync()
        (folder / NAME).unlink()


def recover(vault: Path) -> None:
    """Finish what a killed process had begun in the vault. A file that somebody changed since is left as it is. Raises
    EnvironmentFailure where it can't be finished."""
    folder = index_folder(vault)
    if os.path.lexists(folder / NAME):
        with WriterLock(folder / LOCK):
            _finish(vault, folder / NAME)


def _finish(vault: Path, journal: Path) -> None:
    try:
        data: dict[str, Any] = json.loads(read_regular(journal, _LARGEST))
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise EnvironmentFailure(f"can't read {journal} ({error})", "remove it") from error
    from base64 import b64decode

    move = data["move"]
    try:
        moved = move is not None and not is_there(vault, move[0]) and is_there(vault, move[1])
        for item in [] if moved else data["files"]:
            place = Path(item["place"])
            with contextlib.suppress(FileNotFoundError):
                if _hash(_read(place)) == item["before"]:
                    replace_file(place, b64decode(item["after"]), sure=False)
        for parent in {Path(item["place"]).parent for item in data["files"]}:
            _clear(parent)
        if move is not None and not moved and is_there(vault, move[0]):
            _check_move(vault, *move)
            _move(vault, *move)
        _sync()
        journal.unlink()
    except (OSError, UsageError) as error:
        raise EnvironmentFailure(f"can't finish what was begun in {vault} ({error})",
                                 f"make its files writable, or remove {journal} to leave them as they are") from error


def _apply(vault: Path, writes: Sequence[FileWrite], move: tuple[str, str] | None) -> None:
    for one in writes:
        replace_file(one.place, one.after, sure=False)
    if move is not None:
        _move(vault, *move)


def _undo(writes: Sequence[FileWrite]) -> None:
    """Put back what was written. What can't be put back is left to the journal, which then stays."""
    for one in writes:
        if _read(one.place) == one.after:
            replace_file(one.place, one.before, sure=False)


def _check_move(vault: Path, old: str, new: str) -> None:
    """Raise UsageError where the new path leads out of the vault or is taken by another file."""
    source, target = vault / old, vault / new
    parent = target.parent
    while not os.path.lexists(parent):
        parent = parent.parent
    if leads_out(vault, parent) or leads_out(vault, source.parent):
        raise UsageError(f"{new} leads out of the vault through a link", "name another place")
    if os.path.lexists(target) and not (os.path.lexists(source) and os.path.samestat(os.lstat(source),
                                                                                      os.lstat(target))):
        raise UsageError(f"{new} exists already", "it is never overwritten: choose another name")


def _move(vault: Path, old: str, new: str) -> None:
    (vault / new).parent.mkdir(parents=True, exist_ok=True)
    os.rename(vault / old, vault / new)


def is_there(vault: Path, path: str) -> bool:
    """Return whether the vault has a file or folder that is spelled exactly so, also where case makes no difference."""
    parent, _, name = path.rpartition("/")
    try:
        return name in os.listdir(vault / parent)
    except OSError:
        return False


def _clear(parent: Path) -> None:
    """Remove what the killed process was writing."""
    for left in parent.glob(".vaultkit-*.tmp"):
        left.unlink(missing_ok=True)


def _sync() -> None:
    """Have the system write what it holds in memory, once for all files, before the journal goes."""
    if hasattr(os, "sync"):
        os.sync()


def _dumped(writes: Sequence[FileWrite], move: tuple[str, str] | None) -> bytes:
    from base64 import b64encode

    files = [{"place": str(one.place), "before": _hash(one.before), "after": b64encode(one.after).decode()}
             for one in writes]
    return json.dumps({"move": move, "files": files}).encode()


def _read(path: Path) -> bytes:
    return read_regular(path, _LARGEST)


def _hash(data: bytes) -> str:
    from hashlib import blake2b  # it loads OpenSSL, which a run that writes nothing need not wait for

    return blake2b(data, digest_size=16).hexdigest()
