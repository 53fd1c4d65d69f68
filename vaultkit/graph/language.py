"""The language in which vaultkit speaks about a vault."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from vaultkit.config import Config
from vaultkit.model import NoteFacts

_CYRILLIC = re.compile("[А-Яа-яЁё]+")
_LATIN = re.compile("[A-Za-z]+")


def language_of(facts: Iterable[NoteFacts], config: Config) -> Literal["ru", "en"]:
    """``lang`` of the settings; for auto the script that most notes' titles and summaries are written in (English
    where neither prevails)."""
    if config.lang != "auto":
        return config.lang
    return "ru" if sum(map(script_of, facts)) > 0 else "en"


def script_of(note: NoteFacts) -> int:
    """1 when Cyrillic letters lead in the title and summary, -1 when Latin ones do, else 0."""
    text = f"{note.title} {note.summary or ''}"
    if text.isascii():
        return -1 if _LATIN.search(text) else 0
    cyrillic, latin = (sum(map(len, runs.findall(text))) for runs in (_CYRILLIC, _LATIN))
    return (cyrillic > latin) - (latin > cyrillic)
