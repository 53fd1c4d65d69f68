"""Place of a vault's index: in the user's cache folder, one folder a vault, readable by its owner alone.

So no vault brings an index, no sync tool carries one, and a vault that can't be written has one all the same. Where the
cache is of no use (it can't be written, the disk is full, others may write it, it lies in the vault) a temporary
index serves, and one line says so. docs/decisions/0020-index-in-the-cache-folder.md has the reasons.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import re
import shutil
import stat
import sys
from functools import cache
from pathlib import Path

from vaultkit.errors import EnvironmentFailure

VAULTS, RECORD = "vaults", "vault.json"
# Free bytes that the index of the smallest vault needs together with its journal.
_LEAST_FREE = 2_000_000
_MODE = 0o700


class Useless(Exception):
    """Reason why the cache folder can't be used, as the line for a person says it."""


def cache_root() -> Path:
    """``$VAULTKIT_CACHE``, else what platformdirs gives as the user's cache folder. Not made here, never relative.
    Raises Useless where there is no home."""
    own = os.environ.get("VAULTKIT_CACHE")
    try:
        if own:
            return Path(own).expanduser().absolute()
        if sys.platform in ("win32", "darwin"):
            import platformdirs

            return platformdirs.user_cache_path("vaultkit", appauthor=False)
        # The same as platformdirs' without its import, which costs a check a twentieth of its time.
        base = os.environ.get("XDG_CACHE_HOME", "")
        if os.path.isabs(base):
            return Path(base) / "vaultkit"
        home = Path.home()
        if not home.is_dir():  # who may make it would leave a home for nobody
            raise Useless(f"there is no home folder {home}")
        return home / ".cache" / "vaultkit"
    except (RuntimeError, OSError) as error:
        raise Useless("there is no home folder") from error


def index_folder(vault: Path) -> Path:
    """The folder of the index of the vault at ``vault``, made where it is missing, with mode 0700.

    Where the cache is of no use it is a temporary one, the same for every call, removed when the process ends;
    ``why_temporary`` says why. Raises EnvironmentFailure where there is no temporary folder either."""
    real = os.path.realpath(vault)
    if real in _temporary:
        return _temporary[real]
    try:
        return _made(_looked_at(real), real)
    except Useless as error:
        return use_temporary(vault, str(error))


def place_of(vault: Path) -> tuple[Path | None, str | None]:
    """Return where the index of ``vault`` lies or would lie, and why that place is of no use; nothing is made."""
    real = os.path.realpath(vault)
    try:
        folder = cache_root() / VAULTS / folder_name(real)
    except Useless as error:
        return None, str(error)
    try:
        _looked_at(real)
    except Useless as error:
        return folder, str(error)
    return folder, None


def folder_name(real: str) -> str:
    """A name for the index of the vault whose real path is ``real``: readable, and different for different paths."""
    short = re.sub(r"\W+", "-", os.path.basename(real), flags=re.ASCII).strip("-")[:32] or "vault"
    return f"{short}-{hashlib.blake2b(os.fsencode(real), digest_size=10).hexdigest()}"


def shared_folder(*, make: bool = False) -> Path:
    """The cache folder for what serves every vault (forms of models, their hashes); with ``make`` made where it is
    missing, with mode 0700. One that a vault could have brought, or that others may write, is not used: then it is a
    temporary one. Raises OSError where there is none either."""
    try:
        root = cache_root()
        _check_private(root)
        if root not in _brought:
            if make:
                _make_private(root)
            return root
    except Useless:
        pass
    return temporary_folder()


_temporary: dict[str, Path] = {}
_reasons: dict[str, str] = {}
_brought: set[Path] = set()


def use_temporary(vault: Path, why: str) -> Path:
    """Let a temporary index serve ``vault`` from now on; ``why`` is kept to be told. Raises EnvironmentFailure."""
    real = os.path.realpath(vault)
    try:
        folder = temporary_folder() / folder_name(real)
        folder.mkdir(mode=_MODE, exist_ok=True)
    except OSError as error:
        raise EnvironmentFailure(f"{why}, and there is no room for a temporary index ({error.strerror or error})",
                                 "free disk space, or set VAULTKIT_CACHE to a folder that can be written") from error
    _temporary[real], _reasons[real] = folder, why
    return folder


def why_temporary(vault: Path) -> str | None:
    """Return why a temporary index serves ``vault`` in this process; None where none does."""
    return _reasons.get(os.path.realpath(vault))


def is_temporary(vault: Path) -> bool:
    """Return whether a temporary index serves ``vault`` in this process."""
    return os.path.realpath(vault) in _temporary


@cache
def temporary_folder() -> Path:
    """A folder of this process, removed when it ends. Raises OSError."""
    import tempfile

    folder = tempfile.mkdtemp(prefix="vaultkit-")
    atexit.register(_remove, folder, os.getpid())
    return Path(folder)


def _remove(folder: str, owner: int) -> None:
    # A forked child runs the same handlers, and must not take the folder away from under its parent.
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


def _looked_at(real: str) -> Path:
    """The folder for the vault at ``real`` below a cache that does not lie in the vault's own reach."""
    root = cache_root()
    place = os.path.realpath(root)
    reach = _reach(real)
    if _within(place, reach):
        _brought.add(root)
        raise Useless(f"the cache folder {root} lies in {reach}, which could bring an index of its own")
    for folder in (root, root / VAULTS, root / VAULTS / folder_name(real)):
        _check_private(folder)
    return root / VAULTS / folder_name(real)


def _reach(real: str) -> str:
    """The vault, or the outermost repository around it that it may have come with: never the home folder or what is
    above it, since what lies there is the person's own."""
    try:
        home = os.path.realpath(Path.home())
    except RuntimeError:
        home = ""
    reach = folder = real
    while not _within(home, folder) and folder != os.path.dirname(folder):
        if os.path.lexists(os.path.join(folder, ".git")):
            reach = folder
        folder = os.path.dirname(folder)
    return reach


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _made(folder: Path, real: str) -> Path:
    for part in (folder.parent.parent, folder.parent, folder):
        _make_private(part)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Useless(f"can't write {folder}")
    try:
        if shutil.disk_usage(folder).free < _LEAST_FREE:
            raise Useless(f"the disk of {folder} is full")
        if not (folder / RECORD).exists():
            from vaultkit.storage.files import replace_file

            replace_file(folder / RECORD, json.dumps({"vault": real}).encode(), private=True)
    except OSError as error:
        raise Useless(f"can't write {folder} ({error.strerror or error})") from error
    return folder


def _make_private(folder: Path) -> None:
    _check_sudo(folder)
    try:
        folder.mkdir(mode=_MODE, parents=True)
        folder.chmod(_MODE)  # whatever the umask took away
    except FileExistsError:
        pass
    except OSError as error:
        raise Useless(f"can't make {folder} ({error.strerror or error})") from error
    _check_private(folder)


def _check_sudo(folder: Path) -> None:
    """Raises Useless where root would make a folder in the home of whoever called sudo, who could not use it later."""
    caller = os.environ.get("SUDO_UID", "")
    if os.name != "posix" or os.geteuid() != 0 or not caller.isdigit() or caller == "0" or folder.exists():
        return
    above = next((parent for parent in folder.parents if parent.exists()), folder)
    if above.stat().st_uid == int(caller):
        raise Useless(f"{above} belongs to another user")


def _check_private(folder: Path) -> None:
    """Raises Useless for a folder that is there and that somebody else may have written."""
    try:
        found = folder.stat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise Useless(f"can't read {folder} ({error.strerror or error})") from error
    if not stat.S_ISDIR(found.st_mode):
        raise Useless(f"{folder} is no folder")
    if os.name != "posix":
        return
    if found.st_uid != os.geteuid():
        raise Useless(f"{folder} belongs to another user")
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise Useless(f"others may write {folder} (chmod 700 mends it)")
