"""A sentence as its key and the values of its places: what rooms make, and faces word in the language of a person."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Literal, Self

Lang = Literal["en", "ru"]


@dataclass(frozen=True, slots=True)
class Language:
    """``texts``: key → text with places in braces; ``forms``: key → the noun or sentence for each number that
    ``plural`` returns for a count; ``thousands`` and ``decimal`` set the digits of a number apart. Every language has
    the same keys and places, English those that the code asks for."""

    texts: Mapping[str, str]
    forms: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]
    thousands: str
    decimal: str


@cache
def language(lang: Lang) -> Language:
    """The language of the package ``vaultkit.messages.LANG``, loaded when it is first asked for."""
    found: Language = import_module(f"vaultkit.messages.{lang}").LANGUAGE
    return found


class Message(str):
    """``key`` names a text or a counted sentence of the languages, ``values`` fill its places; a counted sentence goes
    by the value ``n``. A value may be a Message, or a tuple of texts, which are listed with commas. As a string it is
    the English text, so that one that nobody words can be read all the same; ``Words.say`` words it. (The form is that
    of zope.i18nmessageid's Message.)

    Raises KeyError for a key that English lacks, and for a place without a value.
    """

    __slots__ = ("key", "values")
    key: str
    values: dict[str, object]

    def __new__(cls, key: str, /, **values: object) -> Self:
        made = super().__new__(cls, filled(language("en"), key, values))
        made.key, made.values = key, values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        """Return what copying and pickling make it anew of."""
        return (self.key,), self.values


def filled(spoken: Language, key: str, values: dict[str, object]) -> str:
    """The text ``key`` of a language with its places filled. Raises KeyError."""
    text = spoken.texts.get(key)
    if text is None:
        n = values["n"]
        assert isinstance(n, int)
        text = spoken.forms[key][spoken.plural(n)]
    return text.format(**{name: ", ".join(value) if isinstance(value, tuple) else value
                          for name, value in values.items()})


def named(group: str, word: str) -> str:
    """The name of a stage, speaker or another word of ``group`` as a Message; ``word`` itself where English has none
    (a vault may bring its own stages)."""
    key = f"{group}.{word}"
    return Message(key) if key in language("en").texts else word


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
