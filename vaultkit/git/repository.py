"""A folder → the one repository that it belongs to, found without asking git.

Only a ``.git`` counts, so a bare repository that lies among the files never does. A ``.git`` that leads elsewhere
counts where the other end belongs to it: of a linked worktree (gitrepository-layout(5)), a submodule, a
``--separate-git-dir``; never one that lies among the files.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from vaultkit.git.program import git_settings_in, users_settings

_LONGEST = 10_000_000
_EXTENSIONS = {"noop", "noop-v1", "preciousobjects", "partialclone", "worktreeconfig", "objectformat", "refstorage",
               "relativeworktrees", "compatobjectformat", "submodulepathconfig"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Repository:
    """``top`` is the work tree's folder; ``folder`` its git folder; ``common`` the one that its worktrees share;
    ``settings`` what its configuration says, data to be read and never handed to git as they are."""

    top: Path
    folder: str
    common: str
    settings: dict[str, str]

    @property
    def linked(self) -> bool:
        """True when this is a worktree beside the main one."""
        return self.folder != self.common

    def remotes(self) -> dict[str, str]:
        """Name → the first URL."""
        return {name[len("remote."):-len(".url")]: value for name, value in self.settings.items()
                if name.startswith("remote.") and name.endswith(".url")}


def repository(folder: Path) -> Repository | None:
    """The repository of the nearest folder above that has a ``.git``; None where there is none, where it is not the
    user's (git's safe.directory), or not what it says it is."""
    here = Path(os.path.realpath(folder))
    for top in (here, *here.parents):
        dot = os.path.join(top, ".git")
        try:
            mode = os.stat(dot).st_mode
        except (OSError, ValueError):
            continue
        if stat.S_ISDIR(mode) and not _is_git_folder(dot, _common(dot)):
            continue
        named = dot if stat.S_ISDIR(mode) else _named(dot)
        return _judged(top, dot, os.path.realpath(named)) if named is not None else None
    return None


def of_another_user(folder: Path) -> Path | None:
    """The top of the repository around a folder where it is not looked at since it is not the user's (git-config(1),
    safe.directory)."""
    here = Path(os.path.realpath(folder))
    top = next((top for top in (here, *here.parents) if os.path.lexists(os.path.join(top, ".git"))), None)
    if top is None or repository(folder) is not None:
        return None
    dot = os.path.join(top, ".git")
    return None if _is_users(top, dot, os.path.realpath(_named(dot) or dot)) else top


def read_small(path: str) -> bytes | None:
    """The content of a regular file of git's folder; None for anything else, a pipe or a device above all."""
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LONGEST:
            return None
        return Path(path).read_bytes()
    except (OSError, ValueError):
        return None


def stamp(path: str) -> tuple[int, int, int, int] | None:
    """Return numbers that differ when a file was written again."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def is_true(value: str) -> bool:
    """Return whether git takes a setting's value for true (git-config(1), "Values")."""
    return value.lower() in ("true", "yes", "on", "1")


def _judged(top: Path, dot: str, folder: str) -> Repository | None:
    common = _common(folder)
    if not _is_git_folder(folder, common) or not _is_users(top, dot, folder):
        return None
    config = os.path.join(common, "config")
    found = _settings(config, stamp(config))
    if found is None or not _belongs(top, dot, folder, common, found):
        return None
    return Repository(top, folder, common, found)


def _belongs(top: Path, dot: str, folder: str, common: str, settings: dict[str, str]) -> bool:
    """Return whether the git folder is that of this work tree, and names it as such itself."""
    worktree, bare = settings.get("core.worktree"), is_true(settings.get("core.bare", "false"))
    leads_here = worktree is not None and os.path.realpath(os.path.join(folder, worktree)) == str(top)
    if folder == dot and common == folder:
        return leads_here or (worktree is None and not bare)
    if folder.startswith(os.path.join(top, "")):
        return False
    if common != folder:
        back = os.path.join(folder, _line(os.path.join(folder, "gitdir")) or "")
        return (os.path.dirname(folder) == os.path.join(common, "worktrees")
                and os.path.realpath(os.path.dirname(back)) == str(top))
    # A git folder called .git is that of the folder it lies in, whoever points to it.
    return leads_here or (worktree is None and not bare and os.path.basename(folder) != ".git")


def _is_users(top: Path, dot: str, folder: str) -> bool:
    """Return whether work tree and git folder are the user's, or the user's own settings call them safe (git-config(1),
    safe.directory). Where files have no owner by number nothing is held against them."""
    try:
        me = os.geteuid()
        mine = {me, int(os.environ.get("SUDO_UID", me))} if me == 0 else {me}
        if {os.stat(top).st_uid, os.lstat(dot).st_uid, os.stat(folder).st_uid} <= mine:
            return True
    except AttributeError:
        return True
    except (OSError, ValueError):
        return False
    safe = False
    for value in users_settings().get("safe.directory", []):
        if not value:
            safe = False
        elif value.endswith("/*"):
            safe = safe or str(top).startswith(os.path.join(os.path.realpath(value[:-2]), ""))
        else:
            safe = safe or value == "*" or os.path.realpath(value) == str(top)
    return safe


@lru_cache(maxsize=32)
def _settings(config: str, _stamp: object) -> dict[str, str] | None:
    """Name → its last value (of a remote's URL the first). None for a file that git could not read, and for a form of
    repository that is not known here (gitrepository-layout(5), core.repositoryFormatVersion)."""
    if read_small(config) is None:
        return None if _stamp is not None else {}
    found: dict[str, str] = {}
    pairs = git_settings_in(Path(config))
    if pairs is None:
        return None
    for name, value in pairs:
        if not (name in found and name.startswith("remote.") and name.endswith(".url")):
            found[name] = value
    version = found.get("core.repositoryformatversion", "0")
    extensions = {name.partition(".")[2] for name in found if name.startswith("extensions.")}
    return found if version == "0" or (version == "1" and extensions <= _EXTENSIONS) else None


def _is_git_folder(folder: str, common: str) -> bool:
    """The three things that every git folder has."""
    return (os.path.isfile(os.path.join(folder, "HEAD")) and os.path.isdir(os.path.join(common, "objects"))
            and os.path.isdir(os.path.join(common, "refs")))


def _common(folder: str) -> str:
    """The git folder that a linked worktree's one belongs to; any other one itself."""
    line = _line(os.path.join(folder, "commondir"))
    return os.path.realpath(os.path.join(folder, line)) if line else folder


def _named(dot: str) -> str | None:
    line = _line(dot)
    if line is None or not line.startswith("gitdir: "):
        return None
    return os.path.join(os.path.dirname(dot), line[len("gitdir: "):])


def _line(path: str) -> str | None:
    data = read_small(path)
    return os.fsdecode(data).rstrip("\r\n") if data is not None and b"\0" not in data else None
