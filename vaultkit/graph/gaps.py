"""The gap report: every concept, how far its chains get, and what shows it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import date

from vaultkit.config import Config
from vaultkit.graph.coverage import Coverage, Key, Step
from vaultkit.graph.gap_types import ChainNode, ChainStage, Evidence, Gap, GapReport
from vaultkit.graph.language import language_of
from vaultkit.graph.loom import Inferred, Woven, weave
from vaultkit.graph.orphans import orphans
from vaultkit.graph.priority import Lang, Weight, age_in_days, dependents, linked_from, priority, reasons
from vaultkit.graph.scene import LightEdge
from vaultkit.graph.summary import summarise
from vaultkit.graph.symbols import SymbolTable
from vaultkit.graph.verdict import Verdict, verdict
from vaultkit.graph.waive import waiver_of
from vaultkit.graph.web import RANK, Node
from vaultkit.graph.wording import explain
from vaultkit.model import STRENGTHS, NoteFacts, ResolvedLink, Strength
from vaultkit.ontology import Ontology


def find_gaps(facts: Iterable[NoteFacts], edges: Iterable[LightEdge], ontology: Ontology, config: Config,
              symbols: SymbolTable, inferred: Inferred | None = None, unresolved: Iterable[ResolvedLink] = (), *,
              today: date | None = None) -> GapReport:
    """The gaps of a vault. ``inferred``: kinds that ``classify`` guessed (path → kind, confidence); ``unresolved``: the
    links that lead nowhere; ``today`` decides about waivers."""
    return report(weave(facts, edges, ontology, config, symbols, inferred, unresolved), today=today)


def report(woven: Woven, *, today: date | None = None) -> GapReport:
    """The gap report of a graph that is woven already."""
    scene = woven.scene
    config = scene.config
    coverage = Coverage(woven.web, scene.ontology, config.coverage_from)
    concepts = woven.concepts
    weights = _weights(woven, concepts)
    lang = language_of(scene.notes.values(), config)
    reached: set[str] = set()
    gaps = [_gap(woven, coverage, concept, weights, lang, reached, today) for concept in concepts]
    gaps.sort(key=lambda gap: (-gap.priority, gap.concept))
    return GapReport(summarise(gaps, scene.ontology), tuple(gaps), orphans(woven, reached), scene.ontology.chain,
                     inferred=not woven.declares and any(gap.strength == "inferred" for gap in gaps))


def _weights(woven: Woven, concepts: list[Node]) -> dict[str, Weight]:
    scene = woven.scene
    needed = dependents(woven.web, (concept.id for concept in concepts))
    linked = linked_from(scene.edges)
    days = age_in_days({path: note.mtime_ns for path, note in scene.notes.items()})
    return {concept.id: Weight(needed.get(concept.id, 0), linked.get(concept.path, 0), days.get(concept.path, 0))
            for concept in concepts}


def _gap(woven: Woven, coverage: Coverage, concept: Node, weights: dict[str, Weight], lang: Lang, reached: set[str],
         today: date | None) -> Gap:
    chain = woven.scene.ontology.chain
    found = judge(coverage, (concept.id, 0), woven.scene.config)
    note = woven.scene.notes[concept.path]
    waiver = waiver_of(note, today)
    waived = waiver is not None and not waiver.expired and (not waiver.terms or found.state in waiver.terms)
    if waived and found.state != "covered":
        found = found._replace(state="waived")
    stages, evidence = _walk(coverage, concept, found)
    reached.update(node.id for stage in stages for node in stage.nodes)
    most = max((weight.linked for weight in weights.values()), default=0)
    why = [*explain(found, evidence, waiver, chain, lang),
           *reasons(found, weights[concept.id], most, len(chain) - 1, lang)]
    return Gap(
        concept=concept.id, title=note.title, state=found.state, last_stage=chain[found.last],
        missing_stage=None if found.missing is None else chain[found.missing], chain=stages, evidence=evidence,
        strength=concept.strength or "structural", priority=priority(found, weights[concept.id], most, len(chain) - 1),
        why=tuple(why), path=concept.path, line=concept.line, waiver=waiver)


def judge(coverage: Coverage, key: Key, config: Config) -> Verdict:
    """The verdict over the chains of the node at ``key``, which must be of a stage."""
    start = key[1] or 0
    return verdict(coverage.outcomes(key), start, coverage.last, config.coverage_mode)


def _walk(coverage: Coverage, concept: Node, found: Verdict) -> tuple[tuple[ChainStage, ...], tuple[Evidence, ...]]:
    """What is below ``concept``, stage by stage and tie by tie, what counts before what does not."""
    nodes: list[list[ChainNode]] = [[] for _ in coverage.ontology.chain]
    nodes[0].append(ChainNode(concept.id, concept.strength or "structural", "ok"))
    evidence: list[Evidence] = []
    seen: dict[Key, int] = {(concept.id, 0): 0}
    queue: deque[tuple[Key, int]] = deque([((concept.id, 0), 0)])
    weaker: list[tuple[Step, int]] = []
    while queue or weaker:
        if not queue:
            # Only what no counting step leads to is reached by a weaker one.
            weaker = [(step, rank) for step, rank in weaker if step.key not in seen] or []
            if not weaker:
                break
            step, rank = weaker.pop(0)
            _take(coverage, step, rank, seen, queue, nodes, evidence)
            continue
        key, rank = queue.popleft()
        for step in coverage.steps(key):
            if not coverage.counts(step):
                weaker.append((step, rank))
                continue
            _take(coverage, step, rank, seen, queue, nodes, evidence)
    mask = found.outcome.mask
    stages = tuple(ChainStage(name, bool(mask >> index & 1), tuple(nodes[index]))
                   for index, name in enumerate(coverage.ontology.chain))
    return stages, tuple(dict.fromkeys(evidence))


def _take(coverage: Coverage, step: Step, rank: int, seen: dict[Key, int], queue: deque[tuple[Key, int]],
          nodes: list[list[ChainNode]], evidence: list[Evidence]) -> None:
    tie = step.tie
    node = coverage.web.nodes[step.key[0]]
    if node.form == "section" and tie.path == node.path and tie.via == "section" and node.stage == 0:
        return
    state = node.state
    evidence.append(Evidence(node.id, tie.path, tie.line, tie.via, tie.relation, tie.strength, state))
    if step.key in seen:
        return
    weakest = max(rank, RANK[tie.strength])
    seen[step.key] = weakest
    queue.append((step.key, weakest))
    stage = step.key[1]
    if stage is not None and (state != "ok" or coverage.outcomes(step.key) or not coverage.counts(step)):
        nodes[stage].append(ChainNode(node.id, strength_of(weakest), state))


def strength_of(rank: int) -> Strength:
    """The strength of a rank (0 declared, 1 structural, 2 inferred)."""
    return STRENGTHS[rank]
