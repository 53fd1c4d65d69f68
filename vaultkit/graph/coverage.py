"""Coverage: the stages that the chains of every node reach, and in what state they end.

A node and what hangs directly below it are one bundle: a concept that names its scheme, its algorithm and its code side
by side has one chain through all of them. Deeper down each way is a chain of its own. What is computed for a node
is the set of its outcomes: (stages reached as bits, how it ends, where). The set is small, whatever the number of
ways, so the cost is linear in the ties; cycles are taken as one node (Tarjan's strongly connected components).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from vaultkit.graph.nodes import RANK, EvidenceState, Node, NodeGraph, Tie
from vaultkit.model import Strength
from vaultkit.ontology import Ontology

Ending = Literal["good", "stop", "missing", "stub", "suspect", "moved"]
Key = tuple[str, int | None]
_ENDINGS: dict[EvidenceState, Ending] = {"ok": "good", "missing": "missing", "stub": "stub", "suspect": "suspect",
                                         "moved": "moved"}
# Deduction from the stage at which a chain ends: missing evidence costs more than evidence that does nothing.
_SHORT: dict[Ending, float] = {"good": 0.0, "suspect": 0.2, "moved": 0.3, "stub": 0.4, "missing": 0.5, "stop": 0.0}


class ChainOutcome(NamedTuple):
    """Outcome of a chain. ``mask`` has a bit for every stage that it reaches, ``at`` is the stage where it ends;
    ``ambiguous``: a link on the way has several targets; ``suspect``: an end of one changed since it was accepted."""

    mask: int
    ending: Ending
    at: int
    ambiguous: bool
    suspect: bool = False

    @property
    def far(self) -> float:
        """Return how far it gets, as a stage; an ambiguous or suspect link on the way costs a little."""
        costs = (0.1 if self.ambiguous else 0.0) + (_SHORT["suspect"] if self.suspect else 0.0)
        return self.at - _SHORT[self.ending] - costs


class ChainStep(NamedTuple):
    """One step down: the key of what is reached and the tie that leads there."""

    key: Key
    tie: Tie


class Coverage:
    """The outcomes of every node that lies in a chain.

    ``from_``: the weakest strength that counts. Keys are (id, stage): a plain note may stand for one stage to the one
    and for another to the other; a plain note that only carries what lies in it has stage None."""

    def __init__(self, web: NodeGraph, ontology: Ontology, from_: Strength) -> None:
        self.web = web
        self.ontology = ontology
        self.last = len(ontology.chain) - 1
        self._limit = RANK[from_]
        self._needs_code = {index for name, index in ontology.stage_index.items() if ontology.kinds[name].needs_code}
        self._outcomes: dict[Key, frozenset[ChainOutcome]] = {}
        self._steps: dict[Key, list[ChainStep]] = {}
        self._counting: dict[Key, list[ChainStep]] = {}

    def outcomes(self, key: Key) -> frozenset[ChainOutcome]:
        """Return how the chains from ``key`` end. Empty for what is no evidence at all (a code note without code)."""
        found = self._outcomes.get(key)
        if found is None:
            for group in _components(key, self.counting, self._outcomes):
                self._settle(group)
            found = self._outcomes[key]
        return found

    def steps(self, key: Key) -> list[ChainStep]:
        """Every step down from ``key``, counting or not."""
        found = self._steps.get(key)
        if found is None:
            found = self._steps[key] = self._find_steps(key)
            limit = self._limit
            strong = [step for step in found if RANK[step.tie.strength] <= limit]
            self._counting[key] = found if len(strong) == len(found) else strong
        return found

    def counting(self, key: Key) -> list[ChainStep]:
        """The steps down that are strong enough to count."""
        if key not in self._counting:
            self.steps(key)
        return self._counting[key]

    def counts(self, step: ChainStep) -> bool:
        """Return whether a step is strong enough to count."""
        return RANK[step.tie.strength] <= self._limit

    def _find_steps(self, key: Key) -> list[ChainStep]:
        id_, stage = key
        nodes, below = self.web.nodes, self.web.below
        found: list[ChainStep] = []
        for tie in below.get(id_, ()):
            end = tie.target if tie.down else tie.source
            node = nodes.get(end)
            if node is None or end == id_:
                continue
            own = node.stage if node.stage is not None else tie.stage
            if own is None or stage is None or own >= stage:
                step = ChainStep((end, own), tie)
                found.append(step)
                # Nodes without anything below them, most of a vault, are judged at once.
                if end not in below and step.key not in self._outcomes:
                    self._outcomes[step.key] = self._end(node, own)
        return found

    def _end(self, node: Node, stage: int | None) -> frozenset[ChainOutcome]:
        """The outcome of a node that nothing hangs below."""
        if self._is_leaf(node, stage):
            return frozenset((self._leaf(node, stage or 0),))
        if stage is None or stage in self._needs_code:
            return frozenset()
        return frozenset((ChainOutcome(1 << stage, "good" if stage == self.last else "stop", stage, False),))

    def _is_leaf(self, node: Node, stage: int | None) -> bool:
        """Return whether a node is evidence by itself: anything but a note or a section that must hold something."""
        if node.form not in ("note", "section") or node.state != "ok":
            return True
        return node.form == "section" and stage in self._needs_code

    def _settle(self, group: list[Key]) -> None:
        members = set(group)
        found: set[ChainOutcome] = set()
        leaves: set[Key] = set()
        for key in group:
            if self._is_leaf(self.web.nodes[key[0]], key[1]):
                leaves.add(key)
                continue
            found |= self._through([step for step in self.counting(key) if step.key not in members])
        for key in group:
            if key in leaves or not found:
                self._outcomes[key] = self._end(self.web.nodes[key[0]], key[1])
            else:
                self._outcomes[key] = frozenset(_marked(found, key[1]))

    def _through(self, steps: list[ChainStep]) -> set[ChainOutcome]:
        """The outcomes by ``steps`` from one node: each with the stages that stand beside it. A chain that stops short
        of a stage standing there is no outcome of its own; what stands there itself (code that names the concept)
        carries that chain on."""
        below = [(step, self._outcomes[step.key]) for step in steps]
        beside = stopped = sound = 0
        for step, outcomes in below:
            stage = step.key[1]
            if stage is not None and any(outcome.mask >> stage & 1 for outcome in outcomes):
                beside |= 1 << stage
                if not step.tie.changed:
                    sound |= 1 << stage
        lowest = beside.bit_length() - 1
        for step, outcomes in below:
            for outcome in outcomes:
                if outcome.ending == "stop" and outcome.at < lowest:
                    stopped |= outcome.mask
                    if not step.tie.changed and not outcome.suspect:
                        sound |= outcome.mask
        found: set[ChainOutcome] = set()
        for step, outcomes in below:
            for outcome in outcomes:
                if outcome.ending == "stop" and outcome.at < lowest:
                    continue
                added = beside | stopped if outcome.at == step.key[1] == lowest else beside
                # A stage that only a suspect link gives makes the chain through it suspect.
                doubtful = bool(added & ~outcome.mask & ~sound) or bool(step.tie.changed) or outcome.suspect
                found.add(ChainOutcome(outcome.mask | added, outcome.ending, outcome.at,
                                  outcome.ambiguous or step.tie.ambiguous, doubtful))
        return found

    def _leaf(self, node: Node, stage: int) -> ChainOutcome:
        ending = _ENDINGS[node.state]
        if ending == "good" and stage < self.last:
            ending = "stop"
        return ChainOutcome(0 if ending in ("missing", "stub") else 1 << stage, ending, stage, False)


def _marked(outcomes: set[ChainOutcome], stage: int | None) -> Iterator[ChainOutcome]:
    for outcome in outcomes:
        yield outcome if stage is None else outcome._replace(mask=outcome.mask | 1 << stage)


def _components(start: Key, steps: Callable[[Key], list[ChainStep]],
                done: dict[Key, frozenset[ChainOutcome]]) -> Iterator[list[Key]]:
    """The strongly connected components reachable from ``start`` that are not ``done``, lowest first (Tarjan 1972,
    without recursion)."""
    index: dict[Key, int] = {}
    low: dict[Key, int] = {}
    stack: list[Key] = []
    on_stack: set[Key] = set()
    work: list[tuple[Key, Iterator[ChainStep]]] = []

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


State = Literal["broken", "stub", "moved", "suspect", "ambiguous", "skipped", "covered", "partial", "uncovered",
                "waived", "orphaned"]
# The worst first; in mode "all" the first of these that one of the chains has.
ORDER: tuple[State, ...] = ("broken", "stub", "moved", "suspect", "ambiguous", "uncovered", "partial", "skipped",
                            "covered", "waived")
# The code that a chain names is no good: mending it comes before writing what is missing.
TROUBLED: frozenset[State] = frozenset(("broken", "stub", "suspect", "moved"))
# The same states of a piece of evidence.
TROUBLES: frozenset[str] = frozenset(("missing", "stub", "suspect", "moved"))
# What a drawing marks as a gap, of concepts and of evidence.
GAPS: frozenset[str] = frozenset(("partial", "uncovered", "skipped", "ambiguous", "orphaned")) | TROUBLED | TROUBLES
GOOD: frozenset[State] = frozenset(("covered", "skipped"))
_TERMS: dict[Ending, State] = {"missing": "broken", "stub": "stub", "moved": "moved", "suspect": "suspect"}


class Verdict(NamedTuple):
    """The state of a node, the outcome that decided it, and where the chain stops: the last stage reached and the
    first one missing (None when nothing is), as places in the chain."""

    state: State
    outcome: ChainOutcome
    last: int
    missing: int | None


def chain_verdict(outcomes: Iterable[ChainOutcome], start: int, last: int, mode: Literal["any", "all"]) -> Verdict:
    """Judge the chains of a node of stage ``start``: by the best of them (``any``), or by the worst (``all``).

    ``outcomes`` must not be empty; ``last`` is the last stage of the chain."""
    judged = [(chain_state(outcome, start, last), outcome) for outcome in outcomes]
    if mode == "any":
        state, outcome = max(judged, key=lambda item: (item[0] in GOOD, item[1].far, item[0] == "covered",
                                                       item[1].mask, -ORDER.index(item[0])))
    else:
        state, outcome = min(judged, key=lambda item: (ORDER.index(item[0]), item[1].far, item[1].mask))
    return Verdict(state, outcome, *_stops(state, outcome, start, last))


def chain_state(outcome: ChainOutcome, start: int, last: int) -> State:
    """The term of one chain from ``start``."""
    if outcome.ending in _TERMS:
        return _TERMS[outcome.ending]
    if outcome.suspect:
        return "suspect"
    if outcome.ambiguous:
        return "ambiguous"
    if outcome.ending == "good":
        return "skipped" if _hole(outcome.mask, start, last) is not None else "covered"
    return "partial" if outcome.at > start else "uncovered"


def _hole(mask: int, start: int, last: int) -> int | None:
    return next((stage for stage in range(start, last + 1) if not mask >> stage & 1), None)


def _stops(state: State, outcome: ChainOutcome, start: int, last: int) -> tuple[int, int | None]:
    reached = max(outcome.mask.bit_length() - 1, start)
    if outcome.ending in ("missing", "stub"):
        return reached, outcome.at
    if outcome.ending == "stop":
        return outcome.at, outcome.at + 1
    return reached, None if state in ("moved", "suspect") else _hole(outcome.mask, start, last)
