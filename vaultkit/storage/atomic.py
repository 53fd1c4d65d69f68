"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

from vaultkit.errors import EnvironmentFailure

# What file systems say that have no hard links (FAT, some network and FUSE ones, Android).
_NO_LINKS = {errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK, errno.EINVAL}


def replace_file(path: Path, data: bytes, *, private: bool = False) -> None:
    """Put ``data`` in the place of what is at ``path``: a file keeps its permissions, a new one gets the usual ones; a
    link is replaced itself, never what it leads to. ``private``: a file of the index, for the owner alone. Whoever
    reads sees the old file or the new one, whenever this is killed. Raises OSError."""
    name = _written(path, data, 0o600 if private else _permissions(path), sure=not private)
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
