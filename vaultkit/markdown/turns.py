"""Turns of an exported chat, in whatever form its exporter wrote them: one door to the readers of the forms.

Source: CONTRACT, "Chats".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from vaultkit.config import ChatForms
from vaultkit.markdown.source import NoteText
from vaultkit.markdown.turns_callouts import callout_turns
from vaultkit.markdown.turns_labelled import labelled
from vaultkit.model import Callout, Comment, Property, Turn


def turns(source: NoteText, callouts: tuple[Callout, ...], comments: tuple[Comment, ...],
          properties: tuple[Property, ...], forms: ChatForms) -> tuple[tuple[Turn, ...], str | None]:
    """Turns in order of place and the form that was read (callouts, headings, bold, labels, roles, mixed, settings), or
    none and None. Fills ``source.turn_lines``. A chat in callouts is read as that alone: what looks like a label in
    there is part of what was said."""
    made = callout_turns(source, callouts, comments, forms) if callouts else []
    form: str | None = "callouts" if made else None
    if not {turn.role for turn in made} >= {"user", "assistant"}:
        said, found = labelled(source, callouts, comments, properties, forms)
        if said:
            made, form = said, found
    source.turn_lines = [turn.line for turn in made]
    return tuple(made), form


def leave_out_parts(said: tuple[Turn, ...], found: dict[str, tuple[Any, ...]]) -> None:
    """Take from what was read of a note what would make evidence of a model's thoughts and of its tools' output:
    mentions of code, inline fields, and sections that begin there."""
    ends = {line: end for start, end in _parts(said) for line in range(start, end + 1)}
    for name in ("mentions", "fields"):
        found[name] = tuple([item for item in found[name] if item.line not in ends])
    found["headings"] = tuple([
        replace(item, blank=True, end_line=min(item.end_line, ends[item.line])) if item.line in ends else item
        for item in found["headings"]])


def turn_at(said: tuple[Turn, ...], line: int) -> Turn | None:
    """The turn around a line, or None: nobody's words, or a cited answer between two turns, which is second-hand."""
    at = bisect_right(said, line, key=lambda turn: turn.line) - 1
    return said[at] if at >= 0 and line <= said[at].end_line else None


def part_lines(said: tuple[Turn, ...]) -> frozenset[int]:
    """The lines of the turns' parts and of turns of tools."""
    return frozenset([line for start, end in _parts(said) for line in range(start, end + 1)])


def _parts(said: tuple[Turn, ...]) -> Iterator[tuple[int, int]]:
    for turn in said:
        if turn.role == "tool":
            yield turn.line, turn.end_line
        else:
            yield from ((part.line, part.end_line) for part in turn.parts)


_MONTHS = {
    name: number
    for number, names in enumerate((
        "jan january янв января январь", "feb february фев февраля февраль", "mar march мар марта март",
        "apr april апр апреля апрель", "may май мая", "jun june июн июня июнь", "jul july июл июля июль",
        "aug august авг августа август", "sep sept september сен сент сентября сентябрь",
        "oct october окт октября октябрь", "nov november ноя нояб ноября ноябрь",
        "dec december дек декабря декабрь"), 1)
    for name in names.split()
}
_CLOCK = (r"(?:(?:\s*,\s*|\s*[-–—·|]\s*|\s+)?(?:at|в|um|@)?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})"
          r"(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?(?:\s*(?:Z|UTC|GMT|MSK|МСК|[+-]\d{2}:?\d{2}))?)?")
_FORMS = (
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})T?",
    r"(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>\d{4})",
    r"(?P<name>[^\W\d_]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
    r"(?:[^\W\d_]{2,12},?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?P<name>[^\W\d_]{3,9})\.?,?\s+(?P<year>\d{4})(?:\s*г(?:\.|ода)?)?",
    r"(?:[^\W\d_]{2,12},?\s+)(?P<name>[^\W\d_]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
)
_LONGEST = 80


@cache
def _forms() -> list[re.Pattern[str]]:
    """Compiled when a chat is first read, which takes longer than to read it."""
    return [re.compile(form + _CLOCK, re.IGNORECASE) for form in _FORMS]


def iso_time(text: str, forms: tuple[str, ...] = ()) -> str | None:
    """The time that ``text`` is, as ``2025-06-30T12:10`` (seconds when written, the date alone without a clock), or
    None. ``forms`` are strptime forms, tried after the built-in ones; a form that strptime refuses fits nothing."""
    text = text.strip().strip("()[]").strip()
    if not text or len(text) > _LONGEST:
        return None
    for form in _forms():
        match = form.fullmatch(text)
        if match and (told := _told(match)):
            return told
    for custom in forms:
        try:
            return datetime.strptime(text, custom).replace(tzinfo=None).isoformat(timespec="minutes")
        except (ValueError, re.error):
            continue
    return None


def _told(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    month, day = parts.get("month"), int(parts["day"])
    number = int(month) if month else _MONTHS.get(parts["name"].lower(), 0)
    half = (parts["half"] or "").lower()[:1]
    slashes = "/" in match[0]
    if month and slashes and (number > 12 or (half and day <= 12)) and not match[0].startswith(parts["year"]):
        number, day = day, number
    hour = int(parts["hour"]) if parts["hour"] else 0
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        when = datetime(int(parts["year"]), number, day, hour, int(parts["minute"] or 0), int(parts["second"] or 0))
    except ValueError:
        return None
    if parts["hour"] is None:
        return when.date().isoformat()
    return when.isoformat(timespec="seconds" if parts["second"] else "minutes")
