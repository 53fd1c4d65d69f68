"""Count of a note's letters, and of the Cyrillic ones among them: the vault's language is told by it.

Source: docs/contract.md, Settings, ``lang``.
"""

from __future__ import annotations

from vaultkit.markdown.source import NoteText, Ranges
from vaultkit.text.lazy_pattern import lazy_pattern

# In UTF-8 every letter beyond ASCII begins with one of these; other bytes are marks, digits, rests of a character, or
# the beginnings of symbols (C2: Latin-1 marks, E2: dashes and arrows, EE to F4: private use and emoji).
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") | {*range(0xC3, 0xE2), *range(0xE3, 0xEE)}
_OTHERS = bytes(byte for byte in range(256) if byte not in _LETTERS)
_CYRILLIC = (b"\xd0", b"\xd1", b"\xd2", b"\xd3")
_ADDRESS = lazy_pattern(r"\]\([^()\r\n]*\)|!\[\[[^\]\r\n]*\]\]|(?:https?|file|obsidian)://\S+")


def letters_of(text: str) -> tuple[int, int]:
    """Cyrillic letters and all letters of a text."""
    data = text.encode("utf-8", "replace")
    if len(data) == len(text):
        return 0, len(data.translate(None, _OTHERS))
    return sum(map(data.count, _CYRILLIC)), len(data.translate(None, _OTHERS))


def prose_letters(source: NoteText) -> tuple[int, int]:
    """The same of the note's body without code, mathematics, HTML, comments, embeds and addresses."""
    text, at, parts = source.text, source.body, []
    hidden = Ranges([*zip(source.opaque.starts, source.opaque.ends, strict=True),
                     *zip(source.comments.starts, source.comments.ends, strict=True),
                     *zip(source.data.starts, source.data.ends, strict=True)])
    for start, end in zip(hidden.starts, hidden.ends, strict=True):
        if start > at:
            parts.append(text[at:start])
        at = max(at, end)
    prose = "".join([*parts, text[at:]])
    return letters_of(_ADDRESS.sub("", prose) if "](" in prose or "://" in prose or "![[" in prose else prose)
