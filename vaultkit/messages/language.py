"""The form of a language: all that a translator writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Literal

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
