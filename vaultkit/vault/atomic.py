"""Replacing a file whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of the file at ``path``, which keeps its permissions; a new one gets the usual ones.
    Whoever reads sees the old file or the new one, whenever this is killed. Raises OSError."""
    import tempfile  # costs a fifth of a check's imports, and most checks write nothing

    descriptor, name = tempfile.mkstemp(prefix=".vaultkit-", suffix=".tmp", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
