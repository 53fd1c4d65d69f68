"""Types of an assessment (docs/contract.md, ``assess``)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from vaultkit.text.lazy_pattern import lazy_pattern


@dataclass(frozen=True, slots=True)
class Subsystem:
    """A part of what the vault's author builds. ``note`` is its note, or None when only tables of chats name it or the
    graph shows it; ``names`` are all that it is called by; ``concepts`` the concepts that belong to it."""

    name: str
    note: str | None
    names: tuple[str, ...]
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence of a level. ``what``: concept, a stage, code, test or run; ``id`` what proves it, ``path``
    and ``line`` where it stands."""

    concept: str
    what: str
    id: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Level:
    """A named level, the score from 0 to 1 that earned it, and what the score was counted from."""

    level: str
    score: float
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """Statement of a text about a subsystem, word for word: a property of its note or the cell of a table. ``role`` is
    the speaker's in a chat, else None; ``date`` ISO 8601 or None."""

    text: str
    note: str
    line: int
    role: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """One subsystem. ``claimed`` is the newest claim, ``claims`` all of them, newest first; ``source`` says how the
    subsystem is known: its note, a table, or a community of the graph."""

    name: str
    note: str | None
    thinking: Level
    practice: Level
    claimed: Claim | None
    claims: tuple[Claim, ...]
    concepts: tuple[str, ...]
    source: Literal["note", "table", "community"]


_WORD = lazy_pattern(r"[^\W_]+", re.UNICODE)
_BETWEEN = lazy_pattern(r"(?:(?<!\s)\s+)?(?:[/,&+;]|\bи\b|\band\b)\s*", re.IGNORECASE)
_ENDING = lazy_pattern(r"(?:[аяоеиыуюэьй]|ого|его|ому|ему|ами|ями|ах|ях|ом|ем|ой|ей|ов|ев|ые|ие|ий|ый|ая|яя)$")
_STEM = 4


def subsystem_key(name: str) -> tuple[str, ...]:
    """Return the key that two spellings of one name share."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", name).casefold().replace("ё", "е")))


def parts(name: str) -> list[tuple[str, ...]]:
    """The names that one name joins: ``LoRA / QLoRA`` holds two."""
    return [found for part in _BETWEEN.split(name) if (found := subsystem_key(part))]


def strip_ending(word: str) -> str:
    """A word without its Russian ending, for comparing names."""
    cut = _ENDING.sub("", word)
    return cut if len(cut) >= _STEM else word


def mentions_name(text: str, name: tuple[str, ...]) -> bool:
    """Return whether the words of ``name`` follow each other in ``text``, in any Russian form."""
    words, wanted = [strip_ending(word) for word in subsystem_key(text)], [strip_ending(word) for word in name]
    return any(words[i:i + len(wanted)] == wanted for i in range(len(words) - len(wanted) + 1))
