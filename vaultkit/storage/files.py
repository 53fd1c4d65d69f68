"""Files that are written whole or not at all, and the one door to those in a vault that vaultkit writes there or
believes: never through a link that leaves the vault.

A vault may have been cloned or received, so any name in it may be a link to somewhere else, a pipe or a device. What a
person names outside of the vault is her own affair.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

from vaultkit.errors import EnvironmentFailure, UsageError

# Where what was asked for goes when no name was given; nothing in it is ever read.
ASKED = ".vaultkit"
_LARGEST = 64_000_000
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def replace_in(root: Path, path: Path, data: bytes) -> None:
    """Write ``path`` whole or not at all, its folder too; ``root`` is the vault. A link there is replaced itself.
    Raises UsageError when a folder of it leads out of the vault, OSError when it can't be written."""
    _check(root, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, data)


def create_in(root: Path, path: Path, data: bytes, *, sure: bool = True) -> None:
    """Make the file ``path``, which must not exist, its folder too. Raises as ``replace_in``, and FileExistsError.
    ``sure`` as for ``create_file``."""
    _check(root, path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path.parent)) from None
    create_file(path, data, sure=sure)


def read_in(root: Path, path: Path, largest: int = _LARGEST) -> bytes:
    """Return what the file at ``path`` holds. Raises OSError as ``read_regular`` does, and for a file that leads out of
    the folder ``root`` that it is named in."""
    if leads_out(root, path):
        raise OSError(errno.ELOOP, f"it leads out of {root} through a link", str(path))
    return read_regular(path, largest)


def read_regular(path: Path, largest: int = _LARGEST) -> bytes:
    """Return what the file at ``path`` holds, wherever links lead. Raises OSError, also for what is no regular file
    (nothing waits for a pipe) or is over ``largest`` bytes."""
    descriptor = os.open(path, _FLAGS)
    with open(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", str(path))
        data = file.read(largest + 1) if found.st_size <= largest else None
        if data is None or len(data) > largest:
            raise OSError(errno.EFBIG, f"it is over {largest:,} bytes", str(path))
        return data


def asked_for(root: Path, name: str) -> Path:
    """The path of ``name`` in the folder for what was asked for, which is made and hides itself from git. Raises
    UsageError when it leads out of the vault, EnvironmentFailure when it can't be made."""
    path = root / ASKED / name
    _check(root, path)
    try:
        path.parent.mkdir(exist_ok=True)
        with contextlib.suppress(FileExistsError):
            create_file(path.with_name(".gitignore"), b"*\n")
    except OSError as error:
        raise cant_write(path.parent, error) from error
    return path


def leads_out(root: Path, path: Path) -> bool:
    """Return whether ``path`` is named inside of ``root`` and lies outside of it once links are followed."""
    return is_named_in(root, path) and not _lies_in(os.path.realpath(path), os.path.realpath(root))


def _check(root: Path, path: Path) -> None:
    if leads_out(root, path.parent):
        raise UsageError(f"{path} leads out of the vault through a link", "remove the link, or name another file")


def is_named_in(root: Path, path: Path) -> bool:
    """Return whether ``path`` is spelled as one inside of ``root``, links not followed."""
    named = os.path.abspath(path)
    return _lies_in(named, os.path.abspath(root)) or _lies_in(named, os.path.realpath(root))


def _lies_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


# What file systems say that have no hard links (FAT, some network and FUSE ones, Android).
_NO_LINKS = {errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK, errno.EINVAL}


def replace_file(path: Path, data: bytes, *, private: bool = False, sure: bool | None = None) -> None:
    """Put ``data`` in the place of what is at ``path``: a file keeps its permissions, a new one gets the usual ones; a
    link is replaced itself, never what it leads to. ``private``: a file of the index, for the owner alone. Whoever
    reads sees the old file or the new one, whenever this is killed. ``sure`` as for ``create_file``; by default what
    is not private. Raises OSError."""
    name = _written(path, data, 0o600 if private else _permissions(path), sure=not private if sure is None else sure)
    try:
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def create_file(path: Path, data: bytes, *, sure: bool = True) -> None:
    """Make the file ``path``, which must not exist, with all of ``data``: one that fails on the way leaves nothing, so
    that it can be tried again. Whoever makes thousands asks for them not to be ``sure``, and syncs once. Raises
    FileExistsError (a link that leads nowhere counts as a file), OSError."""
    name = _written(path, data, 0o666 & ~_umask(), sure=sure)
    try:
        try:
            os.link(name, path)
        except FileExistsError:
            raise
        except (OSError, AttributeError) as error:
            if getattr(error, "errno", errno.ENOSYS) not in _NO_LINKS:
                raise
            _create_in_place(path, Path(name))
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


def cant_write(path: Path | str, error: OSError) -> EnvironmentFailure:
    """The line that a person reads when a file of hers can't be written."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    mend = "free disk space and try again, nothing was left behind" if full else "make the folder writable"
    return EnvironmentFailure(f"can't write {path} ({error.strerror or error})", mend)


def _create_in_place(path: Path, written: Path) -> None:
    """Without hard links: the name is taken first, and given back where the rest fails."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        os.replace(written, path)
    except BaseException:
        os.unlink(path)
        raise


def _written(path: Path, data: bytes, mode: int, *, sure: bool) -> str:
    """The name of a new hidden file beside ``path`` that holds ``data``, with ``sure`` not only in the system's
    memory."""
    import tempfile  # costs a fifth of a check's imports, and most checks write nothing

    descriptor, name = tempfile.mkstemp(prefix=".vaultkit-", suffix=".tmp", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if sure:
                os.fsync(file.fileno())
        os.chmod(name, mode)
    except BaseException:
        os.unlink(name)
        raise
    return name


def _permissions(path: Path) -> int:
    """Return the permissions of the file at ``path``, else those of a new one."""
    with contextlib.suppress(OSError):
        found = os.lstat(path)
        if stat.S_ISREG(found.st_mode):
            return stat.S_IMODE(found.st_mode)
    return 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
