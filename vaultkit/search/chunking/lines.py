"""The lines of a note without comments and without the marks of quotes and callouts around them."""

from __future__ import annotations

from collections.abc import Sequence

from vaultkit.model import Comment, Note
from vaultkit.text.lazy_pattern import lazy_pattern

_LINE_END = lazy_pattern(r"\r\n?|\n")
_QUOTE = lazy_pattern(r"[ \t]{0,3}(?:>[ \t]?)+")
_CALLOUT = lazy_pattern(r"\[!([^\]\n|]+)(?:\|[^\]\n]*)?\][+-]?[ \t]*")
_SAYS = lazy_pattern(r"[^\W_]")


def bare_lines(note: Note, text: str) -> list[str]:
    """The lines of ``text``, line 1 first, as a reader takes them in: comments gone, quote marks gone, a callout's
    first line only its title, a message's label gone."""
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    for comment in reversed(_outermost(note.comments)):
        _cut(lines, comment.line, comment.column, comment.end_line, comment.end_column)
    for number, line in enumerate(lines):
        if ">" in line[:4]:
            lines[number] = _QUOTE.sub("", line, count=1)
    for callout in note.callouts:
        if callout.line <= len(lines):
            lines[callout.line - 1] = _CALLOUT.sub("", lines[callout.line - 1], count=1)
    for turn in note.turns:
        if turn.body_column > 1 and turn.line <= len(lines):
            lines[turn.line - 1] = lines[turn.line - 1][turn.body_column - 1:]
    return lines


def says(line: str) -> bool:
    """Return whether a letter or digit stands in ``line``: rules and lone marks say nothing."""
    return _SAYS.search(line) is not None


def _outermost(comments: Sequence[Comment]) -> list[Comment]:
    kept: list[Comment] = []
    for comment in comments:
        if not kept or (comment.line, comment.column) > (kept[-1].end_line, kept[-1].end_column):
            kept.append(comment)
    return kept


def _cut(lines: list[str], line: int, column: int, end_line: int, end_column: int) -> None:
    if end_line > len(lines):
        return
    first, last = lines[line - 1], lines[end_line - 1]
    if line == end_line:
        lines[line - 1] = first[:column - 1] + last[end_column:]
        return
    lines[line - 1] = first[:column - 1]
    lines[line:end_line - 1] = [""] * (end_line - line - 1)
    lines[end_line - 1] = last[end_column:]


# A chunk is closed at TARGET words and never holds more than MOST, but for one small rest (below LEAST) taken along.
TARGET = 150
MOST = 200
LEAST = 40
# A paragraph that had to be cut begins again with the end of the piece before, at most this many words of it.
OVERLAP = 30
# A table or fence up to this size stays whole; a longer one is cut between its rows or lines.
WHOLE = 300
# A fence this small belongs to the prose around it.
SMALL_FENCE_LINES = 8
SMALL_FENCE = 40
# Scripts without spaces and long addresses: this many characters count as one word at least.
CHARACTERS_PER_WORD = 12


def word_count(text: str) -> int:
    """The length of ``text`` in words."""
    return max(len(text.split()), len(text) // CHARACTERS_PER_WORD)
