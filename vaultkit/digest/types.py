"""Records of a digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["decided", "open", "asked", "done", "cancelled", "said"]
KINDS: tuple[Kind, ...] = ("decided", "open", "asked", "done", "cancelled", "said")


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """Place where a question got its answer."""

    note: str
    line: int


@dataclass(frozen=True, slots=True)
class IdeaNamed:
    """An idea as ``gaps`` knows it."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One line: what kind it is, its text word for word (a long one cut, with an ellipsis), its place, whose words it
    is (user, assistant, note), its day (ISO 8601) and where that is known from (turn, note, file: only the file's
    time), the chat or note as a topic, the idea that it speaks of, and of a question that was answered the place."""

    kind: Kind
    text: str
    note: str
    line: int
    role: str
    date: str
    dated: Literal["turn", "note", "file"]
    topic: str
    idea: IdeaNamed | None = None
    answer: AnswerPlace | None = None

    @property
    def group(self) -> str:
        """Heading that the line is told under: its idea, else its chat or note."""
        return f"idea {self.idea.id}" if self.idea else f"note {self.note}"

    @property
    def heading(self) -> str:
        """The name of the group."""
        return self.idea.title if self.idea else self.topic


@dataclass(frozen=True, slots=True)
class Digest:
    """The lines from ``since`` (what was asked for, else the last days that have anything) to ``until``, the day of the
    newest of them; None: nothing. By kind, the newest first; those of which only the file's day is known last."""

    since: str | None
    until: str | None
    lines: tuple[DigestLine, ...]

    @property
    def groups(self) -> list[list[DigestLine]]:
        """The lines by idea or chat, that first in which something was said last."""
        groups: dict[str, list[DigestLine]] = {}
        for line in self.lines:
            groups.setdefault(line.group, []).append(line)
        return sorted(groups.values(), key=lambda lines: max((one.dated != "file", one.date) for one in lines),
                      reverse=True)
