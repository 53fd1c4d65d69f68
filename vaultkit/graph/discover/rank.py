"""Sightings of one name put together, weighed and told in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from vaultkit.graph.discover.ideas import Idea, Place, Sighting, Source
from vaultkit.graph.discover.known import Known
from vaultkit.graph.discover.lemma import key
from vaultkit.graph.discover.names import alternatives
from vaultkit.graph.discover.wording import Lang, reasons


def merge(sightings: Iterable[Sighting], known: Known | None, fewest: int, lang: Lang) -> list[Idea]:
    """One idea for each name that has no note, best first: score, then notes, then place. ``fewest`` notes have to
    name it. A term that is part of a table's row (``Docker / Multi-GPU``) is that idea's. Sightings in one note count
    once for each kind of place, the best of them."""
    groups: dict[tuple[str, ...], list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        groups[key(sighting.name)].append(sighting)
    ideas = []
    for group in groups.values():
        name = _best_name(group)
        if len({sighting.source.note for sighting in group}) >= fewest and not (known and known.has(name)):
            ideas.append(_idea(name, group, known, lang))
    counts = {key(idea.name): idea.count for idea in ideas}
    rows = {key(part) for idea in ideas if idea.kind == "table" for part in alternatives(idea.name)}
    ideas = [idea for idea in ideas if not _said_better(idea, counts)
             and not (idea.kind == "term" and key(idea.name) in rows)]
    return sorted(ideas, key=lambda idea: (-idea.score, -idea.count, idea.sources[0].note, idea.sources[0].line))


def _said_better(idea: Idea, counts: dict[tuple[str, ...], int]) -> bool:
    """Whether a part of ``GNU/Linux`` is an idea that more notes use alone. Rows of tables stay whole."""
    return idea.kind != "table" and any(counts.get(key(part), 0) > idea.count for part in alternatives(idea.name))


def _best_name(group: list[Sighting]) -> str:
    best = max(sighting.weight for sighting in group)
    names = Counter(sighting.name for sighting in group if sighting.weight >= 0.8 * best)
    return min(names, key=lambda name: (-names[name], len(name), name))


def _idea(name: str, group: list[Sighting], known: Known | None, lang: Lang) -> Idea:
    first = max(group, key=lambda s: (s.status is not None, s.source.time or "" if s.status else "", s.weight))
    ordered = sorted(group, key=lambda s: (-s.weight, s.source.note, s.source.line))
    sources = tuple(dict.fromkeys(sighting.source for sighting in ordered))
    return Idea(name=name, sources=_one_per_line(sources), count=len({s.source.note for s in group}),
                status=first.status, why=reasons(name, group, known, lang), role=first.source.role, kind=first.place,
                score=round(_score(group), 3))


def _one_per_line(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    return tuple({(source.note, source.line): source for source in reversed(sources)}.values())[::-1]


def _score(group: list[Sighting]) -> float:
    """The best weight of each kind of place; links, tables and what is named in chats weigh more for each further note
    (by halves of the logarithm), elsewhere headings and bold words of many notes are more often a form than an idea.
    So ten notes that link to a name outweigh one table, and one table outweighs a word that is used twice."""
    by_place: dict[Place, dict[str, float]] = defaultdict(dict)
    said: set[Place] = set()
    for sighting in group:
        notes = by_place[sighting.place]
        notes[sighting.source.note] = max(sighting.weight, notes.get(sighting.source.note, 0.0))
        if sighting.source.role or sighting.place in ("link", "table"):
            said.add(sighting.place)
    return sum(max(notes.values()) * (1 + 0.5 * (len(notes).bit_length() - 1) * (place in said))
               for place, notes in by_place.items())
