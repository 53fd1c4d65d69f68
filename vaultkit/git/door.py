"""The one way to ask git: in a git folder of our own that holds the repository's facts and none of its settings.

git starts programs that settings name: filters, textconv, external diffs, fsmonitor, hooks, pagers, signers, remotes of
missing objects. Which names there are depends on its version, so none is forbidden one by one: it reads a configuration
that is written here, of plain values alone. Objects, references and index are the repository's own.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.git import program
from vaultkit.git.program import call_git, closed_environment
from vaultkit.git.repository import Repository, read_small, repository, stamp
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

# Settings that only change how files are compared, with the values that may be passed on.
_SWITCH = lazy_pattern(r"true|false|yes|no|on|off|1|0", re.IGNORECASE)
_PLAIN = {
    "core.filemode": _SWITCH, "core.ignorecase": _SWITCH, "core.precomposeunicode": _SWITCH, "core.symlinks": _SWITCH,
    "core.trustctime": _SWITCH, "core.checkstat": lazy_pattern("default|minimal"), "core.longpaths": _SWITCH,
    "core.autocrlf": lazy_pattern("true|false|input"), "core.eol": lazy_pattern("lf|crlf|native"),
    "extensions.objectformat": lazy_pattern("sha1|sha256"), "extensions.refstorage": lazy_pattern("files|reftable"),
}  # fmt: skip
_OPTIONS = (
    "--no-pager", "--literal-pathspecs", "-c", "core.quotepath=false", "-c", f"core.hooksPath={os.devnull}",
    "-c", "core.fsmonitor=false",
)  # fmt: skip
_HEAD = lazy_pattern(rb"(?:ref: refs/[^\x00-\x1f\x7f ~^:?*\[\\]+|[0-9a-f]{40}(?:[0-9a-f]{24})?)\s*")
_FILES = ("packed-refs", "shallow", os.path.join("info", "exclude"), os.path.join("info", "attributes"))


def run(folder: Path, *arguments: str, index: str | None = None, stdin: bytes | None = None,
        excludes: str = os.devnull, attributes: str = os.devnull) -> bytes | None:
    """Standard output of ``git arguments…`` about the repository of ``folder``, from the top of its work tree; None
    when there is no repository, git is missing, fails or takes over 30 seconds. ``index`` is read in place of the
    repository's own; ``excludes`` and ``attributes`` are the user's own files of these."""
    found = repository(folder)
    return ask(found, *arguments, index=index, stdin=stdin, excludes=excludes, attributes=attributes) if found else None


def ask(found: Repository, *arguments: str, index: str | None = None, stdin: bytes | None = None,
        excludes: str = os.devnull, attributes: str = os.devnull) -> bytes | None:
    """The same of a repository that was found already."""
    index = index or os.path.join(found.folder, "index")
    if os.path.exists(index) and not os.path.isfile(index):
        return None
    try:
        ours = _folder_of(found)
    except OSError:
        return None
    if ours is None:
        return None
    environment = closed_environment(ours) | {
        "GIT_DIR": str(ours), "GIT_WORK_TREE": str(found.top), "GIT_INDEX_FILE": index,
        "GIT_OBJECT_DIRECTORY": os.path.join(found.common, "objects"),
    }  # fmt: skip
    own = ("-c", f"core.excludesFile={excludes}", "-c", f"core.attributesFile={attributes}")
    # What hung once (a pipe among git's files) or took too long hangs again: it is not waited for a second time.
    if (found.top, arguments[0]) in _hung:
        return None
    start = time.monotonic()
    output = call_git([*_OPTIONS, *own, *arguments], environment, found.top, stdin)
    if output is None and time.monotonic() - start >= program.TIMEOUT:
        _hung.add((found.top, arguments[0]))
    return output


_hung: set[tuple[Path, str]] = set()


def _folder_of(found: Repository) -> Path | None:
    """The folder that takes the place of the repository's git folder; None when its HEAD can't be read."""
    shared = _shared_indexes(found.folder)
    sources = [os.path.join(found.folder, "HEAD"), *(os.path.join(found.common, name) for name in _FILES)]
    plain = tuple((name, value) for name, value in found.settings.items()
                  if name in _PLAIN and _PLAIN[name].fullmatch(value))
    made = _made(found.folder, found.common, plain, shared, (*map(stamp, sources), _reftable(found), _turn()))
    return Path(made.name) if made is not None else None


@lru_cache(maxsize=16)
def _made(folder: str, common: str, plain: tuple[tuple[str, str], ...], shared: tuple[str, ...],
          _stamps: object) -> TemporaryDirectory[str] | None:
    from tempfile import TemporaryDirectory  # as everywhere: its imports cost more than most commands need

    head = read_small(os.path.join(folder, "HEAD"))
    settings = dict(plain)
    tables = settings.get("extensions.refstorage") == "reftable"
    # With reftable HEAD of a linked worktree has a table of its own, which can't be put beside the common one.
    if head is None or not _HEAD.fullmatch(head) or (tables and folder != common):
        return None
    made = TemporaryDirectory(prefix="vaultkit-git-", ignore_cleanup_errors=True)
    ours = Path(made.name)
    (ours / "info").mkdir()
    (ours / "HEAD").write_bytes(head)
    (ours / "config").write_text(_config(settings), encoding="utf-8", newline="\n")
    for name in ("refs", "reftable") if tables else ("refs",):
        _link(os.path.join(common, name), ours / name)
    for name in _FILES:
        if os.path.isfile(os.path.join(common, name)):
            _link(os.path.join(common, name), ours / name)
    for name in shared:
        _link(os.path.join(folder, name), ours / name)
    return made


def _config(settings: dict[str, str]) -> str:
    version = int(any(name.startswith("extensions.") for name in settings))
    lines = [f"[core]\n\trepositoryformatversion = {version}\n\tbare = false\n"]
    for name, value in settings.items():
        section, _, key = name.partition(".")
        lines.append(f"[{section}]\n\t{key} = {value}\n")
    return "".join(lines)


def _shared_indexes(folder: str) -> tuple[str, ...]:
    """The files that a split index leans on (git-update-index(1))."""
    with os.scandir(folder) as entries:
        return tuple(sorted(entry.name for entry in entries if entry.name.startswith("sharedindex.")
                            and entry.is_file(follow_symlinks=False)))


def _reftable(found: Repository) -> bool:
    return os.path.isdir(os.path.join(found.common, "reftable"))


def _link(source: str, target: Path) -> None:
    """A link to what git is to read; a copy where the system does not allow links."""
    try:
        target.symlink_to(source)
    except (OSError, NotImplementedError):
        if os.path.isdir(source):
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)


@lru_cache(maxsize=1)
def _links() -> bool:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="vaultkit-") as folder:
        try:
            Path(folder, "link").symlink_to(folder)
        except (OSError, NotImplementedError):
            return False
    return True


_turns = 0


def _turn() -> int:
    """A number that lets copies, which do not follow their source, be used once."""
    global _turns
    if os.name == "nt" and not _links():
        _turns += 1
    return _turns
