"""Walk from the notes that were found along their links: personalised PageRank, seeded by the hits.

As in HippoRAG (arXiv 2405.14831), whose damping is taken too: a question that needs two notes finds the one whose words
it has, and the links of that one lead to the other. Only the neighbourhood of the hits is looked at, two steps far.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

# (source, target, field, commented), as far as a link counts here.
Edge = tuple[str, str, str | None]
Around = Callable[[Collection[str]], Iterable[Edge]]

DAMPING = 0.5
ROUNDS = 8
# What the walk reaches less than this leads no further, as the hundreds of notes around a hub.
LEAST = 1e-3
# A link in a property or inline field says what it is; a plain one may be in passing.
TYPED, PLAIN = 2.0, 1.0
# A note with more links than this is an index: a link from it says nothing about its target.
HUB = 60
# So many links from and to a note are enough to tell that it is one.
MOST_LINKS = 2 * HUB
# So many neighbours of the hits are asked for their own.
SECOND_STEP = 16


@dataclass(slots=True)
class Neighbourhood:
    """Notes and how strongly they are linked, both ways; ``fields`` names the field of a link where it has one."""

    weights: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    fields: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def add(self, edges: Iterable[Edge]) -> None:
        """Take up links; several between two notes count as the strongest of them."""
        weights, fields = self.weights, self.fields
        for source, target, name in edges:
            link = source, target
            if source == target or fields.get(link) or (link in fields and not name):
                continue
            fields[link] = name
            weight = TYPED if name else max(PLAIN, weights[source].get(target, 0.0))
            weights[source][target] = weights[target][source] = weight


def neighbourhood(seeds: Sequence[str], around: Around) -> Neighbourhood:
    """Return what lies within two links of ``seeds``; hubs are not gone through."""
    found = Neighbourhood()
    found.add(around(seeds))
    near = {note: sum(found.weights[seed].get(note, 0.0) for seed in seeds) for seed in seeds
            if len(found.weights[seed]) <= HUB for note in found.weights[seed] if note not in seeds}
    second = sorted(near, key=lambda note: (-near[note], note))[:SECOND_STEP]
    if second:
        found.add(around(second))
    return found


def pagerank(seeds: Mapping[str, float], near: Neighbourhood) -> dict[str, float]:
    """Note → its share of a walk that begins at the seeds, by their weight, and returns there half of the time."""
    total = sum(seeds.values())
    start = {note: weight / total for note, weight in seeds.items()}
    steps: dict[str, list[tuple[str, float]]] = {}
    ranks = dict(start)
    for _ in range(ROUNDS):
        moved: dict[str, float] = defaultdict(float)
        for note, rank in ranks.items():
            if rank < LEAST:
                continue
            if note not in steps:
                steps[note] = _steps(near.weights.get(note, {}))
            for other, part in steps[note]:
                moved[other] += rank * part
        lost = 1.0 - DAMPING * sum(moved.values())
        ranks = {note: DAMPING * rank for note, rank in moved.items()}
        for note, weight in start.items():
            ranks[note] = ranks.get(note, 0.0) + lost * weight
    return ranks


def _steps(links: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return where a walk goes from a note; from a hub most of it goes nowhere."""
    whole = sum(links.values()) * max(1.0, len(links) / HUB)
    return [(other, weight / whole) for other, weight in links.items()]


def came_from(note: str, seeds: Mapping[str, float], ranks: Mapping[str, float],
              near: Neighbourhood) -> tuple[str, str | None] | None:
    """The neighbour that led to ``note`` (a seed where one is linked with it) and the field of the link, or None."""
    links = near.weights.get(note, {})
    best = max(links, key=lambda other: (other in seeds, links[other] * ranks.get(other, 0.0), other), default=None)
    if best is None:
        return None
    return best, near.fields.get((best, note)) or near.fields.get((note, best))
