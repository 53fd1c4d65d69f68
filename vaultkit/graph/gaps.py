"""The gap report: every concept, how far its chains get, and what shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from vaultkit.config import Config
from vaultkit.graph.builder import Inferred, TypedGraph, build_typed_graph
from vaultkit.graph.coverage import GOOD, ORDER, ChainStep, Coverage, Key, Verdict, chain_verdict
from vaultkit.graph.gap_types import (
    ChainNode,
    ChainStage,
    Evidence,
    FolderSummary,
    Gap,
    GapReport,
    Orphan,
    StageCoverage,
    Summary,
    Waiver,
    day_of,
    waiver_of,
)
from vaultkit.graph.inputs import LightEdge
from vaultkit.graph.kinds import is_own
from vaultkit.graph.nodes import RANK, EvidenceState, Node, Tie
from vaultkit.graph.priority import (
    Weight,
    ages_in_days,
    centrality,
    dependents,
    linked_from,
    priority,
    priority_reasons,
)
from vaultkit.graph.symbols import SymbolTable
from vaultkit.messages.message import Message, named
from vaultkit.model import STRENGTHS, NoteFacts, ResolvedLink, Strength
from vaultkit.ontology import Ontology


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


# States of which a sentence of their own is said, of evidence and of the chain.
_BAD = frozenset(("missing", "stub", "moved", "suspect"))
_SAID = frozenset(("partial", "uncovered", "skipped", "ambiguous", "waived"))


def explain(found: Verdict, evidence: Sequence[Evidence], waiver: Waiver | None,
            chain: tuple[str, ...]) -> list[Message]:
    """The sentences about the state itself; what is wrong with other chains follows, at most three."""
    said: list[Message] = []
    if found.state in _SAID:
        said.append(Message(f"gap.{found.state}", last=named("stage", chain[found.last]),
                            missing=named("stage", chain[found.missing]) if found.missing is not None else "",
                            reason=waiver.reason if waiver and waiver.reason else "—"))
    if found.state == "uncovered" and evidence:
        said.append(Message("gap.weak", count=len(evidence)))
    bad = [item for item in evidence if item.state in _BAD]
    for item in bad[:3]:
        said.append(Message(f"evidence.{'refused' if item.refused else item.state}", id=item.id,
                            was=item.was or item.id, path=item.path, line=item.line,
                            changed=item.changed or (item.id,)))
    if waiver is not None and waiver.expired:
        said.append(Message("gap.expired" if day_of(waiver.until) else "gap.no_day", until=waiver.until))
    return said


def orphans(typed: TypedGraph, reached: set[str]) -> tuple[Orphan, ...]:
    """Notes that declare a stage below the concept, and sections that are of one by their heading, which no concept
    reaches (``reached``: ids). Single blocks are left out: a fence in a plain note claims nothing."""
    found: list[Orphan] = []
    for node in typed.web.nodes.values():
        if not node.stage or node.id in reached or node.form not in ("note", "section"):
            continue
        if node.strength == "inferred" and not typed.use_inferred:
            continue
        # A section of a note that is an orphan or is reached itself says nothing of its own.
        if node.form == "section" and (node.path in reached or typed.inputs.stage(node.path) is not None):
            continue
        found.append(Orphan(node.id, node.kind, node.path, node.line))
    return tuple(sorted(found, key=lambda orphan: (orphan.path, orphan.line)))


def summarise(gaps: Sequence[Gap], ontology: Ontology) -> Summary:
    """Concepts by state, coverage by stage, folders with the most open concepts first."""
    return Summary(len(gaps), _by_state(gaps), _coverage(gaps, ontology), _folders(gaps))


def _by_state(gaps: Sequence[Gap]) -> dict[str, int]:
    counts = Counter(gap.state for gap in gaps)
    return {state: counts[state] for state in ORDER if counts[state]}


def _coverage(gaps: Sequence[Gap], ontology: Ontology) -> dict[str, StageCoverage]:
    result: dict[str, StageCoverage] = {}
    last = len(ontology.chain) - 1
    for index, name in enumerate(ontology.chain):
        having = [gap for gap in gaps if gap.chain[index].present]
        deep = sum(gap.chain[last].present and gap.state in (*GOOD, "waived") for gap in having)
        below = [gap for gap in having if any(stage.present for stage in gap.chain[index + 1:])]
        shallow = deep if index == last else len(below)
        result[name] = StageCoverage(shallow, deep, len(having))
    return result


def _folders(gaps: Sequence[Gap]) -> tuple[FolderSummary, ...]:
    groups: dict[str, list[Gap]] = {}
    for gap in gaps:
        groups.setdefault(gap.path.rpartition("/")[0], []).append(gap)
    found = [FolderSummary(folder, len(inside), sum(gap.state in GOOD for gap in inside), _by_state(inside))
             for folder, inside in groups.items()]
    return tuple(sorted(found, key=lambda item: (item.covered - item.concepts, item.folder)))


class Weights(NamedTuple):
    """Weights of all concepts: what is known of each, and the greatest number of notes that link to one."""

    of: dict[str, Weight]
    most_linked: int


def find_gaps(facts: Iterable[NoteFacts], edges: Iterable[LightEdge], ontology: Ontology, config: Config,
              symbols: SymbolTable, inferred: Inferred | None = None, unresolved: Iterable[ResolvedLink] = (), *,
              today: date | None = None) -> GapReport:
    """The gaps of a vault. ``inferred``: kinds that ``classify`` guessed (path → kind, confidence); ``unresolved``: the
    links that lead nowhere; ``today`` decides about waivers."""
    return report(build_typed_graph(facts, edges, ontology, config, symbols, inferred, unresolved), today=today)


def report(typed: TypedGraph, *, today: date | None = None) -> GapReport:
    """The gap report of a graph that is built already; its reasons are messages."""
    inputs = typed.inputs
    config = inputs.config
    coverage = Coverage(typed.web, inputs.ontology, config.coverage_from)
    concepts = typed.concepts
    weights = _weights(typed, concepts)
    gaps = [_gap(typed, coverage, concept, weights, today) for concept in concepts]
    gaps.sort(key=lambda gap: (-gap.priority, gap.concept))
    lost = orphans(typed, reached_from(coverage, concepts))
    return GapReport(summarise(gaps, inputs.ontology), tuple(gaps), lost, inputs.ontology.chain,
                     inferred=not typed.declares and any(gap.strength == "inferred" for gap in gaps))


def _weights(typed: TypedGraph, concepts: list[Node]) -> Weights:
    inputs = typed.inputs
    needed = dependents(typed.web, (concept.id for concept in concepts))
    paths = {concept.path for concept in concepts}
    edges = [edge for edge in inputs.edges if not is_own(inputs.notes[edge[0]])]
    linked, central = linked_from(edges, paths), centrality(edges, paths)
    place = {path: number for number, path in enumerate(sorted(paths, key=lambda path: (-central[path], path)), 1)
             if central[path]}
    days = ages_in_days(inputs.notes.values())
    weights = {concept.id: Weight(needed.get(concept.id, 0), linked.get(concept.path, 0), days.get(concept.path, 0),
                                  central[concept.path], place.get(concept.path, 0), len(paths))
               for concept in concepts}
    return Weights(weights, max((weight.linked for weight in weights.values()), default=0))


def _gap(typed: TypedGraph, coverage: Coverage, concept: Node, weights: Weights, today: date | None) -> Gap:
    chain = typed.inputs.ontology.chain
    found = judge_concept(coverage, (concept.id, 0), typed.inputs.config)
    note = typed.inputs.notes[concept.path]
    waiver = waiver_of(note, today)
    waived = waiver is not None and not waiver.expired and (not waiver.terms or found.state in waiver.terms)
    if waived and found.state != "covered":
        found = found._replace(state="waived")
    walk = EvidenceWalk(coverage, concept, limit_for(len(weights.of)))
    walk.go()
    evidence = tuple(walk.evidence)
    weight, most, last = weights.of[concept.id], weights.most_linked, len(chain) - 1
    why = (*explain(found, evidence, waiver, chain), *priority_reasons(found, weight, most, last))
    return Gap(
        concept=concept.id, title=note.title, state=found.state, last_stage=chain[found.last],
        missing_stage=None if found.missing is None else chain[found.missing], chain=walk.stages(found),
        evidence=evidence, strength=concept.strength or "structural", priority=priority(found, weight, last),
        why=why, path=concept.path, line=concept.line, waiver=waiver)


def judge_concept(coverage: Coverage, key: Key, config: Config) -> Verdict:
    """The verdict over the chains of the node at ``key``, which must be of a stage."""
    start = key[1] or 0
    return chain_verdict(coverage.outcomes(key), start, coverage.last, config.coverage_mode)
