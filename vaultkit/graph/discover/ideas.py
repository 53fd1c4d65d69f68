"""What discover hands back, and what its sources hand to the ranking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = Literal["table", "link", "bold", "heading", "item", "term"]


@dataclass(frozen=True, slots=True)
class Source:
    """One place where an idea is named. ``role`` and ``time`` are those of the chat turn around it, else None."""

    note: str
    line: int
    role: str | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One naming of a possible idea by one source: ``name`` cleaned, ``weight`` how much such a place says,
    ``status`` what the text itself says of it."""

    name: str
    place: Place
    source: Source
    weight: float
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea without a note. ``count`` is the number of notes that name it, ``sources`` its places, the most telling
    first, ``role`` who said the status or, without one, the most telling place; ``kind`` that place."""

    name: str
    sources: tuple[Source, ...]
    count: int
    status: str | None
    why: tuple[str, ...]
    role: str | None
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Discovery:
    """``ideas`` best first; ``missing``: links to notes that are elsewhere (names of files, cited sources)."""

    ideas: tuple[Idea, ...]
    missing: tuple[Idea, ...]
