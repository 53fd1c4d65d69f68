"""What git knows of a folder: its remotes, contents at a revision, renames, what is staged.

Names pass NUL-separated (``-z``), nothing passes a shell, and neither the caller's environment nor the repository's
configuration may start a program. Where git is missing, or the folder is no repository, the answer is None or empty.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_TIMEOUT = 30.0
# A hook's environment speaks of the repository that runs the hook, not of the one that we ask about.
_SCRUBBED = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE",
    "GIT_CEILING_DIRECTORIES", "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_PAGER", "GIT_TRACE", "GIT_ASKPASS",
    "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_DEFAULT_HASH",
)  # fmt: skip
_SAFE = (
    "-c", "core.fsmonitor=false", "-c", "core.quotepath=false", "-c", "core.pager=cat", "-c", "diff.external=",
    "-c", "log.showSignature=false", "--no-pager", "--literal-pathspecs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One staged path. ``status`` is git's letter: A, M, D, R, C, T, U; ``old`` the former path of R and C."""

    status: str
    path: str
    old: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a work tree, paths relative to its top level. ``unstaged``: tracked paths whose file differs from
    the index or is gone; ``untracked``: files that git does not ignore and that a commit would not have, those that are
    only intended to be added among them; ``unmerged``: those of an unfinished merge."""

    staged: tuple[Change, ...]
    unstaged: tuple[str, ...]
    untracked: tuple[str, ...]
    unmerged: tuple[str, ...]


def _environment(index: str | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _SCRUBBED}
    kept.update(LC_ALL="C", GIT_OPTIONAL_LOCKS="0", GIT_TERMINAL_PROMPT="0", GIT_NO_REPLACE_OBJECTS="1")
    if index is not None:
        kept["GIT_INDEX_FILE"] = index
    return kept


def run(folder: Path, *arguments: str, index: str | None = None, stdin: bytes | None = None) -> bytes | None:
    """Standard output of ``git -C folder arguments…``; None when git is missing, fails or takes over 30 seconds."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *_SAFE, *arguments],
            input=stdin,
            capture_output=True,
            env=_environment(index),
            timeout=_TIMEOUT,
            check=False,
            stdin=subprocess.DEVNULL if stdin is None else None,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _text(output: bytes | None) -> str | None:
    return output.decode("utf-8", "surrogateescape").rstrip("\n") if output is not None else None


def toplevel(folder: Path) -> Path | None:
    """The work tree's folder that ``folder`` lies in, or None."""
    found = _text(run(folder, "rev-parse", "--show-toplevel"))
    return Path(found) if found else None


def is_repo(folder: Path) -> bool:
    """Whether the folder lies in a git work tree."""
    return toplevel(folder) is not None


def head(folder: Path) -> str | None:
    """The id of the commit that is checked out; None before the first one."""
    return _text(run(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"))


def remotes(folder: Path) -> dict[str, str]:
    """Name → URL as configured, ``insteadOf`` rules not applied."""
    output = run(folder, "config", "-z", "--get-regexp", r"^remote\..*\.url$")
    found: dict[str, str] = {}
    for record in (output or b"").split(b"\0"):
        key, _, url = record.decode("utf-8", "replace").partition("\n")
        if url:
            found.setdefault(key[len("remote.") : -len(".url")], url)
    return found


def show(folder: Path, revision: str, path: str) -> bytes | None:
    """The content of ``path`` (relative to the top level) at a revision, or None. ``revision`` ``""`` is the index."""
    if revision.startswith("-") or ":" in revision or not path:
        return None
    return run(folder, "cat-file", "blob", f"{revision}:{path}")


def knows(folder: Path, revision: str) -> bool:
    """Whether the revision names a commit here."""
    if not revision or revision.startswith("-"):
        return False
    return run(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is not None


def last_change(top: Path, path: str, word: str | None = None, before: str = "HEAD") -> str | None:
    """The newest commit that touched ``path``, or that changed how often ``word`` occurs in it; None without one."""
    pick = ["-S", word] if word else []
    return _text(run(top, "log", "-1", "--format=%H", *pick, before, "--", path)) or None


def renames(top: Path, commit: str) -> dict[str, str]:
    """Old path → new path of the files that a commit renamed (half of the lines alike)."""
    output = run(
        top,
        "diff-tree",
        "-r",
        "-z",
        "-M",
        "--root",
        "--no-commit-id",
        "--name-status",
        "--no-ext-diff",
        "--diff-filter=R",
        "-m",
        "--first-parent",
        commit,
    )
    return {change.old: change.path for change in _changes(output) if change.old}


def staged(folder: Path) -> list[Change] | None:
    """What the next commit will change, sorted by path (relative to the top level); None outside of a repository.

    In a hook the index that git names there is used, so that ``git commit FILE`` is seen as it will be.
    """
    top = toplevel(folder)
    if top is None:
        return None
    output = run(
        top, "diff", "--cached", "-z", "-M", "--name-status", "--no-ext-diff", "--no-textconv", index=hook_index(top)
    )
    return sorted(_changes(output), key=lambda change: change.path) if output is not None else None


def status(top: Path) -> Status | None:
    """What the index differs in from the last commit and the work tree from the index, in one process; None when git
    fails. Submodules are left alone: they are repositories of their own. In a hook the index that git names there."""
    output = run(
        top, "status", "--porcelain=v2", "-z", "--untracked-files=all", "--ignore-submodules=all", "--renames",
        "--no-ahead-behind", index=hook_index(top),
    )
    return _status(output) if output is not None else None


def contents(top: Path, revision: str, paths: list[str]) -> dict[str, bytes]:
    """The content of each path (relative to the top level) that ``revision`` has, read in one process."""
    safe = [path for path in paths if "\n" not in path]
    asked = "".join(f"{revision}:{path}\n" for path in safe).encode("utf-8", "surrogateescape")
    found = _batch(run(top, "cat-file", "--batch", stdin=asked) or b"", safe) if safe else {}
    for path in paths:
        if "\n" in path and (content := show(top, revision, path)) is not None:
            found[path] = content
    return found


def staged_contents(folder: Path, paths: list[str]) -> dict[str, bytes]:
    """The staged content of each path (relative to the top level) that the index holds, read in one process."""
    top = toplevel(folder)
    safe = [path for path in paths if "\n" not in path]
    if top is None or not paths:
        return {}
    asked = "".join(f":{path}\n" for path in safe).encode("utf-8", "surrogateescape")
    found = _batch(run(top, "cat-file", "--batch", index=hook_index(top), stdin=asked) or b"", safe) if safe else {}
    for path in paths:
        if "\n" in path and (content := run(top, "cat-file", "blob", f":{path}", index=hook_index(top))) is not None:
            found[path] = content
    return found


def hooks_folder(top: Path) -> Path | None:
    """Where git looks for the hooks of a repository (``core.hooksPath`` counts), or None."""
    found = _text(run(top, "rev-parse", "--git-path", "hooks"))
    return Path(os.path.abspath(os.path.join(top, found))) if found else None


def is_own_folder(top: Path, folder: Path) -> bool:
    """Whether a folder lies in the repository or in its git folder, so that no other repository uses it."""
    common = _text(run(top, "rev-parse", "--git-common-dir"))
    homes = [os.path.realpath(top)] + ([os.path.realpath(os.path.join(top, common))] if common else [])
    return any(os.path.realpath(folder).startswith(home + os.sep) for home in homes)


def hook_index(top: Path) -> str | None:
    """The absolute path of the index that a running hook of this repository is about, or None."""
    named, folder = os.environ.get("GIT_INDEX_FILE"), os.environ.get("GIT_DIR")
    if not named:
        return None
    base = _own_git_dir(str(top))
    absolute = os.path.abspath(os.path.join(top, named))
    outer = os.path.realpath(os.path.join(top, folder)) if folder else None
    belongs = base is not None and (outer == base or os.path.realpath(absolute).startswith(base + os.sep))
    return absolute if belongs and os.path.exists(absolute) else None


@lru_cache(maxsize=32)
def _own_git_dir(top: str) -> str | None:
    found = _text(run(Path(top), "rev-parse", "--absolute-git-dir"))
    return os.path.realpath(found) if found else None


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
                staged_.append(Change(both[0], path, old if renamed or both[0] == "C" else None))
            if both[1] != "." and "120000" not in modes:
                unstaged.append(path)
    changes = sorted(staged_, key=lambda change: change.path)
    return Status(tuple(changes), tuple(unstaged), tuple(untracked), tuple(unmerged))


def _changes(output: bytes | None) -> list[Change]:
    """The records of ``--name-status -z``: a status, then one path, or two for renames and copies."""
    fields = [field.decode("utf-8", "surrogateescape") for field in (output or b"").split(b"\0")]
    changes, at = [], 0
    while at + 1 < len(fields):
        status = fields[at][:1]
        if status in "RC" and at + 2 < len(fields):
            changes.append(Change(status, fields[at + 2], fields[at + 1]))
            at += 3
        else:
            changes.append(Change(status, fields[at + 1]))
            at += 2
    return changes


def _batch(output: bytes, paths: list[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    at = 0
    for path in paths:
        end = output.find(b"\n", at)
        if end < 0:
            break
        header = output[at:end].split(b" ")
        at = end + 1
        if len(header) == 3 and header[2].isdigit():
            size = int(header[2])
            if header[1] == b"blob":
                found[path] = output[at : at + size]
            at += size + 1
    return found
