"""Opening the SQLite files of the index: WAL, a schema version, and a new file where the old one is of no use.

Everything in them can be made again from the vault, so a file that is damaged or of another version is thrown away.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from vaultkit.errors import EnvironmentFailure

_CORRUPT = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
T = TypeVar("T")
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class NoRoom(EnvironmentFailure):
    """The disk of the index is full."""


class DamagedIndex(EnvironmentFailure):
    """A record in one of our files is damaged: the file can't be used."""

    def __init__(self) -> None:
        super().__init__("the index is damaged", "remove its folder, which `vaultkit doctor` names: it is made again")


@contextlib.contextmanager
def reading_records() -> Iterator[None]:
    """Turn what goes wrong with a record, which only we write, into Damaged."""
    try:
        yield
    except (ValueError, TypeError, IndexError) as error:
        raise DamagedIndex from error


def make_folder(path: Path) -> None:
    """Make a folder of the index, for its owner alone. Raises EnvironmentFailure when it can't be."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        if path.exists() and not path.is_dir():
            raise EnvironmentFailure(f"{path} is no folder", "remove or rename it: the index lies there") from error
        raise EnvironmentFailure(
            f"can't write the index folder {path} ({error.strerror or error})", "make the folder around it writable"
        ) from error


def open_db(path: Path, schema_version: int, ddl: str) -> sqlite3.Connection:
    """Open or create one of our databases, in autocommit mode; its folder is made when missing.

    ``ddl`` is a script of CREATE statements. A file of another ``schema_version`` is emptied, one that is damaged or no
    database at all is replaced. Raises EnvironmentFailure when it can't be opened, written, or is busy.
    """
    make_folder(path.parent)
    try:
        try:
            return _open(path, schema_version, ddl)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if not is_corrupt(error) and not path.is_dir():
                raise
            discard(path)
            return _open(path, schema_version, ddl)
    except (sqlite3.Error, OSError) as error:
        raise failure(path, error) from error


def discard(path: Path) -> None:
    """Remove a database with its journal, and a folder that has taken its place; nothing happens when it is gone
    already. Raises OSError."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        part = path.with_name(path.name + suffix)
        if part.is_dir():
            import shutil

            shutil.rmtree(part)
        else:
            part.unlink(missing_ok=True)


def using_db(path: Path, schema_version: int, ddl: str, act: Callable[[sqlite3.Connection], T]) -> T:
    """Return what ``act`` makes of a database that is opened for it alone; one that proves damaged on the way is made
    anew and ``act`` called again. Raises EnvironmentFailure as ``open_db`` does."""
    for again in (True, False):
        try:
            with contextlib.closing(open_db(path, schema_version, ddl)) as db:
                return act(db)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if not again or not is_corrupt(error):
                raise failure(path, error) from error
        try:
            discard(path)
        except OSError as error:
            raise failure(path, error) from error
    raise AssertionError


def is_corrupt(error: BaseException) -> bool:
    """True when an error of sqlite3 says that the file itself is damaged (not busy, full or read-only): only a
    new file helps. A missing table or column means that somebody else's file has our version number. A damaged
    definition may be quoted in a message that is no UTF-8."""
    if isinstance(error, UnicodeDecodeError):
        return True
    if not isinstance(error, sqlite3.DatabaseError):
        return False
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return "decode" in str(error)
    return code & 0xFF in _CORRUPT or (code == sqlite3.SQLITE_ERROR and "no such" in str(error))


def failure(path: Path, error: BaseException) -> EnvironmentFailure:
    """The line that a person reads when a database can't be used."""
    code = getattr(error, "sqlite_errorcode", 0) or 0
    if code & 0xFF in _BUSY:
        return EnvironmentFailure(f"another process is writing {path}", "try again when it is done")
    if code & 0xFF == sqlite3.SQLITE_FULL or getattr(error, "errno", None) == errno.ENOSPC:
        return NoRoom(f"the disk of {path} is full", "free disk space, or set VAULTKIT_CACHE to another disk")
    if isinstance(error, OSError):
        return EnvironmentFailure(f"can't use {path} ({error.strerror or error})", "make it writable or remove it")
    return EnvironmentFailure(
        f"can't use {path} ({error})", f"make {path.parent} writable, free disk space, or remove it"
    )


@contextlib.contextmanager
def transaction(db: sqlite3.Connection, mode: str = "IMMEDIATE") -> Iterator[None]:
    """All or nothing. ``mode`` DEFERRED gives a reader one snapshot over several queries; one that is open serves."""
    if mode == "DEFERRED" and db.in_transaction:
        yield
        return
    db.execute(f"BEGIN {mode}")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _open(path: Path, schema_version: int, ddl: str) -> sqlite3.Connection:
    # What SQLite makes beside it gets the same permissions.
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    db = sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA cache_size = -32000")
        if _version(db) != schema_version:
            with transaction(db):
                if _version(db) != schema_version:
                    _empty(db)
                    for statement in _statements(ddl):
                        db.execute(statement)
                    db.execute(f"PRAGMA user_version = {schema_version:d}")
    except BaseException:
        db.close()
        raise
    return db


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _empty(db: sqlite3.Connection) -> None:
    """Drop all that there is, virtual tables first: their shadow tables go with them."""
    query = (
        "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view')"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " ORDER BY sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    for kind, name in db.execute(query).fetchall():
        quoted = name.replace('"', '""')
        db.execute(f'DROP {kind} IF EXISTS "{quoted}"')


def _statements(ddl: str) -> Iterator[str]:
    statement = ""
    for line in ddl.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement


@contextmanager
def pausing_gc() -> Iterator[None]:
    """Thousands of lists and tuples that all stay alive: looking for cycles among them finds none and takes time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
