"""How a note is called where a person reads: its title, and its summary beside when the title tells nothing."""

from __future__ import annotations

import re

from vaultkit.render.style import dim
from vaultkit.render.terminal import clip, one_line

# Numbers and dates, names cut from the words of a chat (66_но_вот_по_чисто), what editors call a new note.
_MUTE = re.compile(
    r"\d+[_\-. ]*\w{0,3}$|\d+_\w+$|[\d\s.:_\-]+$|[0-9a-f]{8}-[0-9a-f-]+$"
    r"|(?:untitled|без названия|new note|новая заметка)\b",
    re.IGNORECASE)


def tells_nothing(title: str) -> bool:
    """Whether ``title`` leaves a reader without an idea of what the note is about."""
    return bool(_MUTE.match(title.strip()))


def beside(title: str, summary: str | None, width: int) -> str:
    """What stands behind a name: ``— summary`` where the name alone tells nothing, cut to ``width`` columns."""
    if not summary or not tells_nothing(title) or width < 12:
        return ""
    return dim(clip(f" — {one_line(summary)}", width))
