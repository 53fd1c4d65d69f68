"""Facts that commits hold: contents at a revision, the last change of a path, renames; and the remotes' addresses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vaultkit.git.door import run
from vaultkit.git.repository import repository

LARGEST = 64_000_000
_PLAIN = ("--no-ext-diff", "--no-textconv")


@dataclass(frozen=True, slots=True)
class StagedChange:
    """One staged path. ``status`` is git's letter: A, M, D, R, C, T, U; ``old`` the former path of R and C."""

    status: str
    path: str
    old: str | None = None


def toplevel(folder: Path) -> Path | None:
    """The work tree's folder that ``folder`` lies in, or None."""
    found = repository(folder)
    return found.top if found is not None else None


def is_repo(folder: Path) -> bool:
    """Return whether the folder lies in a git work tree."""
    return toplevel(folder) is not None


def remotes(folder: Path) -> dict[str, str]:
    """Name → URL as configured, ``insteadOf`` rules not applied."""
    found = repository(folder)
    return found.remotes() if found is not None else {}


def head(folder: Path) -> str | None:
    """The id of the commit that is checked out; None before the first one."""
    return _text(run(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"))


def show(folder: Path, revision: str, path: str) -> bytes | None:
    """The content of ``path`` (relative to the top level) at a revision, or None. ``revision`` ``""`` is the index."""
    if revision.startswith("-") or ":" in revision or not path:
        return None
    return run(folder, "cat-file", "blob", _name(revision, path))


def knows(folder: Path, revision: str) -> bool:
    """Return whether the revision names a commit here."""
    if not revision or revision.startswith("-"):
        return False
    return run(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is not None


def last_change(top: Path, path: str, word: str | None = None, before: str = "HEAD") -> str | None:
    """The newest commit that touched ``path``, or that changed how often ``word`` occurs in it; None without one."""
    pick = ["-S", word] if word else []
    found = run(top, "log", "-1", "--format=%H", "--no-show-signature", *_PLAIN, *pick, before, "--", path)
    return _text(found) or None


def renames(top: Path, commit: str) -> dict[str, str]:
    """Old path → new path of the files that a commit renamed (half of the lines alike)."""
    output = run(top, "diff-tree", "-r", "-z", "-M", "--root", "--no-commit-id", "--name-status", *_PLAIN,
                 "--diff-filter=R", "-m", "--first-parent", commit)
    return {change.old: change.path for change in changes(output) if change.old}


def contents(top: Path, revision: str, paths: list[str], index: str | None = None) -> dict[str, bytes]:
    """The content of each path (relative to the top level) that ``revision`` has, read in one process. ``revision``
    ``""`` is the index, the one at ``index`` where that is given. Of one over ``LARGEST`` bytes nothing is read: zeros
    stand for it, too many of them for every bound of a note or source file."""
    large = _large(top, revision, paths, index)
    paths = [path for path in paths if path not in large]
    return {**_contents(top, revision, paths, index), **dict.fromkeys(large, bytes(LARGEST) if large else b"")}


def _large(top: Path, revision: str, paths: list[str], index: str | None) -> set[str]:
    asked = [path for path in paths if "\n" not in path]
    lines = "".join(f"{_name(revision, path)}\n" for path in asked).encode("utf-8", "surrogateescape")
    told = run(top, "cat-file", "--batch-check=%(objectsize)", stdin=lines, index=index) if asked else None
    sizes = (told or b"").splitlines()
    return {path for path, size in zip(asked, sizes, strict=False) if size.isdigit() and int(size) > LARGEST}


def _contents(top: Path, revision: str, paths: list[str], index: str | None) -> dict[str, bytes]:
    odd = [path for path in paths if "\n" in path or path.endswith("\r")]
    safe = [path for path in paths if path not in odd] if odd else paths
    asked = "".join(_name(revision, path) + "\n" for path in safe).encode("utf-8", "surrogateescape")
    found = _batch(run(top, "cat-file", "--batch", stdin=asked, index=index) or b"", safe) if safe else {}
    for path in odd:
        content = run(top, "cat-file", "blob", _name(revision, path), index=index)
        if content is not None:
            found[path] = content
    return found


def changes(output: bytes | None) -> list[StagedChange]:
    """The records of ``--name-status -z``: a status, then one path, or two for renames and copies."""
    fields = [field.decode("utf-8", "surrogateescape") for field in (output or b"").split(b"\0")]
    found, at = [], 0
    while at + 1 < len(fields):
        status = fields[at][:1]
        if status in "RC" and at + 2 < len(fields):
            found.append(StagedChange(status, fields[at + 2], fields[at + 1]))
            at += 3
        else:
            found.append(StagedChange(status, fields[at + 1]))
            at += 2
    return found


def _name(revision: str, path: str) -> str:
    """The name of a blob (gitrevisions(7)); the stage is given, since a path may begin with what looks like one."""
    return f"{revision or ':0'}:{path}"


def _text(output: bytes | None) -> str | None:
    return output.decode("utf-8", "surrogateescape").rstrip("\n") if output is not None else None


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
