"""Phrases of the routes, in the question's language."""

from __future__ import annotations

from vaultkit.messages.words import words_in


def phrase(key: str, language: str, **values: object) -> str:
    """The sentence ``told.KEY`` in ``language``, its places filled."""
    return words_in(language)(f"told.{key}", **values)


def level_name(level: str, language: str) -> str:
    """A level's name in ``language``; a vault's own levels stay as they are called."""
    return words_in(language).name("grade", level)


def stage_name(stage: str, language: str) -> str:
    """A stage's name in ``language``; a vault's own stages stay as they are called."""
    return words_in(language).name("stage", stage)
