"""Notes that lie in the vault already: which note holds which conversation, wherever it was moved, and which names are
taken."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from vaultkit.chats.names import NoteNames
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.names import file_stem, is_note

_HEAD, _LONGEST = 8192, 256 * 1024
_FRONT = lazy_pattern(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_END = lazy_pattern(rb"^---[ \t]*\r?$", re.MULTILINE)
_ID = lazy_pattern(rb"^conversation_id[ \t]*:[ \t]*([^\r\n]+?)[ \t]*\r?$", re.MULTILINE)


class KnownChats:
    """``notes``: vault-relative path of each conversation's note by id; of several the first by length and name.
    ``twins`` are the others; ``stems`` the names of all notes."""

    def __init__(self, root: Path) -> None:
        self.names = NoteNames()
        self.notes: dict[str, str] = {}
        self.twins: list[tuple[str, str]] = []
        self.stems: list[str] = []
        for path in sorted(_notes(root), key=lambda path: (path.count("/"), len(path), path)):
            self.stems.append(file_stem(path))
            self.names.take(self.stems[-1])
            id_ = _id_in(root / path)
            if id_ and self.notes.setdefault(id_, path) != path:
                self.twins.append((self.notes[id_], path))


def _notes(root: Path) -> list[str]:
    """Every note, also one that settings leave out: a chat that was moved there is no new one. Links are left alone."""
    found, pending = [], [""]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(os.path.join(root, folder)) as listing:
                for entry in listing:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(f"{folder}{entry.name}/")
                    elif is_note(entry.name):
                        found.append(folder + entry.name)
        except OSError:
            continue
    return found


def _id_in(path: Path) -> str | None:
    """The property ``conversation_id`` of a note; None without one."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
        with open(descriptor, "rb", buffering=0) as file:
            head = file.read(_HEAD)
            if len(head) == _HEAD and _FRONT.match(head) and not _END.search(head, 4):
                head += file.read(_LONGEST)
    except OSError:
        return None
    opened = _FRONT.match(head)
    if not opened:
        return None
    end = _END.search(head, opened.end())
    found = _ID.search(head, opened.end(), end.start() if end else len(head))
    return _scalar(found[1].decode("utf-8", "replace")) if found else None


def _scalar(written: str) -> str:
    if written.startswith('"'):
        try:
            return str(json.loads(written))
        except ValueError:
            return written.strip('"')
    return written.strip("'")
