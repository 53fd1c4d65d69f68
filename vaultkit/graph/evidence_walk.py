"""Walk over what lies below a concept: the nodes of each stage, and the evidence that led to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from vaultkit.graph.coverage import ChainStep, Coverage, Key
from vaultkit.graph.gap_types import ChainNode, ChainStage, Evidence
from vaultkit.graph.nodes import RANK, EvidenceState, Node, Tie
from vaultkit.graph.verdict import Verdict
from vaultkit.model import STRENGTHS, Strength


def limit_for(concepts: int) -> int:
    """Limit on how much evidence is listed of each concept. A hub of links may lead to half of the vault: a person
    reads the first few, and time and size of a report go with what it lists."""
    return max(30, min(1000, 50_000 // max(1, concepts)))


@dataclass(slots=True)
class EvidenceWalk:
    """One walk down from a concept, to ``limit`` pieces of evidence at most. Counting steps go first, so that what a
    guess leads to is listed as a guess only when nothing better does."""

    coverage: Coverage
    concept: Node
    limit: int
    evidence: list[Evidence] = field(default_factory=list)
    nodes: list[list[ChainNode]] = field(default_factory=list)
    _seen: set[Key] = field(default_factory=set)
    _told: set[tuple[str, str, int, str | None]] = field(default_factory=set)

    def go(self) -> None:
        """Walk. Afterwards ``nodes`` holds those of each stage and ``evidence`` every tie that was followed."""
        self.nodes = [[] for _ in self.coverage.ontology.chain]
        strength = self.concept.strength or "structural"
        self.nodes[0].append(ChainNode(self.concept.id, strength, "ok"))
        start = (self.concept.id, 0)
        self._seen.add(start)
        weak = self._down([(start, 0)], counting=True)
        for step, rank in weak:
            if step.key not in self._seen and len(self.evidence) < self.limit:
                self._down([self._take(step, rank)], counting=False)

    def stages(self, found: Verdict) -> tuple[ChainStage, ...]:
        """The stages of the chain, by the outcome that decided."""
        mask = found.outcome.mask
        return tuple(ChainStage(name, bool(mask >> index & 1), tuple(self.nodes[index]))
                     for index, name in enumerate(self.coverage.ontology.chain))

    def _down(self, stack: list[tuple[Key, int]], counting: bool) -> list[tuple[ChainStep, int]]:
        """Follow steps depth first, so that a chain is followed to its end before the next one is begun; give back the
        steps that are too weak."""
        weak: list[tuple[ChainStep, int]] = []
        while stack and len(self.evidence) < self.limit:
            key, rank = stack.pop()
            below: list[tuple[Key, int]] = []
            for step in self.coverage.steps(key):
                if counting and not self.coverage.counts(step):
                    weak.append((step, rank))
                elif step.key in self._seen:
                    self._record(step)
                elif len(self.evidence) < self.limit:
                    below.append(self._take(step, rank))
            stack.extend(reversed(below))
        return weak

    def _take(self, step: ChainStep, rank: int) -> tuple[Key, int]:
        weakest = max(rank, RANK[step.tie.strength])
        self._seen.add(step.key)
        self._record(step)
        node, stage = self.coverage.web.nodes[step.key[0]], step.key[1]
        counts = self.coverage.counts(step)
        if stage is not None and (node.state != "ok" or not counts or self.coverage.outcomes(step.key)):
            self.nodes[stage].append(ChainNode(node.id, strength_of(weakest), state_by(step.tie, node)))
        return step.key, weakest

    def _record(self, step: ChainStep) -> None:
        if len(self.evidence) >= self.limit:
            return
        tie, id_ = step.tie, step.key[0]
        place = (id_, tie.path, tie.line, tie.relation)
        if id_ != self.concept.path and place not in self._told:
            self._told.add(place)
            state = state_by(tie, self.coverage.web.nodes[id_])
            self.evidence.append(Evidence(id_, tie.path, tie.line, tie.via, tie.relation, tie.strength, state,
                                          tie.changed, tie.written, id_ if tie.written else None, tie.refused))


def reached_from(coverage: Coverage, concepts: Iterable[Node]) -> set[str]:
    """The ids of everything that some concept leads to, by strong steps or weak ones."""
    stack: list[Key] = [(concept.id, 0) for concept in concepts]
    seen = set(stack)
    while stack:
        for step in coverage.steps(stack.pop()):
            if step.key not in seen:
                seen.add(step.key)
                stack.append(step.key)
    return {id_ for id_, _ in seen}


def state_by(tie: Tie, node: Node) -> EvidenceState:
    """The state of a node as evidence by ``tie``: good code that a suspect link names is suspect."""
    return "suspect" if tie.changed and node.state == "ok" else node.state


def strength_of(rank: int) -> Strength:
    """The strength of a rank (0 declared, 1 structural, 2 inferred)."""
    return STRENGTHS[rank]
