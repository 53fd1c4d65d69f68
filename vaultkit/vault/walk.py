"""A folder → its files with what tells whether they changed. Opens no file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from vaultkit.errors import UsageError
from vaultkit.messages.message import Message
from vaultkit.model import Problem
from vaultkit.text.names import is_canvas, is_note
from vaultkit.vault.ignore import IgnoreRules
from vaultkit.vault.read import UNREADABLE

OTHER, NOTE, CANVAS = 0, 1, 2
_INODE_BITS = (1 << 63) - 1


class FileEntry(NamedTuple):
    """One file: ``kind`` is OTHER, NOTE or CANVAS; of OTHER files only the name counts and the numbers are 0."""

    path: str
    kind: int
    size: int = 0
    mtime_ns: int = 0
    ctime_ns: int = 0
    inode: int = 0


@dataclass(slots=True)
class FolderWalk:
    """Result of a walk: ``entries`` in no order, ``problems`` sorted by path."""

    entries: list[FileEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def walk_vault(root: Path, rules: IgnoreRules) -> FolderWalk:
    """All files of the vault but hidden ones (a name that begins with a dot) and those that ``rules`` leave out.

    Links of the file system are followed while they stay inside of the vault; a folder that is a link is left out as in
    Obsidian, which reads its notes where they lie (Obsidian Help, Symbolic links and junctions). Raises UsageError when
    the folder itself can't be listed.
    """
    found = FolderWalk()
    if not root.is_dir():
        raise UsageError(f"no such folder: {root}", "name a folder with --vault")
    pending = [""]
    real_root = os.path.realpath(root)
    while pending:
        folder = pending.pop()
        rules.enter(folder)
        try:
            with os.scandir(os.path.join(root, folder)) as listing:
                pending.extend(_folder(listing, folder, real_root, rules, found))
        except OSError as error:
            if not folder:
                raise UsageError(f"can't list {root} ({error.strerror})", "make the folder readable") from error
            found.problems.append(_problem(folder.rstrip("/"), f"can't be listed ({error.strerror}): make it readable"))
    _drop_unnameable(found)
    found.problems.sort(key=lambda problem: problem.path)
    return found


def _folder(
    listing: Iterator[os.DirEntry[str]], folder: str, real_root: str, rules: IgnoreRules, found: FolderWalk
) -> Iterator[str]:
    """Take up the files of one folder; yields the folders in it."""
    check, add = rules.active, found.entries.append
    for entry in listing:
        name = entry.name
        if name[0] == ".":
            continue
        path = folder + name
        if entry.is_symlink():
            if not _inside(entry, path, real_root, found) or (check and rules.ignored(path)):
                continue
        elif entry.is_dir():
            if not (check and rules.ignored(path + "/")):
                yield path + "/"
            continue
        elif check and rules.ignored(path):
            continue
        kind = NOTE if is_note(name) else CANVAS if is_canvas(name) else OTHER
        try:
            if not entry.is_file():
                if kind != OTHER:
                    found.problems.append(_problem(path, Message("problem.irregular")))
            elif kind == OTHER:
                add(FileEntry(path, OTHER))
            else:
                stat = entry.stat()
                inode = stat.st_ino & _INODE_BITS
                add(FileEntry(path, kind, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, inode))
        except OSError as error:
            found.problems.append(_problem(path, Message("problem.not_readable", error=error.strerror)))


def _inside(entry: os.DirEntry[str], path: str, real_root: str, found: FolderWalk) -> bool:
    """Return whether a symlink leads to a file of the vault; what it is instead is reported."""
    try:
        target = os.path.realpath(entry.path, strict=True)
    except OSError as error:
        key = "problem.link_loops" if getattr(error, "errno", 0) == 40 else "problem.link_dangles"
        found.problems.append(_problem(path, Message(key)))
        return False
    if os.path.commonpath((real_root, target)) != real_root:
        found.problems.append(_problem(path, Message("problem.link_leaves")))
        return False
    if os.path.isdir(target):
        found.problems.append(_problem(path, Message("problem.link_folder")))
        return False
    hidden = os.path.relpath(target, real_root).replace(os.sep, "/")
    if hidden.startswith(".") or "/." in hidden:
        found.problems.append(_problem(path, Message("problem.link_hidden")))
        return False
    return True


def _drop_unnameable(found: FolderWalk) -> None:
    """Leave out files whose names are no UTF-8: neither a link nor the index can name them."""
    try:
        "".join([entry.path for entry in found.entries]).encode("utf-8")
    except UnicodeEncodeError:
        entries, found.entries = found.entries, []
        for entry in entries:
            shown = entry.path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
            if shown == entry.path:
                found.entries.append(entry)
            else:
                found.problems.append(_problem(shown, Message("problem.name_utf8")))


def _problem(path: str, message: str) -> Problem:
    return Problem(path, 1, message, UNREADABLE)
