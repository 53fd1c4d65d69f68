"""Titles → names of notes that every system and Obsidian's links can have, each once in the vault.

Sources: Microsoft, "Naming Files, Paths, and Namespaces"; Obsidian Help, "Internal links".
"""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, count

from vaultkit.chats.values import digest
from vaultkit.text.lazy_pattern import lazy_pattern

_REFUSED = lazy_pattern(r'[\\/:*?"<>|#^\[\]\x00-\x1f\x7f]+|%%+')
_DEVICE = lazy_pattern(
    r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE
)
_ENDING = lazy_pattern(r"(?:\s*\.md)+$", re.IGNORECASE)
# Letters and marks that show nothing: fillers, selectors of variants, the blank of Braille.
_BLANK = lazy_pattern(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_MOST_CHARACTERS, _MOST_BYTES = 100, 180


def stem_of(title: str) -> str:
    """A file's name for a title, without ``.md``; empty where nothing of the title can stand in a name."""
    text = unicodedata.normalize("NFC", title)
    text = _BLANK.sub("", "".join(
        " " if unicodedata.category(sign) in ("Zs", "Zl", "Zp") or sign in "\t\n\r" else sign
        for sign in text if sign in "\t\n\r" or unicodedata.category(sign) not in _INVISIBLE - {"Zl", "Zp"}))
    text = _ENDING.sub("", " ".join(_REFUSED.sub(" ", text).split()))
    text = _cut(text.strip(" .-–—")).rstrip(" .-–—")
    if _DEVICE.fullmatch(text):
        text = f"_{text}"
    return unicodedata.normalize("NFC", text)


def _cut(text: str) -> str:
    text = text[:_MOST_CHARACTERS]
    while len(text.encode()) > _MOST_BYTES:
        text = text[:-1]
    return text


class NoteNames:
    """The names that are taken in a vault, compared as the most forgetful file system would."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, stem: str) -> None:
        """Say that there is a note of this name."""
        self._taken.add(_key(stem))

    def free(self, title: str, id_: str) -> str:
        """A name for the conversation ``id_``, taken from now on: the title's, and where there is one like it already
        the id tells them apart, so it does not depend on the order in which chats come."""
        stem = stem_of(title) or "Chat"
        more = (f" ({digest(id_)}) {number}" for number in count(2))
        name = next(name for ending in chain(("", f" ({digest(id_)})"), more)
                    if _key(name := stem + ending) not in self._taken)
        self.take(name)
        return name


def _key(stem: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", stem).casefold()).strip(" .")
