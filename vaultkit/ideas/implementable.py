"""Judgement of how surely something can be built, from its signals: a logistic sum whose weights were fitted on
labelled vaults, and the forms of notes that are no idea whatever stands in them."""

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
# Signal → what it adds where it is strongest (log-odds); docs/decisions/0024 has how they were fitted.
WEIGHTS: dict[str, float] = {
    # its code, or what is written like code
    "in_code_title": 2.5,
    "in_code_said": 2.0,
    "near_code": 2.0,
    "paths": 2.0,
    "code": 0.5,
    "identifiers": 0.6,
    "inline_code": 0.2,
    "stages": 0.5,
    "steps": 0.1,
    "diagram": 0.3,
    "formulas": 0.3,
    # its name
    "head_thing": 1.8,
    "title_thing": 0.6,
    "title_technical": 0.6,
    "title_identifier": 0.4,
    "title_build": 0.3,
    "head_topic": -1.8,
    "title_topic": -0.5,
    "title_tool": -1.5,
    "title_life": -2.8,
    "title_lesson": -2.1,
    "title_question": -0.3,
    "title_long": -0.3,
    # who speaks of it
    "asked": 2.0,
    "row": 1.5,
    "leads_to_code": 3.5,
    "planned": 1.5,
    "ordered": 1.2,
    "in_plan": 0.5,
    "part_of": 1.0,
    "missing_linked": 0.5,
    # what it is about
    "meaning": 3.0,
    "technical": 0.6,
    "technical_many": 0.4,
    "build": 0.3,
    "intends": 0.8,
    "latin": 0.2,
    "tags_technical": 0.3,
    "neighbours_technical": 0.5,
    "folder_technical": 0.2,
    "life": -0.7,
    "tags_life": -0.6,
    "folder_life": -0.3,
    # its form
    "short": -0.4,
    "tasks": -0.4,
    "link_list": -0.8,
    "category": -4.0,
    "web": -0.5,
    "quotes": -0.3,
    "shell": -0.3,
}
BIAS = -1.5
# Forms that are no idea: how much of the note has to be of the form.
FORMS: dict[str, float] = {
    "title_dated": 1.0,
    "title_form": 1.0, "folder_plain": 1.0,
    "empty": 1.0,
    "link_list": 0.5,
    "index": 0.3,
    "tasks": 0.7,
}
# What teaches: code to be read, not to be built; commands and settings only where they name no code that is there.
LESSONS: dict[str, float] = {"title_lesson": 1.0, "shell": 0.7}
_OWN_CODE = ("in_code_title", "in_code_said", "paths", "near_code")
# Below this nothing that is not known yet makes an idea of it.
_HOPELESS = 0.05
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


def outcome(signals: Sequence[Signal], *, sure: bool = True) -> Outcome:
    """Tell a note that is an idea from one to learn from (it holds code and nothing to build) and from what is nothing
    to speak of. With ``sure`` False an idea is whatever could still become one by what is not known yet."""
    strengths = {signal.name: signal.strength for signal in signals}
    if any(strengths.get(name, 0.0) >= least for name, least in FORMS.items()
           if name != "empty" or not strengths.get("title_build")):
        return "nothing"
    teaches = any(strengths.get(name, 0.0) >= least for name, least in LESSONS.items())
    if score(signals) >= (IDEA if sure else _HOPELESS):
        own = any(strengths.get(name) for name in _OWN_CODE)
        return "learning" if strengths.get("title_lesson") or (teaches and not own) else "idea"
    return "learning" if strengths.get("code") or strengths.get("shell") else "nothing"
