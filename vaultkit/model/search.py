"""Passages, and how they were found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of a note that is found and quoted as one (search, ask).

    ``key`` is the hash (hex) of what is embedded: title, headings and ``text``; equal passages share it, wherever
    they stand. ``headings`` from the outermost in; ``text`` is the passage without the prefixes of callouts and quotes
    around it; ``role`` is the speaker's of a chat turn, ``date`` the turn's time, else the note's own date (ISO 8601),
    or None; ``kind`` is the note's kind (``note`` when it has none). ``form`` prose, code (a fence) or table.
    ``secondhand``: an answer that was made from other notes (it ends in a list of sources).
    """

    key: str
    note: str
    title: str
    headings: tuple[str, ...]
    start_line: int
    end_line: int
    text: str
    kind: str | None = None
    tags: tuple[str, ...] = ()
    date: str | None = None
    role: str | None = None
    form: Literal["prose", "code", "table"] = "prose"
    secondhand: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that was found: ``score`` is higher for better, comparable within one answer only; ``rank`` is its
    note's, from 1. ``lexical``, ``dense`` and ``graph`` are the parts of the score in words and numbers for a person
    (docs/contract.md's ``why``), None where that way did not find it: ``{"rank": 1, "score": 0.83, "terms": ["lora"],
    "near": ["adapter"]}`` (``near`` are words of the vault that mean what the question's words mean), ``{"rank": 3,
    "score": 0.61}``, ``{"from": "a.md", "relation": "depends_on"}``."""

    chunk: Chunk
    score: float
    lexical: dict[str, Any] | None = None
    dense: dict[str, Any] | None = None
    graph: dict[str, Any] | None = None
    rank: int = 0
