"""The blocks of a note: paragraphs, lists, tables and fences, each with the section and the speaker that it is of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from vaultkit.model import Callout, Fence, Heading, Note, Table
from vaultkit.search.chunking.lines import LEAST, SMALL_FENCE, SMALL_FENCE_LINES, says, word_count
from vaultkit.text.lazy_pattern import lazy_pattern

_UNDERLINE = lazy_pattern(r"[ \t]*(?:=+|-+)[ \t]*$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of a note said by one speaker (``role`` None: outside of a chat). ``secondhand`` as in Chunk."""

    start: int
    end: int
    role: str | None = None
    date: str | None = None
    secondhand: bool = False


@dataclass(frozen=True, slots=True)
class FormBlock:
    """Lines of one form. ``text`` has one line for each line of the note; ``group`` is the first line of the callout
    that is a passage of its own, else 0."""

    form: Literal["prose", "code", "table"]
    start: int
    text: str
    headings: tuple[str, ...]
    group: int = 0

    @property
    def end(self) -> int:
        return self.start + self.text.count("\n")


class Reader:
    """The blocks of one note, stretch by stretch."""

    def __init__(self, note: Note, lines: list[str]) -> None:
        self._lines = lines
        self._fences: dict[int, Fence] = {fence.line: fence for fence in note.fences}
        self._tables: dict[int, Table] = {table.line: table for table in note.tables}
        self._headings: dict[int, Heading] = {heading.line: heading for heading in note.headings}
        turns = {turn.line for turn in note.turns}
        self._callouts: dict[int, Callout] = {item.line: item for item in note.callouts if item.line not in turns}
        self._open: list[Heading] = []
        self._bare = _leaves(note)
        self._labelled = note.chat_form not in (None, "callouts")

    def blocks(self, stretch: Stretch) -> Iterator[FormBlock]:
        """The blocks of ``stretch`` in order; blank lines and headings are in none."""
        number, first, group, group_end = stretch.start, 0, 0, 0
        end = min(stretch.end, len(self._lines))
        while number <= end:
            if number > group_end:
                if group and first:
                    yield self._prose(first, number, group)
                    first = 0
                group = 0
            callout = self._callouts.get(number)
            heading, whole = self._headings.get(number), self._whole(number, end)
            alone = whole is not None and whole.form != "prose"
            blank = not says(self._lines[number - 1]) and whole is None
            if first and (callout or heading or alone or blank):
                yield self._prose(first, number, group)
                first = 0
            if callout and number > group_end and self._is_passage(callout):
                group, group_end = number, callout.end_line
            if heading:
                if bare := self._enter(heading):
                    yield FormBlock("prose", number, heading.text, bare[1:], group)
                number = self._behind(heading, end)
            elif whole is not None and alone:
                yield FormBlock(whole.form, whole.start, whole.text, self._path(number), group)
                number = whole.end + 1
            else:
                first = first or (0 if blank else number)
                number += 1 if whole is None else whole.end - whole.start + 1
        if first:
            yield self._prose(first, end + 1, group)

    def _prose(self, first: int, behind: int, group: int) -> FormBlock:
        behind = min(behind, len(self._lines) + 1)
        return FormBlock("prose", first, "\n".join(self._lines[first - 1:behind - 1]), self._path(first), group)

    def _whole(self, number: int, end: int) -> FormBlock | None:
        """The fence or table that begins in this line; a small fence in the form of the prose around it."""
        block = self._fences.get(number) or self._tables.get(number)
        if block is None:
            return None
        text = "\n".join(self._lines[number - 1:min(block.end_line, end)])
        if isinstance(block, Table):
            return FormBlock("table", number, text, ())
        small = block.end_line - number < SMALL_FENCE_LINES and word_count(text) <= SMALL_FENCE
        return FormBlock("prose" if small else "code", number, text, ())

    def _path(self, number: int) -> tuple[str, ...]:
        while self._open and self._open[-1].end_line < number:
            self._open.pop()
        if self._labelled:
            # The headings around a message are its label and those of other messages.
            return tuple([heading.text for heading in self._open])
        return self._open[-1].path if self._open else ()

    def _enter(self, heading: Heading) -> tuple[str, ...] | None:
        """Open the section; where nothing stands below its heading, that is its text: (heading, headings around)."""
        above = self._path(heading.line)
        self._open.append(heading)
        above = above if self._labelled else heading.path[:-1]
        return (heading.text, *above) if heading.line in self._bare and says(heading.text) else None

    def _behind(self, heading: Heading, end: int) -> int:
        """The line behind a heading: a setext heading has several, the last one its underline."""
        number = heading.line
        if not self._lines[number - 1].lstrip(" \t").startswith("#"):
            for later in range(number + 1, min(end, number + 50) + 1):
                if _UNDERLINE.match(self._lines[later - 1]):
                    return later + 1
        return number + 1

    def _is_passage(self, callout: Callout) -> bool:
        return word_count("\n".join(self._lines[callout.line - 1:callout.end_line])) >= LEAST


def _leaves(note: Note) -> set[int]:
    """The lines of headings that have neither text nor a heading below them."""
    following = [*note.headings[1:], None]
    return {heading.line for heading, later in zip(note.headings, following, strict=False)
            if heading.blank and (later is None or len(later.path) <= len(heading.path))}
