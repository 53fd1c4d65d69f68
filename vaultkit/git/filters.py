"""Files whose staged bytes are not those on disk though git calls them unchanged.

A filter that attributes name (gitattributes(5)) made the blob when the file was staged, and git remembers the file's
numbers; or git was told not to look. Nothing is run to find that out: the bytes on disk are hashed as they are.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Collection
from pathlib import Path

from vaultkit.git.door import run
from vaultkit.git.history import contents
from vaultkit.git.program import users_file, users_settings
from vaultkit.git.repository import read_small, repository
from vaultkit.text.lazy_pattern import lazy_pattern

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
