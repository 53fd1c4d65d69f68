"""The date of a note: a property, else its file's name."""

from __future__ import annotations

import re

from vaultkit.markdown.times import iso_time
from vaultkit.model import Note

_PROPERTIES = ("date", "created", "created_at", "date_created", "creation_date", "дата", "создано", "дата_создания")
_IN_NAME = re.compile(r"(?<!\d)(\d{4})[-_.](\d{2})[-_.](\d{2})(?!\d)")


def note_date(note: Note) -> str | None:
    """ISO 8601, or None where the note says none."""
    if note.properties:
        values = {item.name.casefold().replace("-", "_").replace(" ", "_"): item.value for item in note.properties}
        for name in _PROPERTIES:
            value = values.get(name)
            if isinstance(value, str) and (told := iso_time(value)):
                return told
    match = _IN_NAME.search(note.path.rpartition("/")[2])
    return iso_time("-".join(match.groups())) if match else None
