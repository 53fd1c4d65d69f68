"""``waive: {terms: [uncovered], reason: text, until: 2027-01-31}`` in a concept's frontmatter."""

from __future__ import annotations

from datetime import date
from typing import Any

from vaultkit.graph.gap_types import Waiver
from vaultkit.model import NoteFacts

_FIELD = "waive"


def waiver_of(note: NoteFacts, today: date | None = None) -> Waiver | None:
    """The waiver that ``note`` holds, or None. A bare word or list stands for the terms. The day of ``until`` still
    counts; an ``until`` that is no date has not come and is taken for expired, so that no gap is hidden for good."""
    name = next((name for name in note.properties if name.casefold() == _FIELD), None)
    if name is None:
        return None
    value: Any = note.properties[name]
    if value is None or value is False:
        return None
    body = value if isinstance(value, dict) else {"terms": [] if value is True else value}
    terms = body.get("terms") or []
    until = body.get("until")
    reason = body.get("reason")
    return Waiver(
        terms=tuple(str(term).strip().casefold() for term in (terms if isinstance(terms, list) else [terms])),
        reason=str(reason) if reason else None, until=None if until is None else str(until),
        line=note.property_lines.get(name, 1), expired=until is not None and _over(str(until), today or date.today()))


def _over(until: str, today: date) -> bool:
    try:
        return date.fromisoformat(until.strip()[:10]) < today
    except ValueError:
        return True
