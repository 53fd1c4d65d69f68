"""The gap report: every concept, how far its chains get, and what shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from vaultkit.config import Config
from vaultkit.graph.builder import Inferred, TypedGraph, build_typed_graph
from vaultkit.graph.coverage import Coverage, Key
from vaultkit.graph.evidence_walk import EvidenceWalk, limit_for, reached_from
from vaultkit.graph.gap_reasons import explain
from vaultkit.graph.gap_types import FolderSummary, Gap, GapReport, Orphan, StageCoverage, Summary
from vaultkit.graph.generated_notes import is_own
from vaultkit.graph.inputs import LightEdge
from vaultkit.graph.nodes import Node
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
from vaultkit.graph.verdict import GOOD, ORDER, Verdict, chain_verdict
from vaultkit.graph.waiver import waiver_of
from vaultkit.model import NoteFacts, ResolvedLink
from vaultkit.ontology import Ontology


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
