"""The language in which vaultkit speaks about a vault."""

from __future__ import annotations

from vaultkit.markdown.letters import letters_of
from vaultkit.messages.language import Lang
from vaultkit.model import NoteFacts


def letters_in(note: NoteFacts) -> tuple[int, int]:
    """Cyrillic letters and all letters of the title and the prose; none of a note that Obsidian hides."""
    if note.excluded:
        return 0, 0
    title, prose = letters_of(note.title), note.letters
    return title[0] + prose[0], title[1] + prose[1]


def by_letters(cyrillic: int, letters: int) -> Lang:
    """Russian where at least a third of the letters are Cyrillic (docs/contract.md, Settings)."""
    return "ru" if cyrillic and 3 * cyrillic >= letters else "en"
