"""Meaning of a checkbox for its task, and since when.

Sources: the Tasks plugin's signs and statuses, Dataview's fields, the statuses that themes and Minimal have in common.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from vaultkit.digest.types import Kind
from vaultkit.text.lazy_pattern import lazy_pattern

_DAY = r"\s*(\d{4}-\d{2}-\d{2})"
_DONE = lazy_pattern(rf"(?:✅|\[completion::|\(completion::){_DAY}")
_CANCELLED = lazy_pattern(rf"(?:❌|\[cancelled::|\(cancelled::){_DAY}")
_CREATED = lazy_pattern(rf"(?:➕|\[created::|\(created::){_DAY}")
# To do, in progress, important, a question. A task moved to another day or list is open there.
_OPEN = frozenset(" /!?")


class TaskState(NamedTuple):
    """Done, open or cancelled, and the day that the task gives for it."""

    kind: Kind
    day: str | None


def task_state(status: str, text: str) -> TaskState | None:
    """The state of a task by the sign in its box and the dates in its text; None for what was moved elsewhere and for
    signs that mark no task (a quote, an idea, a place)."""
    if status == "-" or (status not in "xX" and _CANCELLED.search(text)):
        return TaskState("cancelled", _day(_CANCELLED, text))
    if status in ("x", "X") or _DONE.search(text):
        return TaskState("done", _day(_DONE, text))
    return TaskState("open", _day(_CREATED, text)) if status in _OPEN else None


def _day(form: re.Pattern[str], text: str) -> str | None:
    match = form.search(text)
    return match[1] if match and is_day(match[1]) else None


def is_day(text: str) -> bool:
    """Return whether ``text`` is a day of the calendar, as ISO 8601 writes it."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
