"""Reasons why something is taken for an idea, in sentences by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from vaultkit.ideas.ideas import KnownNames, Place, Sighting
from vaultkit.ideas.names import alternatives
from vaultkit.messages.message import Message, named


def idea_reasons(name: str, sightings: Sequence[Sighting], known: KnownNames | None) -> tuple[Message, ...]:
    """Say where a name stands and in how many notes, who says it, and whether it may be several names."""
    told = []
    for place in get_args(Place):
        notes = {sighting.source.note for sighting in sightings if sighting.place == place}
        if notes:
            told.append(Message(f"sighting.{place}", notes=len(notes)))
    roles = sorted({sighting.source.role for sighting in sightings if sighting.source.role})
    if roles:
        told.append(Message("idea.said_by", speakers=tuple(named("speaker", role) for role in roles)))
    if parts := alternatives(name):
        told.append(Message("idea.several", names=tuple(parts)))
    if known and (lacking := known.lacking(name)):
        told.append(Message("idea.lacking", names=tuple(lacking)))
    return tuple(told)
