"""``%% vaultkit: ignore RULE reason %%``: findings that a note itself takes back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.model import Note

if TYPE_CHECKING:
    from vaultkit.check.scene import Scene

_FORM = re.compile(r"\s*vaultkit:\s*ignore\s+([a-z][a-z0-9-]*(?:\s*,\s*[a-z][a-z0-9-]*)*)")
_WORD = "vaultkit:"


class Ignores:
    """What the notes of a scene ignore: a comment holds for the line after it; one before a note's first block for the
    whole note, its properties and its name too."""

    def __init__(self, scene: Scene, paths: frozenset[str]) -> None:
        self._scene = scene
        self._holding = set(scene.lookups.holding(_WORD, paths or None)) if paths else set()
        self._known: dict[str, dict[str, set[int]]] = {}

    def holds(self, path: str, line: int, rule: str) -> bool:
        """Whether the note at ``path`` takes back what ``rule`` finds in ``line``."""
        if path not in self._holding:
            return False
        if path not in self._known:
            self._known[path] = ignored_lines(self._scene.index.note(path), self._scene.lines(path))
        lines = self._known[path].get(rule, ())
        return line in lines or 0 in lines


def ignored_lines(note: Note, lines: list[str]) -> dict[str, set[int]]:
    """Rule → the lines in which it is ignored; 0 stands for the whole note."""
    found: dict[str, set[int]] = {}
    first = _first_block(note, lines)
    for comment in note.comments:
        match = None if comment.html else _FORM.match(comment.text)
        if match is not None:
            line = 0 if comment.end_line < first else comment.end_line + 1
            for rule in match[1].split(","):
                found.setdefault(rule.strip(), set()).add(line)
    return found


def _first_block(note: Note, lines: list[str]) -> int:
    """The first line of the body that is neither blank nor of a comment; one behind the last where there is none."""
    hidden = {line for comment in note.comments if not lines[comment.line - 1][:comment.column - 1].strip()
              for line in range(comment.line, comment.end_line + 1)
              if not lines[comment.end_line - 1][comment.end_column:].strip()}
    body = range(note.body_line, len(lines) + 1)
    return next((line for line in body if line not in hidden and lines[line - 1].strip()), len(lines) + 1)
