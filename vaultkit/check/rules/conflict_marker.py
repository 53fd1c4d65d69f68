"""``conflict-marker``: a merge was committed half done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit
from vaultkit.text.names import is_canvas, is_note
from vaultkit.vault.read import read_bytes

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_MARK = b"<<<<<<<"
_FOUND = ("the two sides of a merge both stand here, up to line {last}",
          "здесь остались обе стороны слияния, до строки {last}")


def find(context: CheckContext) -> Iterator[RuleHit]:
    for path in context.files:
        if (is_note(path) or is_canvas(path)) and _has_mark(context, path):
            lines = context.lines(path)
            for first, last in conflicts(lines):
                if not _is_example(context, path, first, last):
                    yield RuleHit(path, first, 1, context.say(_FOUND, last=last), "\n".join(lines[first - 1:last]))


def conflicts(lines: list[str]) -> Iterator[tuple[int, int]]:
    """First and last line of each conflict as git writes it (git-merge, "How conflicts are presented")."""
    start = middle = 0
    for number, line in enumerate(lines, 1):
        if line.startswith("<<<<<<< "):
            start, middle = number, 0
        elif line == "=======" and start:
            middle = number
        elif line.startswith(">>>>>>> ") and middle:
            yield start, number
            start = middle = 0


def _has_mark(context: CheckContext, path: str) -> bool:
    if context.paths is not None:
        return _MARK.decode() in context.text(path)
    return _MARK in (read_bytes(context.index.root, path, context.config.bounds) or b"")


def _is_example(context: CheckContext, path: str, first: int, last: int) -> bool:
    """Return whether a fence shows a conflict to the reader: one that is of no programming language and holds all of
    it."""
    if not is_note(path):
        return False
    try:
        fences = context.index.note(path).fences
    except KeyError:
        return False
    return any(fence.line < first and last < fence.end_line and fence.closed
               and context.ontology.fence_role(fence.language) != "programming" for fence in fences)


RULE = Rule(
    "conflict-marker", "error",
    "The marks `<<<<<<<`, `=======` and `>>>>>>>` of a merge that nobody finished stand in the note. A fence that shows"
    " such marks as an example (no language, or `diff`, `text`, …) is left alone.",
    ("keep one side and remove the marks", "оставьте одну сторону и уберите метки"), find)
