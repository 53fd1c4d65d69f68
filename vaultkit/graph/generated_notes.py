"""Notes that vaultkit wrote itself."""

from __future__ import annotations

from vaultkit.model import NoteFacts


def is_own(note: NoteFacts) -> bool:
    """Return whether vaultkit wrote the note (a plan, a saved answer; ``generated_by: vaultkit`` or ``vaultkit:
    answer``, case aside): it repeats what others say, so nothing in it weighs anything and no idea comes from it."""
    return any((name.casefold(), str(value).casefold()) in _MARKS for name, value in note.properties.items())


_MARKS = {("generated_by", "vaultkit"), ("vaultkit", "answer")}
