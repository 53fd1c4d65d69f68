"""The mark: a comment at the end of an imported note that remembers what was imported, by hashes.

It tells what a person edited from what the export said, on every machine that the note comes to, without a second copy
of the text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from vaultkit.chats.values import digest
from vaultkit.text.lazy_pattern import lazy_pattern

_MARK = lazy_pattern(
    r"<!-- vaultkit import, leave this: it tells your edits from the export\n"
    r"text ([0-9a-f-]+)\n(?:updated (\S+)\n)?((?:[0-9a-f]{8}\.[0-9a-f]{8}[ \n])*)-->")
_A_LINE = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """``note`` is the hash of the note as it was imported, ``updated`` the time of that state of the conversation,
    ``hashes`` has the hash of every message and property by its key."""

    note: str
    updated: datetime | None
    hashes: Mapping[str, str]

    def text(self) -> str:
        """The comment."""
        pairs = [f"{key}.{value}" for key, value in self.hashes.items()]
        lines = [" ".join(pairs[at:at + _A_LINE]) + "\n" for at in range(0, len(pairs), _A_LINE)]
        updated = f"updated {self.updated.isoformat()}\n" if self.updated else ""
        return (f"<!-- vaultkit import, leave this: it tells your edits from the export\n"
                f"text {self.note}\n{updated}{''.join(lines)}-->")


def find_mark(text: str) -> tuple[Mark, int, int] | None:
    """The last mark of a note whose line ends are ``\\n``, with its place; None where there is none that can be
    read."""
    found = next(reversed(list(_MARK.finditer(text))), None)
    if found is None:
        return None
    try:
        updated = datetime.fromisoformat(found[2]) if found[2] else None
    except ValueError:
        return None
    if updated is not None and updated.tzinfo is None:
        return None
    hashes = dict(pair.split(".") for pair in found[3].split())
    return Mark(found[1], updated, hashes), found.start(), found.end()


def block_hash(text: str) -> str:
    """The hash of a message's lines."""
    return digest(text)


def note_hash(text: str) -> str:
    """The hash of a note without its mark."""
    return hashlib.blake2b(text.rstrip("\n").encode("utf-8", "replace"), digest_size=12).hexdigest()
