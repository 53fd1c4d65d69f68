"""Problems that readers of notes and sources have reported: an index keeps it as English text, and it is told from that
text again which message it was."""

from __future__ import annotations

import re
import string
from functools import cache

from vaultkit.messages.language import language
from vaultkit.messages.message import Message

_GROUP = "problem."


def reported(text: str) -> str:
    """The Message that ``text`` is the English text of; ``text`` itself where it is none of a reader."""
    for key, pattern in _patterns():
        if found := pattern.fullmatch(text):
            values = found.groupdict()
            if "why" in values:
                values["why"] = reported(values["why"])
            return Message(key, **values)
    return text


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((key, _pattern(text)) for key, text in language("en").texts.items() if key.startswith(_GROUP))


def _pattern(text: str) -> re.Pattern[str]:
    """A pattern whose groups are the places of a text."""
    return re.compile("".join(re.escape(literal) + (f"(?P<{place}>.*)" if place else "")
                              for literal, place, _, _ in string.Formatter().parse(text)), re.DOTALL)
