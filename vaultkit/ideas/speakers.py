"""Speakers of an idea, first and last, and what tables and notes say of its status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vaultkit.graph.gap_types import Speakers, StatusSaid
from vaultkit.ideas.ideas import IdeaSource


def said_of(
    sources: Iterable[IdeaSource], dates: Mapping[str, str | None], statuses: Iterable[StatusSaid] = ()
) -> Speakers:
    """``sources``: the places that speak of it; ``dates``: note → the date that it gives itself, for places outside of
    a chat's turns."""
    found = list(sources)
    times = sorted(time for source in found if (time := source.time or dates.get(source.note)))
    by = dict.fromkeys(source.role if source.role in ("user", "assistant") else "note" for source in found)
    return Speakers(times[0] if times else None, times[-1] if times else None,
                tuple(one for one in ("user", "assistant", "note") if one in by), tuple(statuses))
