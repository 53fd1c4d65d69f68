"""``trust.json`` in the person's own folder of settings: vault (its real path) → the origins that it may send to."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vaultkit.config.user import own_folder, user_folder
from vaultkit.errors import EnvironmentFailure

NAME = "trust.json"
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Trusted:
    """Content of the file of trusted servers; ``path`` None: there is no folder for it."""

    path: Path | None
    vaults: dict[str, tuple[str, ...]]

    def of(self, vault: Path) -> tuple[str, ...]:
        """The origins that ``vault`` may send to."""
        return self.vaults.get(os.path.realpath(vault), ())


def read_trusted(vault: Path | None = None) -> Trusted:
    """Read what is trusted; nothing where the folder would be ``vault``'s own. Raises EnvironmentFailure for a file
    that is damaged or can't be read: it is left as it is."""
    folder = user_folder() if vault is None else own_folder(vault)
    if folder is None:
        return Trusted(None, {})
    path = folder / NAME
    try:
        if not path.is_file():
            return Trusted(path, {})
        with path.open("rb") as file:
            data = json.loads(file.read(_LARGEST).decode("utf-8"))
        return Trusted(path, _vaults(data))
    except OSError as error:
        raise EnvironmentFailure(f"{path} can't be read ({error.strerror or error})", "make it readable") from error
    except (ValueError, RecursionError) as error:
        raise EnvironmentFailure(f"{path} is damaged, so nothing that it allowed holds",
                                 "mend it, or remove it and allow each server again") from error


def allow(vault: Path, origin: str) -> Path:
    """Let ``vault`` send to ``origin``; the file that keeps it. Raises EnvironmentFailure when it can't be kept."""
    with _alone(vault):
        trusted = read_trusted(vault)
        origins = trusted.of(vault)
        return _write(trusted, vault, origins if origin in origins else (*origins, origin))


def revoke(vault: Path, origin: str) -> bool:
    """Take that back; False when it was not allowed. Raises EnvironmentFailure when it can't be kept."""
    with _alone(vault):
        trusted = read_trusted(vault)
        origins = trusted.of(vault)
        if origin not in origins:
            return False
        _write(trusted, vault, tuple(one for one in origins if one != origin))
        return True


@contextlib.contextmanager
def _alone(vault: Path) -> Iterator[None]:
    """Keep other calls from writing at the same time, where the system has such locks (a folder's, flock(2))."""
    handle = None
    try:
        import fcntl

        folder = own_folder(vault)
        if folder is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(folder, os.O_RDONLY)
            fcntl.flock(handle, fcntl.LOCK_EX)
    except (ImportError, OSError):
        pass  # what can't be locked is told when it can't be written
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _vaults(data: Any) -> dict[str, tuple[str, ...]]:
    """The checked content. Raises ValueError."""
    vaults = data.get("vaults") if isinstance(data, dict) else None
    if not isinstance(vaults, dict):
        raise ValueError("no vaults")
    for origins in vaults.values():
        if not isinstance(origins, list) or not all(isinstance(origin, str) for origin in origins):
            raise ValueError("no list of addresses")
    return {vault: tuple(origins) for vault, origins in vaults.items()}


def _write(trusted: Trusted, vault: Path, origins: tuple[str, ...]) -> Path:
    """Replace the file whole, readable by its owner alone."""
    if trusted.path is None:
        raise EnvironmentFailure("there is no folder for your own settings outside of this vault",
                                 "set XDG_CONFIG_HOME to one, or name the server in VAULTKIT_TRUST")
    vaults = {**trusted.vaults, os.path.realpath(vault): origins}
    kept = {name: sorted(found) for name, found in sorted(vaults.items()) if found}
    text = json.dumps({"vaults": kept}, indent=2, ensure_ascii=True) + "\n"
    folder, draft = trusted.path.parent, None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp makes a file for its owner alone.
        handle, draft = tempfile.mkstemp(prefix=f".{NAME}.", dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, trusted.path)
    except OSError as error:
        if draft is not None:
            with contextlib.suppress(OSError):
                os.unlink(draft)
        raise EnvironmentFailure(f"{trusted.path} can't be written ({error.strerror or error})",
                                 "make the folder writable, or name the server in VAULTKIT_TRUST") from error
    return trusted.path
