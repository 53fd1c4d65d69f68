"""Putting steps into weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from vaultkit.graph.coverage import TROUBLED
from vaultkit.graph.gap_types import Gap
from vaultkit.plan.weeks_said import SaidStep


def cycles_of(needs: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """The groups of nodes that depend on each other, a node on itself among them; each sorted (Tarjan, "Depth-First
    Search and Linear Graph Algorithms", 1972; without recursion, since chains may be long)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    on_stack: set[str] = set()
    stack: list[str] = []
    found: list[tuple[str, ...]] = []
    for root in needs:
        if root in index:
            continue
        work = [(root, iter(needs[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in needs:
                    continue
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(needs[other])))
                    break
                if other in on_stack:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    group = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        group.append(member)
                        if member == node:
                            break
                    if len(group) > 1 or node in needs[node]:
                        found.append(tuple(sorted(group)))
    return sorted(found)


def without_cycles(needs: Mapping[str, Sequence[str]], cycles: Sequence[Sequence[str]]) -> dict[str, set[str]]:
    """``needs`` without the edges inside of a cycle: these are broken, openly, all of them."""
    group = {node: number for number, cycle in enumerate(cycles) for node in cycle}
    return {node: {other for other in others if other in needs
                   and not (node in group and group.get(other) == group[node])}
            for node, others in needs.items()}


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One stage of one concept to be written, or code to be mended. ``depends_on``: the concepts that come before it
    and are not done yet. ``done``: the person ticked it."""

    concept: str
    stage: str
    action: str
    why: str
    done_when: str
    done: bool
    depends_on: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Return what makes it the same step in the next plan."""
        return self.concept, self.stage


@dataclass(frozen=True, slots=True)
class Week:
    """The steps of one week, counted from 1, and the subsystem that they belong to (None: they belong to no
    subsystem)."""

    week: int
    subsystem: str | None
    steps: tuple[PlanStep, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All weeks, and the circles of concepts that depend on each other: within one the order follows priority alone.
    ``nothing`` says why there are no steps; ``said`` are the steps of plans that notes and chats hold already."""

    weeks: tuple[Week, ...]
    cycles: tuple[tuple[str, ...], ...]
    nothing: str | None = None
    said: tuple[SaidStep, ...] = ()


def make_plan(
    steps: Mapping[str, Sequence[PlanStep]],
    needs: Mapping[str, Sequence[str]],
    priority: Mapping[str, float],
    subsystem: Mapping[str, str],
    *,
    per_week: int,
    by_subsystem: bool = True,
    weeks: int | None = None,
) -> Plan:
    """Order the concepts of ``steps`` (each with its steps from the top of the chain down) so that none comes before
    one that it ``needs``, the most valuable first, and cut them into weeks of at most ``per_week`` steps.

    ``by_subsystem``: a week holds one subsystem, and one that does not fit goes on in the next; else weeks are filled
    in order. What is needed but has no steps is done. Ties are broken by the concept's id: the same vault gives the
    same plan. Only the first ``weeks`` are kept when given."""
    open_needs = {concept: [other for other in needs.get(concept, ()) if other in steps] for concept in steps}
    cycles = cycles_of(open_needs)
    waiting = without_cycles(open_needs, cycles)
    queue = _Queue(waiting, _worth(waiting, priority), subsystem)
    made: list[Week] = []
    loose: list[PlanStep] = []
    while (first := queue.take()) is not None:
        home = subsystem.get(first) if by_subsystem else None
        if home is None:
            loose += steps[first]
            if by_subsystem:
                made += _cut(loose, None, len(made) + 1, per_week)
                loose = []
            continue
        chosen = list(steps[first])
        while (more := queue.take(home)) is not None:
            chosen += steps[more]
        made += _cut(chosen, home, len(made) + 1, per_week)
    made += _cut(loose, None, len(made) + 1, per_week)
    return Plan(tuple(_joined(made, per_week)[:weeks]), tuple(cycles))


class _Queue:
    """Concepts whose prerequisites are taken, the most valuable first: of all, or of one subsystem."""

    def __init__(self, waiting: Mapping[str, set[str]], worth: Mapping[str, float], home: Mapping[str, str]) -> None:
        self._open = {concept: len(others) for concept, others in waiting.items()}
        self._after: dict[str, list[str]] = defaultdict(list)
        for concept, others in waiting.items():
            for other in others:
                self._after[other].append(concept)
        self._worth, self._home = worth, home
        self._taken: set[str] = set()
        self._ready: dict[str | None, list[tuple[float, str]]] = defaultdict(list)
        for concept, count in self._open.items():
            if not count:
                self._push(concept)

    def _push(self, concept: str) -> None:
        entry = (-self._worth[concept], concept)
        heappush(self._ready[None], entry)
        if (home := self._home.get(concept)) is not None:
            heappush(self._ready[home], entry)

    def take(self, home: str | None = None) -> str | None:
        """The next concept, of the subsystem ``home`` when given, or None."""
        ready = self._ready[home]
        while ready:
            _, concept = heappop(ready)
            if concept not in self._taken:
                self._taken.add(concept)
                for other in self._after[concept]:
                    self._open[other] -= 1
                    if not self._open[other]:
                        self._push(other)
                return concept
        return None


def _worth(waiting: Mapping[str, set[str]], priority: Mapping[str, float]) -> dict[str, float]:
    """Return what a concept is worth: as much as the best that waits for it, so that a dull prerequisite of something
    valuable comes early."""
    worth = {concept: priority.get(concept, 0.0) for concept in waiting}
    for concept in sorted(waiting, key=lambda one: -worth[one]):
        todo = [concept]
        while todo:
            node = todo.pop()
            for other in waiting[node]:
                if worth[other] < worth[node]:
                    worth[other] = worth[node]
                    todo.append(other)
    return worth


def _cut(steps: Sequence[PlanStep], subsystem: str | None, first: int, per_week: int) -> Iterable[Week]:
    for number, start in enumerate(range(0, len(steps), per_week)):
        yield Week(first + number, subsystem, tuple(steps[start:start + per_week]))


def _joined(weeks: Sequence[Week], per_week: int) -> list[Week]:
    """Weeks without a subsystem that follow each other share one as long as they fit."""
    found: list[Week] = []
    for week in weeks:
        last = found[-1] if found else None
        if last and last.subsystem is None and week.subsystem is None and len(last.steps) + len(week.steps) <= per_week:
            found[-1] = Week(last.week, None, (*last.steps, *week.steps))
        else:
            found.append(Week(len(found) + 1, week.subsystem, week.steps))
    return found


# Said of a step by its concept, stage and state: what to do, and what proves it done.
Say = Callable[[Gap, str], tuple[str, str]]
CLOSED = ("covered", "waived", "skipped")


def stages_of(gap: Gap, chain: Sequence[str]) -> list[str]:
    """The stages that are still to be done of a concept, from the top down. Nothing for one that is covered, waived or
    only skips a stage; code alone where the code that is named is no good."""
    if gap.strength == "inferred":  # nobody declared it, so nothing but code is asked for, and only where code is
        return [chain[-1]] if gap.outcome in ("open", "probable") else []
    if gap.state in CLOSED:
        return []
    if gap.state in TROUBLED:
        return [chain[-1]]
    missing = gap.missing_stage
    if missing is None or missing not in chain:
        return []
    present = {stage.stage for stage in gap.chain if stage.present}
    return [stage for stage in chain[chain.index(missing):] if stage not in present]


def steps_of(gap: Gap, chain: Sequence[str], needs: Sequence[str], say: Say,
             ticked: Callable[[str, str], bool] = lambda concept, stage: False) -> list[PlanStep]:
    """The steps of one gap. ``needs``: concepts that come before it; ``ticked``: whether the person ticked a step."""
    steps = []
    for stage in stages_of(gap, chain):
        action, done_when = say(gap, stage)
        why = gap.implementable.why[:2] if gap.strength == "inferred" and gap.implementable else gap.why
        steps.append(PlanStep(gap.concept, stage, action, "; ".join(why) or gap.state, done_when,
                          ticked(gap.concept, stage), tuple(needs)))
    return steps
