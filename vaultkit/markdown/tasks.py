"""Tasks: list items with a checkbox.

Source: Obsidian Help, "Basic formatting syntax: Task lists": any character between the brackets.
"""

from __future__ import annotations

from vaultkit.markdown.source import NoteText
from vaultkit.model import Task
from vaultkit.text.lazy_pattern import lazy_pattern

_TASK = lazy_pattern(r"(?:[-*+]|\d{1,9}[.)])[ \t]+\[(.)\](?:[ \t]+|$)")
_LONGEST = 2_000


def tasks(source: NoteText) -> tuple[Task, ...]:
    """Tasks in order of place; line and column are those of the list marker, ``text`` is the item's first line."""
    made = []
    text = source.text
    for start, _, _ in source.spans["Item"]:
        if "[" not in text[start:start + 20]:
            continue
        end = source.line_end(start)
        box = _TASK.match(text, start, end)
        if box:
            line, column = source.at(start)
            made.append(Task(box[1], text[box.end():min(end, box.end() + _LONGEST)].strip(), line, column))
    return tuple(made)
