"""Plans that a note or chat holds already as weeks («Неделя 1 → …», "Week 2: …"), with their ticks: they are taken up
as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vaultkit.markdown.turns import part_lines, turn_at
from vaultkit.model import Note
from vaultkit.text.lazy_pattern import lazy_pattern

_BEGIN = (r"^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)?(?:#{1,6}\s+)?(?:\|\s*)?(?P<tick>\[[ xX]\]\s*|[✅☑✔⬜☐]\ufe0f?\s*)?"
          r"[^\w\s|]{0,3}\s*[*_]{0,2}")
_WEEK = lazy_pattern(_BEGIN + r"(?:неделя|week)\s*№?\s*(?P<week>\d{1,2})(?:\s*[-–]\s*\d{1,2})?[*_]{0,2}\s*"
                     r"(?P<join>[:|—–→⇒-]+>?|->)?\s*[*_]{0,2}(?P<text>.*)$", 2)
_ITEM = lazy_pattern(r"^[\s>]*(?:[-*+]|\d+[.)])\s+(?P<tick>\[[ xX]\]\s*|[✅☑✔⬜☐]\ufe0f?\s*)?(?P<text>\S.*)$")
_HEADING = lazy_pattern(r"^[\s>]*#{1,6}\s")
_DONE = ("x", "✅", "☑", "✔")
_MARKS = lazy_pattern(r"\*\*|__|`|^\|\s*|\s*\|\s*$")
# One week alone is a date, not a plan.
_FEWEST = 2
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class SaidStep:
    """One step of a plan in somebody's words: the week, the text, whether it is ticked, its place, the speaker (in a
    chat) and the date."""

    week: int
    text: str
    done: bool
    note: str
    line: int
    role: str | None
    date: str | None


def weeks_said(notes: Iterable[tuple[Note, str]]) -> list[SaidStep]:
    """The steps of every plan by weeks in ``notes`` (each with its text), by note, week and line."""
    found: list[SaidStep] = []
    for note, text in notes:
        steps = list(_of_note(note, text.splitlines()))
        if len({step.week for step in steps}) >= _FEWEST:
            found += sorted(steps, key=lambda step: (step.week, step.line))
    return found


def _of_note(note: Note, lines: list[str]) -> Iterator[SaidStep]:
    fenced = {line for fence in note.fences for line in range(fence.line, fence.end_line + 1)} | part_lines(note)
    week: int | None = None
    for number, line in enumerate(lines, 1):
        if number in fenced or number < note.body_line or len(line) > _LONGEST:
            continue
        match = _WEEK.match(line)
        if match is not None:
            text = _plain(match["text"])
            week = int(match["week"])
            if text and match["join"]:
                yield _step(note, number, week, text, match["tick"])
                week = None
        elif _HEADING.match(line):
            week = None
        elif week is not None and (item := _ITEM.match(line)) is not None:
            yield _step(note, number, week, _plain(item["text"]), item["tick"])


def _step(note: Note, line: int, week: int, text: str, tick: str | None) -> SaidStep:
    turn = turn_at(note.turns, line)
    done = any(mark in (tick or "").lower() for mark in _DONE) or text.endswith("✅")
    return SaidStep(week, text, done, note.path, line, turn.role if turn else None, turn.time if turn else None)


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub("", text).replace("|", " ").split())
