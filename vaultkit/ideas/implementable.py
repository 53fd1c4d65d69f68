"""How surely something can be built, from its signals: a logistic sum whose weights were fitted on labelled vaults, and
the forms of notes that are no idea whatever stands in them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Literal

from vaultkit.graph.gap_types import Implementable
from vaultkit.ideas.signals import Signal
from vaultkit.messages.message import Message

Outcome = Literal["idea", "learning", "nothing"]
# From here on something is an idea.
IDEA = 0.5
# Signal → what it adds where it is strongest (log-odds); docs/decisions/0023 has how they were fitted.
WEIGHTS: dict[str, float] = {
    "code": 1.2, "stages": 1.2, "steps": 0.3, "diagram": 0.7, "identifiers": 1.4, "inline_code": 0.4,
    "in_code_title": 2.5, "in_code_said": 2.0, "formulas": 0.8, "title_technical": 1.6, "title_identifier": 1.0,
    "technical": 1.6, "technical_many": 1.0, "build": 0.6, "title_build": 0.8, "latin": 0.6, "tags_technical": 0.8,
    "neighbours_technical": 1.2, "folder_technical": 0.4,
    "life": -1.8, "title_life": -2.0, "tags_life": -1.5, "folder_life": -0.6, "title_lesson": -1.5,
    "title_question": -0.6, "title_long": -0.8, "short": -1.0, "tasks": -1.0, "link_list": -2.0, "web": -1.2,
    "quotes": -0.8, "shell": -0.8,
}
BIAS = -2.6
# Forms that are no idea: how much of the note has to be of the form.
FORMS: dict[str, float] = {"title_dated": 1.0, "empty": 1.0, "link_list": 0.6, "tasks": 0.7}
# What teaches: code to be read, not to be built.
LESSONS: dict[str, float] = {"title_lesson": 1.0, "shell": 0.7}
_MOST_REASONS = 4
_WORTH_SAYING = 0.15


def score(signals: Iterable[Signal]) -> float:
    """0 to 1."""
    total = BIAS + sum(WEIGHTS.get(signal.name, 0.0) * signal.strength for signal in signals)
    return round(1 / (1 + math.exp(-total)), 3)


def implementable(signals: Sequence[Signal]) -> Implementable:
    """The score and what gave it, strongest first: messages until they are worded for a person."""
    worth = sorted(((WEIGHTS.get(one.name, 0.0) * one.strength, one) for one in signals), key=lambda pair: -pair[0])
    told = [Message(f"signal.{one.name}", **dict(zip("ab", one.told, strict=False)))
            for points, one in worth if points >= _WORTH_SAYING]
    return Implementable(score(signals), tuple(told[:_MOST_REASONS]))


def outcome(signals: Sequence[Signal]) -> Outcome:
    """Whether a note is an idea, a note to learn from (it holds code and nothing to build), or nothing to speak of."""
    strengths = {signal.name: signal.strength for signal in signals}
    if any(strengths.get(name, 0.0) >= least for name, least in FORMS.items()):
        return "nothing"
    teaches = any(strengths.get(name, 0.0) >= least for name, least in LESSONS.items())
    if score(signals) >= IDEA:
        return "learning" if teaches and not strengths.get("in_code_title") else "idea"
    return "learning" if strengths.get("code") or strengths.get("shell") else "nothing"
