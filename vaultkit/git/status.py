"""Changes that are staged, and what the work tree differs in from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vaultkit.git.door import run
from vaultkit.git.filters import filtered, unseen
from vaultkit.git.history import StagedChange, changes, contents, toplevel
from vaultkit.git.hooks import hook_index
from vaultkit.git.program import users_file, users_settings


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a work tree, paths relative to its top level. ``unstaged``: tracked paths whose file differs from
    the index or is gone; ``untracked``: files that git does not ignore and that a commit would not have, those that are
    only intended to be added among them; ``unmerged``: those of an unfinished merge."""

    staged: tuple[StagedChange, ...]
    unstaged: tuple[str, ...]
    untracked: tuple[str, ...]
    unmerged: tuple[str, ...]


def staged(folder: Path) -> list[StagedChange] | None:
    """Return what the next commit will change, sorted by path (relative to the top level); None outside of a
    repository.

    In a hook the index that git names there is used, so that ``git commit FILE`` is seen as it will be.
    """
    top = toplevel(folder)
    if top is None:
        return None
    output = run(top, "diff", "--cached", "-z", "-M", "--name-status", "--no-ext-diff", "--no-textconv",
                 "--ignore-submodules=all", index=hook_index(top))
    return sorted(changes(output), key=lambda change: change.path) if output is not None else None


def status(top: Path, read: Callable[[str], bool] = lambda path: False) -> Status | None:
    """Return what the index differs in from the last commit and the work tree from the index; None when git fails.
    Submodules are left alone: they are repositories of their own. In a hook the index that git names there. No filter
    is run: files that ``read`` holds for are ``unstaged`` where their bytes are not the staged ones, whatever a filter
    would make of them."""
    index = hook_index(top)
    output = run(top, "status", "--porcelain=v2", "-z", "--untracked-files=all", "--ignore-submodules=all",
                 "--renames", "--no-ahead-behind", index=index,
                 excludes=users_file(users_settings(), "core.excludesfile", "ignore"))
    if output is None:
        return None
    found = _status(output)
    unstaged = (*found.unstaged, *filtered(top, read, found.untracked, index), *unseen(top, index))
    return Status(found.staged, tuple(dict.fromkeys(unstaged)), found.untracked, found.unmerged)


def staged_contents(folder: Path, paths: list[str]) -> dict[str, bytes]:
    """The staged content of each path (relative to the top level) that the index holds, read in one process."""
    top = toplevel(folder)
    return contents(top, "", paths, hook_index(top)) if top is not None and paths else {}


def _status(output: bytes) -> Status:
    """git-status, "Porcelain Format Version 2", with -z: 1 ordinary, 2 renamed or copied (the old path follows),
    u unmerged, ? untracked. Symbolic links and submodules are nothing to read."""
    fields = iter(output.decode("utf-8", "surrogateescape").split("\0"))
    staged_, unstaged, untracked, unmerged = [], [], [], []
    for record in fields:
        kind = record[:2]
        if kind == "? ":
            untracked.append(record[2:])
        elif kind == "u ":
            unmerged.append(record.split(" ", 10)[10])
        elif kind in ("1 ", "2 "):
            parts = record.split(" ", 9 if kind == "2 " else 8)
            both, modes, path = parts[1], parts[3:6], parts[-1]
            old = next(fields, "") if kind == "2 " else None
            if "160000" in modes:
                continue
            if both == ".A":  # only intended to be added: the commit will not have it
                untracked.append(path)
                continue
            if both[0] != ".":
                renamed = both[0] == "R"
                staged_.append(StagedChange(both[0], path, old if renamed or both[0] == "C" else None))
            if both[1] != "." and "120000" not in modes:
                unstaged.append(path)
    changes = sorted(staged_, key=lambda change: change.path)
    return Status(tuple(changes), tuple(unstaged), tuple(untracked), tuple(unmerged))
