"""``waive: {terms: [uncovered], reason: text, until: 2027-01-31}`` in a concept's frontmatter."""

from __future__ import annotations

from datetime import date
from typing import Any

from vaultkit.graph.gap_types import Waiver
from vaultkit.model import NoteFacts

_FIELD = "waive"


def is_waiver(name: str) -> bool:
    """Return whether a property of that name holds a waiver."""
    return name.casefold() == _FIELD


def waiver_of(note: NoteFacts, today: date | None = None) -> Waiver | None:
    """The waiver that ``note`` holds, or None. A bare word or list stands for the terms. The day of ``until`` still
    counts; an ``until`` that is no date counts as expired, so that no gap is hidden for good."""
    name = next(filter(is_waiver, note.properties), None)
    if name is None:
        return None
    value: Any = note.properties[name]
    if value is None or value is False:
        return None
    body = value if isinstance(value, dict) else {}
    terms = written_terms(value)
    until = body.get("until")
    reason = body.get("reason")
    return Waiver(
        terms=tuple(term.strip().casefold() for term in terms),
        reason=str(reason) if reason else None, until=None if until is None else str(until),
        line=note.property_lines.get(name, 1), expired=until is not None and _over(str(until), today or date.today()))


def written_terms(value: Any) -> list[str]:
    """The gap terms in the value of ``waive``, as they are written."""
    terms = value.get("terms") if isinstance(value, dict) else value
    if terms is None or isinstance(terms, bool):
        return []
    return [str(term) for term in (terms if isinstance(terms, list) else [terms])]


def day_of(until: str | None) -> date | None:
    """The day that ``until`` names (ISO 8601, a time behind it is passed over); None when it is no date."""
    try:
        return date.fromisoformat((until or "").strip()[:10])
    except ValueError:
        return None


def _over(until: str, today: date) -> bool:
    day = day_of(until)
    return day is None or day < today
