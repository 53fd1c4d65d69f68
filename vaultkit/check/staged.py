"""Changes that a commit will make, in the words of the vault and of the source roots: paths, contents before and
after."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from vaultkit import git
from vaultkit.config import Config
from vaultkit.errors import UsageError
from vaultkit.source.files import kind_of
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.names import is_canvas, is_note

_SURROGATES = lazy_pattern("[\ud800-\udfff]")


@dataclass(slots=True)
class Side:
    """One folder (the vault or a source root) under the change. ``changed``: the paths in it that the commit changes,
    old names of renamed ones too. ``after`` and ``before`` are what a reader of the work tree has to take in its place
    to see the folder as it will be committed, or as it was (None: no such file); ``left_out``: files on disk that the
    commit does not have and git does not ignore; ``renamed``: old path → new one."""

    folder: Path
    changed: set[str] = field(default_factory=set)
    after: dict[str, bytes | None] = field(default_factory=dict)
    before: dict[str, bytes | None] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Staged:
    """The change: the vault's side, and that of each source root. ``top`` is the repository's folder; ``first``: there
    is no commit before."""

    top: Path
    vault: Side
    roots: dict[str, Side]
    first: bool

    @property
    def empty(self) -> bool:
        """True when nothing that vaultkit looks at is staged."""
        return not self.vault.changed and not any(side.changed for side in self.roots.values())


def source_roots(config: Config) -> list[Path]:
    """The source roots, also one whose folder went with its last file; the vault when none is set."""
    return list(config.roots or (config.vault,))


def read_staged(vault: Path, roots: Iterable[Path], cwd: Path) -> Staged:
    """Return what is staged in the repository that ``cwd`` lies in, where that holds the vault or a source root, else
    in the vault's own. Raises UsageError where there is no repository, or no git."""
    folders = [vault, *roots]
    top = _repository(folders, cwd)
    if top is None:
        raise no_repository(vault, "--staged needs one, and git itself")
    status = git.status(top, _is_read)
    if status is None:
        raise UsageError(f"git can't tell the state of {top}", "try `git status` there")
    first = git.head(top) is None
    sides = {str(folder): Side(folder) for folder in folders}
    for side in sides.values():
        prefix = _prefix(top, side.folder)
        if prefix is not None:
            _fill(side, prefix, status)
    _read(top, sides.values(), first)
    return Staged(top, sides[str(vault)], {str(root): sides[str(root)] for root in roots}, first)


def no_repository(folder: Path, mend: str) -> UsageError:
    """The error where a folder lies in no repository that may be asked; ``mend`` where it lies in none."""
    if (top := git.of_another_user(folder)) is not None:
        return UsageError(f"the repository {top} belongs to another user",
                          f"if you trust it: git config --global --add safe.directory {shlex.quote(str(top))}")
    return UsageError(f"{folder} lies in no git repository", mend)


def _repository(folders: list[Path], cwd: Path) -> Path | None:
    here = git.toplevel(cwd)
    if here is not None and any(git.toplevel(folder) == here for folder in folders):
        return here
    return git.toplevel(folders[0])


def _prefix(top: Path, folder: Path) -> str | None:
    """``folder`` as git names it in the repository, with a closing slash; None when it lies outside."""
    relative = os.path.relpath(os.path.realpath(folder), os.path.realpath(top)).replace(os.sep, "/")
    if relative == ".":
        return ""
    return None if relative.startswith("../") or relative == ".." else relative + "/"


def _is_read(path: str) -> bool:
    """Return whether what a file holds matters: of others only the name does."""
    return is_note(path) or is_canvas(path) or kind_of(path.rpartition("/")[2]) is not None


def _fill(side: Side, prefix: str, status: git.Status) -> None:
    """Collect the paths of one folder that are concerned; contents come later, None stands for those to be read. A name
    that is no UTF-8 stands for itself as a walk tells it, and for no content: neither a link nor the index can name
    it."""
    for change in status.staged:
        for path in (change.path, change.old if change.status == "R" else None):
            if path is not None and path.startswith(prefix):
                inner = path[len(prefix):].encode("utf-8", "surrogateescape")
                side.changed.add(inner.decode("utf-8", "backslashreplace"))
        if change.status == "R" and change.old is not None and change.path.startswith(prefix):
            side.renamed[change.old[len(prefix):]] = change.path[len(prefix):]
    side.changed.update(_nameable(status.unmerged, prefix))
    side.after.update(dict.fromkeys(_nameable(status.unstaged, prefix)))
    side.left_out.update(_nameable(status.untracked, prefix))


def _nameable(paths: Iterable[str], prefix: str) -> Iterator[str]:
    """The paths below ``prefix`` without it, those that are no UTF-8 left out."""
    for path in paths:
        inner = path[len(prefix):]
        if path.startswith(prefix) and (inner.isascii() or not _SURROGATES.search(inner)):
            yield inner


def _read(top: Path, sides: Iterable[Side], first: bool) -> None:
    """The contents of the index where the work tree differs from it, and of the last commit where the index does."""
    sides = list(sides)
    prefixes = {id(side): _prefix(top, side.folder) or "" for side in sides}
    wanted = sorted({prefixes[id(side)] + path for side in sides for path in side.after})
    indexed = git.staged_contents(top, wanted) if wanted else {}
    old = sorted({prefixes[id(side)] + path for side in sides for path in side.changed})
    committed = git.contents(top, "HEAD", old) if old and not first else {}
    for side in sides:
        prefix = prefixes[id(side)]
        side.after = {path: indexed.get(prefix + path) for path in side.after}
        side.after.update((path, None) for path in side.left_out)
        side.before = {path: committed.get(prefix + path) for path in side.changed}
