"""Priority of a gap: how much it matters, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from vaultkit.graph.coverage import GOOD, Verdict
from vaultkit.graph.nodes import NodeGraph
from vaultkit.messages.message import Message
from vaultkit.model import NoteFacts

_DAY = 86_400 * 10**9
_EPOCH = date(1970, 1, 1).toordinal()
# What says when a note was last changed, then when it was made.
_DATES = ("updated", "modified", "изменено", "обновлено", "date", "дата", "created", "создано")
_DAMPING, _ROUNDS, _CLOSE = 0.85, 40, 1e-4


class Weight(NamedTuple):
    """Facts on which a concept's priority rests: how many concepts depend on it (through others too), how many notes
    link to it, its age in days behind the newest note; ``central``: its PageRank as a part of the greatest one;
    ``place``: its place by that, of ``of`` concepts (0: not known)."""

    dependents: int
    linked: int
    days: int
    central: float = 0.0
    place: int = 0
    of: int = 0


def dependents(web: NodeGraph, concepts: Iterable[str]) -> dict[str, int]:
    """Concept → number of other concepts that depend on it, directly or through others."""
    known = set(concepts)
    users: dict[str, set[str]] = {}
    for tie in web.ties:
        if tie.relation == "depends_on" and tie.source in known and tie.target in known:
            users.setdefault(tie.target, set()).add(tie.source)
    counts: dict[str, int] = {}
    for concept in users:
        seen = {concept}
        queue = [concept]
        # Bounded, so that a cycle of thousands costs no square of it; beyond this the number says enough.
        while queue and len(seen) <= 200:
            new = users.get(queue.pop(), set()) - seen
            seen |= new
            queue.extend(new)
        counts[concept] = len(seen) - 1
    return counts


def linked_from(edges: Iterable[tuple[str, str, object, object, int, int, bool, str]],
                targets: Collection[str]) -> dict[str, int]:
    """Path → number of notes that link to it, of each of ``targets`` that is linked at all."""
    pairs = {(edge[0], edge[1]) for edge in edges if edge[1] in targets and edge[0] != edge[1]}
    counts: dict[str, int] = {}
    for _, target in pairs:
        counts[target] = counts.get(target, 0) + 1
    return counts


def centrality(edges: Iterable[tuple[str, str, object, object, int, int, bool, str]],
               concepts: Collection[str]) -> dict[str, float]:
    """Concept → its PageRank in the graph of links between concepts, as a part of the greatest one; 0 for all where no
    note links to a concept.

    Page, Brin, Motwani and Winograd 1999, damping 0.85; a reader comes in by the links of all other notes. Computed
    here, since loading a library for it takes longer than the sum itself on vaults of thousands of notes."""
    pairs = {(edge[0], edge[1]) for edge in edges if edge[1] in concepts and edge[0] != edge[1]}
    if not pairs:
        return dict.fromkeys(concepts, 0.0)
    enter = dict.fromkeys(concepts, 1.0)
    out: dict[str, list[str]] = {}
    for source, target in pairs:
        if source in enter:
            out.setdefault(source, []).append(target)
        else:
            enter[target] += 1.0
    total = sum(enter.values())
    enter = {concept: share / total for concept, share in enter.items()}
    rank = dict(enter)
    for _ in range(_ROUNDS):
        flow = sum(value for concept, value in rank.items() if concept not in out)
        new = {concept: (1 - _DAMPING + _DAMPING * flow) * share for concept, share in enter.items()}
        for source, targets in out.items():
            share = _DAMPING * rank[source] / len(targets)
            for target in targets:
                new[target] += share
        change = sum(abs(new[concept] - rank[concept]) for concept in new)
        rank = new
        if change < _CLOSE:
            break
    greatest = max(rank.values())
    return {concept: value / greatest for concept, value in rank.items()}


def ages_in_days(notes: Iterable[NoteFacts]) -> dict[str, int]:
    """Path → days by which the note is older than the newest one, so that the order does not change from day to day. A
    date in its properties says it better than its file's time, which a checkout or a sync tool sets anew."""
    times = {note.path: _dated(note.properties) or note.mtime_ns for note in notes}
    newest = max(times.values(), default=0)
    return {path: (newest - at) // _DAY for path, at in times.items()}


def _dated(properties: Mapping[str, Any]) -> int | None:
    """The first date of ``_DATES`` among the properties, in nanoseconds."""
    named = {name.casefold(): value for name, value in properties.items()}
    for name in _DATES:
        value = named.get(name)
        if isinstance(value, str):
            try:
                day = date.fromisoformat(value.strip()[:10])
            except ValueError:
                continue
            return (day.toordinal() - _EPOCH) * _DAY
    return None


def priority(found: Verdict, weight: Weight, last: int) -> float:
    """0 for what is done, else 1 to 100: half by dependents, a fifth each by centrality and by what is done already,
    the rest by age."""
    if found.state in GOOD or found.state == "waived":
        return 0.0
    needed = weight.dependents / (weight.dependents + 2)
    done = max(0.0, found.outcome.far) / last
    waiting = min(1.0, weight.days / 365)
    return round(1 + 99 * (0.5 * needed + 0.2 * weight.central + 0.2 * done + 0.1 * waiting), 1)


def priority_reasons(found: Verdict, weight: Weight, most_linked: int, last: int) -> list[Message]:
    """The parts of the priority that weigh something."""
    if found.state in GOOD or found.state == "waived":
        return []
    said: list[Message] = []
    if weight.dependents:
        said.append(Message("weight.dependents", n=weight.dependents))
    if weight.linked and weight.linked * 2 >= most_linked:
        said.append(Message("weight.linked", n=weight.linked))
    if 0 < weight.place <= weight.of // 10:
        said.append(Message("weight.central", place=weight.place, of=weight.of))
    missing = last - found.last
    if found.state == "partial" and missing <= 2:
        said.append(Message("weight.left", n=missing))
    if weight.days >= 90:
        said.append(Message("weight.unchanged", n=weight.days))
    return said
