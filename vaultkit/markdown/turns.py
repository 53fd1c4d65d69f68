"""Turns of an exported chat, in whatever form its exporter wrote them: one door to the readers of the forms.

Source: CONTRACT, "Chats".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from vaultkit.config import ChatForms
from vaultkit.markdown.source import NoteText
from vaultkit.model import Callout, Comment, Note, Property, Turn

# The type of the callouts in which import keeps what was said beside a chat, and the property of a note that holds
# nothing but such.
BRANCH, CONFLICT = "branch", "conflict_with"


def turns(source: NoteText, callouts: tuple[Callout, ...], comments: tuple[Comment, ...],
          properties: tuple[Property, ...], forms: ChatForms) -> tuple[tuple[Turn, ...], str | None]:
    """Turns in order of place and the form that was read (callouts, headings, bold, labels, roles, mixed, settings), or
    none and None. Fills ``source.turn_lines``. A chat in callouts is read as that alone: what looks like a label in
    there is part of what was said."""
    # Their patterns take longer to make than most commands run, which read no note anew.
    from vaultkit.markdown.turns_callouts import callout_turns
    from vaultkit.markdown.turns_labelled import labelled

    made = callout_turns(source, callouts, comments, forms) if callouts else []
    form: str | None = "callouts" if made else None
    if not {turn.role for turn in made} >= {"user", "assistant"}:
        said, found = labelled(source, callouts, comments, properties, forms)
        if said:
            made, form = said, found
    source.turn_lines = [turn.line for turn in made]
    return tuple(made), form


def leave_out_parts(said: tuple[Turn, ...], found: dict[str, tuple[Any, ...]]) -> None:
    """Take from what was read of a note what would make evidence of a model's thoughts, of its tools' output and of the
    branches beside a chat: mentions of code, inline fields, and sections that begin there."""
    apart = [*_parts(said), *_branches(said, found["callouts"])]
    ends = {line: end for start, end in apart for line in range(start, end + 1)}
    for name in ("mentions", "fields"):
        found[name] = tuple([item for item in found[name] if item.line not in ends])
    found["headings"] = tuple([
        replace(item, blank=True, end_line=min(item.end_line, ends[item.line])) if item.line in ends else item
        for item in found["headings"]])


def turn_at(said: tuple[Turn, ...], line: int) -> Turn | None:
    """The turn around a line, or None: nobody's words, or a cited answer between two turns, which is second-hand."""
    at = bisect_right(said, line, key=lambda turn: turn.line) - 1
    return said[at] if at >= 0 and line <= said[at].end_line else None


def part_lines(note: Note) -> frozenset[int]:
    """The lines of a note that are no words of its chat and evidence of nothing: the turns' parts, turns of tools, and
    the branches that ``import`` keeps below a heading, heading included."""
    apart = list(_parts(note.turns))
    beside = any(item.name == CONFLICT for item in note.properties)
    if (note.turns or beside) and (branches := list(_branches(note.turns, note.callouts))):
        first, last = (branches[0][0], branches[-1][0]) if beside else (_end(note.turns), branches[-1][0])
        apart += branches
        apart += [(item.line, item.line) for item in note.headings if first < item.line < last]
    return frozenset([line for start, end in apart for line in range(start, end + 1)])


def _parts(said: tuple[Turn, ...]) -> Iterator[tuple[int, int]]:
    for turn in said:
        if turn.role == "tool":
            yield turn.line, turn.end_line
        else:
            yield from ((part.line, part.end_line) for part in turn.parts)


def _branches(said: tuple[Turn, ...], callouts: tuple[Callout, ...]) -> Iterator[tuple[int, int]]:
    """Questions and answers from before an edit, or another time: callouts of the type ``branch`` behind the chat."""
    last = _end(said)
    return ((item.line, item.end_line) for item in callouts
            if item.type == BRANCH and item.depth == 0 and item.line > last)


def _end(said: tuple[Turn, ...]) -> int:
    return max((turn.end_line for turn in said), default=0)
