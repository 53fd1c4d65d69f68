"""English: its texts, what is counted in every plural form, and how numbers are written."""

from __future__ import annotations

from vaultkit.messages.en.agents import AGENTS
from vaultkit.messages.en.evaluation import EVALUATION
from vaultkit.messages.en.reasons import REASONS
from vaultkit.messages.en.texts import TEXTS
from vaultkit.messages.message import Language

FORMS: dict[str, tuple[str, ...]] = {
    "alias": ("alias", "aliases"),
    "vector": ("vector", "vectors"),
    "index": ("index", "indexes"),
    "chat": ("chat", "chats"),
    "chunk": ("passage", "passages"),
    "concept": ("concept", "concepts"),
    "error": ("error", "errors"),
    "file": ("file", "files"),
    "idea": ("idea", "ideas"),
    "link": ("link", "links"),
    "model": ("model", "models"),
    "note": ("note", "notes"),
    "place": ("place", "places"),
    "step": ("step", "steps"),
    "week": ("week", "weeks"),
    "subsystem": ("subsystem", "subsystems"),
    "problem": ("problem", "problems"),
    "section": ("section", "sections"),
    "warning": ("warning", "warnings"),
    "line": ("line", "lines"),
    "topic": ("topic", "topics"),
    "turn": ("turn", "turns"),
    "weight.dependents": ("{n} concept depends on it", "{n} concepts depend on it"),
    "weight.linked": ("{n} note links to it", "{n} notes link to it"),
    "weight.left": ("{n} stage left", "{n} stages left"),
    "weight.unchanged": ("unchanged for {n} day", "unchanged for {n} days"),
}


def plural(n: int) -> int:
    """0 for 1, 1 for every other number (CLDR: one, other)."""
    return int(n != 1)


LANGUAGE = Language(TEXTS | REASONS | AGENTS | EVALUATION, FORMS, plural, thousands=",", decimal=".")
