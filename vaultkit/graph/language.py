"""The language in which vaultkit speaks about a vault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from vaultkit.config import Config
from vaultkit.model import NoteFacts


def language_of(facts: Iterable[NoteFacts], config: Config) -> Literal["ru", "en"]:
    """``lang`` of the settings; for auto the script that most notes' titles and summaries are written in (English
    where neither prevails)."""
    if config.lang != "auto":
        return config.lang
    balance = 0
    for note in facts:
        text = f"{note.title} {note.summary or ''}"
        cyrillic = sum(map("абвгдежзийклмнопрстуфхцчшщъыьэюяё".__contains__, text.lower()))
        latin = sum(map("abcdefghijklmnopqrstuvwxyz".__contains__, text.lower()))
        balance += (cyrillic > latin) - (latin > cyrillic)
    return "ru" if balance > 0 else "en"
