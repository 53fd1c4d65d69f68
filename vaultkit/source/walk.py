"""A source root → the files that may be evidence, with what tells whether they changed. Opens only those whose name
does not say what they are, for the interpreter that their first line may name."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from vaultkit.errors import UsageError
from vaultkit.messages.message import Message
from vaultkit.model import Problem
from vaultkit.source.files import FileKind, is_ours, kind_of, kind_of_script
from vaultkit.source.parse import RULE
from vaultkit.source.plainkinds import is_other
from vaultkit.source.vendored import is_foreign, is_foreign_folder
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.vault.ignore import IgnoreRules

_SKIPPED = {
    "node_modules",
    "bower_components",
    "__pycache__",
    "site-packages",
    "__pypackages__",
    "venv",
    "virtualenv",
    "jspm_packages",
    "Pods",
    "DerivedData",
    "htmlcov",
}
_BUILT = {"build", "dist", "out", "target", "vendor", "_build", "bin", "obj", "coverage"}
_VENDORED = {"third_party", "thirdparty", "vendored"}
_MANIFESTS = {
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "package.json",
    "Cargo.toml",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "CMakeLists.txt",
    "go.mod",
    "composer.json",
    "Gemfile",
    "meson.build",
    "Makefile",
}
_HIDDEN_KEPT = {
    ".github",
    ".gitlab",
    ".circleci",
    ".devcontainer",
    ".ci",
    ".config",
    ".docker",
    ".woodpecker",
    ".forgejo",
    ".gitea",
    ".buildkite",
    ".azure-pipelines",
}
# Control characters and bytes that are no text; joiners and the like are part of a name.
_UNFIT = lazy_pattern(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Entries looked at for each possible source file, so that a tree without sources ends too.
_ENTRIES_A_FILE = 20
_LONGEST_SUFFIX = 16
_INODE_BITS = (1 << 63) - 1


class WalkedFile(NamedTuple):
    """One file: its path relative to the root, what it is, and its numbers."""

    path: str
    kind: FileKind
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        return self.size, self.mtime_ns, self.ctime_ns, self.inode


def walk_sources(root: Path, rules: IgnoreRules, others: frozenset[str], problems: list[Problem],
         unknown: Counter[str], most: int, *, own: bool = False) -> Iterator[WalkedFile]:
    """The sources below ``root`` in no order; hidden, vendored, built and ignored ones left out. ``others`` are the
    real paths of the other roots, which speak for themselves. Links of the file system are not followed: what they
    lead to is read where it lies. A folder that can't be listed becomes a problem; ``unknown`` counts the files of
    unknown kind by extension. ``own``: leave out what nobody here wrote (``vendored``) and repositories inside of this
    one. Raises UsageError for a root with more than ``most`` sources, or twenty times as many entries of any kind; the
    folders nearest to the root come first, so that what was seen until then is its top."""
    pending = deque([""])
    files = seen = 0
    while pending:
        folder = pending.popleft()
        rules.enter(folder)
        try:
            with os.scandir(os.path.join(root, folder)) as listing:
                entries = list(listing)
        except OSError as error:
            place = folder.rstrip("/") or str(root)
            problems.append(Problem(place, 1, Message("problem.not_listed", error=error.strerror), RULE))
            continue
        seen += len(entries)
        if files > most or seen > most * _ENTRIES_A_FILE:
            raise _too_large(root, most)
        names = {entry.name for entry in entries}
        if folder and ("pyvenv.cfg" in names or "CACHEDIR.TAG" in names or (own and ".git" in names)):
            continue
        for entry in entries:
            if entry.is_symlink() or _UNFIT.search(entry.name):
                continue
            path = folder + entry.name
            if entry.is_dir(follow_symlinks=False):
                if (
                    _enters(entry.name, names)
                    and not (own and is_foreign_folder(entry.name))
                    and not rules.ignored(path + "/")
                    and not (others and os.path.realpath(entry.path) in others)
                ):
                    pending.append(path + "/")
                continue
            if own and is_foreign(entry.name):
                continue
            kind = kind_of(entry.name)
            if kind is None and not is_ours(entry.name) and not rules.ignored(path):
                kind = _unnamed(entry, unknown)
            if kind is not None and not rules.ignored(path):
                files += 1
                if own and files > most:
                    raise _too_large(root, most)
                yield from _numbers(entry, path, kind, problems)


def _too_large(root: Path, most: int) -> UsageError:
    return UsageError(f"the source root {root} holds more than {most} source files (bounds.source_files)",
                      "name the folders with your code in [source] roots, or raise source_files in [bounds]")


def _enters(name: str, siblings: set[str]) -> bool:
    if name in _SKIPPED or name.endswith((".egg-info", ".dist-info")):
        return False
    if name.startswith("."):
        return name in _HIDDEN_KEPT
    if name in _VENDORED:
        return False
    return name not in _BUILT or not siblings & _MANIFESTS


def _unnamed(entry: os.DirEntry[str], unknown: Counter[str]) -> FileKind | None:
    """The kind of a script by its first line; another file that may be source is counted."""
    if not entry.is_file(follow_symlinks=False):
        return None
    dot = entry.name.rfind(".")
    suffix = entry.name[dot:].lower() if dot > 0 else ""
    if is_other(suffix) or entry.name.startswith("."):
        return None
    kind = kind_of_script(entry.path)
    if kind is None and suffix and len(suffix) <= _LONGEST_SUFFIX and not suffix[1:].isdigit():
        unknown[suffix] += 1
    return kind


def _numbers(entry: os.DirEntry[str], path: str, kind: FileKind, problems: list[Problem]) -> Iterator[WalkedFile]:
    try:
        if entry.is_file(follow_symlinks=False):
            stat = entry.stat(follow_symlinks=False)
            yield WalkedFile(path, kind, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino & _INODE_BITS)
    except OSError as error:
        problems.append(Problem(path, 1, Message("problem.not_readable", error=error.strerror), RULE))
