"""Times as exporters of chats write them, to ISO 8601 without zone, whatever the locale.

Sources: ISO 8601; the forms of exported chats (``30.06.2025 at 12:10``, ``June 30, 2025 12:10 PM``, ``30 июня 2025``).
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

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
