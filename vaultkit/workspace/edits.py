"""Changes of files as a person and a program see them: line by line, and as a diff."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """A run of lines that changes: ``line`` is its first one as the file is now, ``before`` and ``after`` its text."""

    path: str
    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A file with its text as it was read and as it is to be."""

    path: str
    before: str
    after: str

    @property
    def edits(self) -> Iterator[Edit]:
        """The changes line by line."""
        old, new = self.before.splitlines(keepends=True), self.after.splitlines(keepends=True)
        for start, end, begin, finish in _changed(old, new):
            yield Edit(self.path, start + 1, "".join(old[start:end]), "".join(new[begin:finish]))

    @property
    def diff(self) -> list[str]:
        """The same as a unified diff."""
        return list(difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), f"a/{self.path}",
                                         f"b/{self.path}", lineterm=""))


def _changed(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """The runs of lines that differ. Where none came or went, which is told at once, line by line."""
    if len(old) == len(new):
        differ = [at for at, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
        for at in differ:
            yield at, at + 1, at, at + 1
        return
    for tag, start, end, begin, finish in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield start, end, begin, finish
