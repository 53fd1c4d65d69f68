"""Changes that are staged, and what the work tree differs in from it."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from vaultkit.git.door import run
from vaultkit.git.history import StagedChange, changes, contents, toplevel
from vaultkit.git.hooks import hook_index
from vaultkit.git.program import users_file, users_settings
from vaultkit.git.repository import read_small, repository
from vaultkit.text.lazy_pattern import lazy_pattern


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


_WORDS = (b"filter", b"working-tree-encoding")
_ATTRIBUTES = lazy_pattern(rb"(?:^|(?<=\0))(?:[^\0]*/)?\.gitattributes(?=\0)")
_UNSEEN = lazy_pattern(rb"(?:^|(?<=\0))[Sa-z] ([^\0]*)")
_LONGEST = 50_000_000


def filtered(top: Path, wanted: Callable[[str], bool], untracked: Collection[str], index: str | None) -> list[str]:
    """The staged paths that are ``wanted`` and have a filter or an encoding of the work tree by the attributes on disk
    or staged, and whose file holds other bytes than were staged."""
    users = users_file(users_settings(), "core.attributesfile", "attributes")
    if not _named_anywhere(top, untracked, index, users):
        return []
    entries = {path: entry for path, entry in _entries(top, index).items() if wanted(path)}
    asked = "".join(f"{path}\0" for path in entries).encode("utf-8", "surrogateescape")
    found: set[str] = set()
    for source in ([], ["--cached"]):
        output = run(top, "check-attr", "-z", *source, "--stdin", "filter", "working-tree-encoding", index=index,
                     stdin=asked, attributes=users) if entries else None
        fields = iter((output or b"").decode("utf-8", "surrogateescape").split("\0"))
        found.update(path for path, _, value in zip(fields, fields, fields, strict=False)
                     if value not in ("unspecified", "unset"))
    return sorted(path for path in found if not _is_raw(os.path.join(top, path), entries[path]))


def unseen(top: Path, index: str | None) -> list[str]:
    """The staged paths whose file git was told not to look at (git-update-index(1): skip-worktree, which a sparse
    checkout sets, and assume-unchanged), and whose file is not there or holds other bytes than were staged."""
    listed = run(top, "ls-files", "-v", "-z", index=index) or b""
    paths = [os.fsdecode(path) for path in _UNSEEN.findall(listed)]
    entries = _entries(top, index) if paths else {}
    return [path for path in paths if path in entries and not _is_raw(os.path.join(top, path), entries[path])]


def _named_anywhere(top: Path, untracked: Collection[str], index: str | None, users: str) -> bool:
    """Return whether a file of attributes speaks of a filter at all."""
    repo = repository(top)
    listed = _ATTRIBUTES.findall(run(top, "ls-files", "-z", index=index) or b"")
    paths = {path.decode("utf-8", "surrogateescape") for path in listed} | {".gitattributes"}
    paths.update(path for path in untracked if path.rpartition("/")[2] == ".gitattributes")
    files = [users, os.path.join(repo.common, "info", "attributes") if repo else users]
    texts = [read_small(file) for file in (*files, *(os.path.join(top, path) for path in paths))]
    texts += contents(top, "", sorted(paths), index).values()
    return any(text is not None and any(word in text for word in _WORDS) for text in texts)


def _entries(top: Path, index: str | None) -> dict[str, str]:
    """Path → the blob's id, of the regular files that are staged."""
    found: dict[str, str] = {}
    for record in (run(top, "ls-files", "-s", "-z", index=index) or b"").split(b"\0"):
        numbers, _, path = record.decode("utf-8", "surrogateescape").partition("\t")
        mode, _, rest = numbers.partition(" ")
        digest, _, stage = rest.partition(" ")
        if mode.startswith("100") and stage == "0":
            found[path] = digest
    return found


def _is_raw(file: str, digest: str) -> bool:
    """Return whether a file holds the bytes of a blob (gitformat-pack(5): the kind, the size, a NUL and the
    content)."""
    try:
        status = os.lstat(file)
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LONGEST:
            return False
        data = Path(file).read_bytes()
    except OSError:
        return False
    made = hashlib.new("sha256" if len(digest) == 64 else "sha1", b"blob %d\0" % len(data), usedforsecurity=False)
    made.update(data)
    return made.hexdigest() == digest
