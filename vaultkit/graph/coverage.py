"""Which stages the chains of every node reach, and in what state they end.

A node and what hangs directly below it are one bundle: a concept that names its scheme, its algorithm and its code side
by side has one chain through all of them. Deeper down each way is a chain of its own. What is computed for a node
is the set of its outcomes: (stages reached as bits, how it ends, where). The set is small, whatever the number of
ways, so the cost is linear in the ties; cycles are taken as one node (Tarjan's strongly connected components).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from vaultkit.graph.web import RANK, EvidenceState, Node, Tie, Web, lower
from vaultkit.model import Strength
from vaultkit.ontology import Ontology

Ending = Literal["good", "stop", "missing", "stub", "suspect", "moved"]
Key = tuple[str, int | None]
_ENDINGS: dict[EvidenceState, Ending] = {"ok": "good", "missing": "missing", "stub": "stub", "suspect": "suspect",
                                         "moved": "moved"}
# How far a chain got that ends at a stage: one that is not there is short of it by more than one that does nothing.
_SHORT: dict[Ending, float] = {"good": 0.0, "suspect": 0.2, "moved": 0.3, "stub": 0.4, "missing": 0.5, "stop": 0.0}


class Outcome(NamedTuple):
    """How a chain ends. ``mask`` has a bit for every stage that it reaches, ``at`` is the stage where it ends;
    ``ambiguous``: a link on the way has several targets."""

    mask: int
    ending: Ending
    at: int
    ambiguous: bool

    @property
    def far(self) -> float:
        """How far it gets, as a stage; an ambiguous link on the way costs a little."""
        return self.at - _SHORT[self.ending] - (0.1 if self.ambiguous else 0.0)


class Step(NamedTuple):
    """One step down: the key of what is reached and the tie that leads there."""

    key: Key
    tie: Tie


class Coverage:
    """The outcomes of every node that lies in a chain.

    ``from_``: the weakest strength that counts. Keys are (id, stage): a plain note may stand for one stage to the one
    and for another to the other; a plain note that only carries what lies in it has stage None."""

    def __init__(self, web: Web, ontology: Ontology, from_: Strength) -> None:
        self.web = web
        self.ontology = ontology
        self.last = len(ontology.chain) - 1
        self._limit = RANK[from_]
        self._needs_code = {index for name, index in ontology.stage_index.items() if ontology.kinds[name].needs_code}
        self._outcomes: dict[Key, frozenset[Outcome]] = {}
        self._steps: dict[Key, list[Step]] = {}

    def outcomes(self, key: Key) -> frozenset[Outcome]:
        """How the chains from ``key`` end. Empty for what is no evidence at all (a code note without code)."""
        if key not in self._outcomes:
            for group in _components(key, self.counting, self._outcomes):
                self._settle(group)
        return self._outcomes[key]

    def steps(self, key: Key) -> list[Step]:
        """Every step down from ``key``, counting or not."""
        found = self._steps.get(key)
        if found is None:
            found = self._steps[key] = list(self._find_steps(key))
        return found

    def counting(self, key: Key) -> list[Step]:
        """The steps down that are strong enough to count."""
        return [step for step in self.steps(key) if self.counts(step)]

    def counts(self, step: Step) -> bool:
        """Whether a step is strong enough to count."""
        return RANK[step.tie.strength] <= self._limit

    def _find_steps(self, key: Key) -> Iterator[Step]:
        id_, stage = key
        for tie in self.web.below.get(id_, ()):
            below = lower(tie)
            node = self.web.nodes.get(below)
            if node is None or below == id_:
                continue
            own = node.stage if node.stage is not None else tie.stage
            if own is None or stage is None or own >= stage:
                yield Step((below, own), tie)

    def _settle(self, group: list[Key]) -> None:
        members = set(group)
        found: set[Outcome] = set()
        leaves: dict[Key, Outcome] = {}
        for key in group:
            node = self.web.nodes[key[0]]
            if node.form not in ("note", "section") or node.state != "ok" or (node.form == "section" and
                                                                             key[1] in self._needs_code):
                leaves[key] = self._leaf(node, key[1] or 0)
                continue
            outside = [step for step in self.counting(key) if step.key not in members]
            found |= self._through(key, outside)
        for key in group:
            if key in leaves:
                self._outcomes[key] = frozenset((leaves[key],))
                continue
            own = set(found)
            if not own and key[1] is not None and key[1] not in self._needs_code:
                own.add(Outcome(1 << key[1], "good" if key[1] == self.last else "stop", key[1], False))
            self._outcomes[key] = frozenset(_marked(own, key[1]))

    def _leaf(self, node: Node, stage: int) -> Outcome:
        ending = _ENDINGS[node.state]
        if ending == "good" and stage < self.last:
            ending = "stop"
        return Outcome(0 if ending in ("missing", "stub") else 1 << stage, ending, stage, False)

    def _through(self, key: Key, steps: list[Step]) -> set[Outcome]:
        """The outcomes by the steps out of ``key``: each with the stages that stand beside it, and without those that
        stop short of a stage that does."""
        below = [(step, self._outcomes[step.key]) for step in steps]
        beside = 0
        for step, outcomes in below:
            stage = step.key[1]
            if stage is not None and any(outcome.mask >> stage & 1 for outcome in outcomes):
                beside |= 1 << stage
        found: set[Outcome] = set()
        for step, outcomes in below:
            for outcome in outcomes:
                if outcome.ending == "stop" and outcome.at < beside.bit_length() - 1:
                    continue
                found.add(Outcome(outcome.mask | beside, outcome.ending, outcome.at,
                                  outcome.ambiguous or step.tie.ambiguous))
        return found


def _marked(outcomes: set[Outcome], stage: int | None) -> Iterator[Outcome]:
    for outcome in outcomes:
        yield outcome if stage is None else outcome._replace(mask=outcome.mask | 1 << stage)


def _components(start: Key, steps: Callable[[Key], list[Step]],
                done: dict[Key, frozenset[Outcome]]) -> Iterator[list[Key]]:
    """The strongly connected components reachable from ``start`` that are not ``done``, lowest first (Tarjan 1972,
    without recursion)."""
    index: dict[Key, int] = {}
    low: dict[Key, int] = {}
    stack: list[Key] = []
    on_stack: set[Key] = set()
    work: list[tuple[Key, Iterator[Step]]] = []

    def enter(key: Key) -> None:
        index[key] = low[key] = len(index)
        stack.append(key)
        on_stack.add(key)
        work.append((key, iter(steps(key))))

    enter(start)
    while work:
        key, rest = work[-1]
        for step in rest:
            if step.key in done:
                continue
            if step.key not in index:
                enter(step.key)
                break
            if step.key in on_stack:
                low[key] = min(low[key], index[step.key])
        else:
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[key])
            if low[key] == index[key]:
                group: list[Key] = []
                while not group or group[-1] != key:
                    group.append(stack.pop())
                    on_stack.discard(group[-1])
                yield group
