"""The graph as it is shown and exported: plain nodes and edges (docs/contract.md, ``graph``), and cuts of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit.config import Config
from vaultkit.graph.builder import Inferred, TypedGraph, build_typed_graph
from vaultkit.graph.coverage import Coverage
from vaultkit.graph.gap_types import Gap, GapReport
from vaultkit.graph.gaps import judge_concept, report
from vaultkit.graph.inputs import LightEdge
from vaultkit.graph.nodes import Form, Node
from vaultkit.graph.symbols import SymbolTable
from vaultkit.model import NoteFacts, ResolvedLink, Strength
from vaultkit.model.ids import id_of, path_of
from vaultkit.ontology import Ontology

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A note, section, block, symbol, file or library; ``form`` says which. ``stage`` is its place in the chain,
    counted from 0, or None."""

    id: str
    kind: str
    title: str
    strength: Strength | None
    state: str | None
    path: str
    line: int
    form: Form
    stage: int | None


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """An edge as it is written; ``relation`` is None for a plain link."""

    source: str
    target: str
    relation: str | None
    strength: Strength
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class GraphView:
    """Nodes and edges; both ends of every edge are among the nodes."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]


def graph_view(typed: TypedGraph, found: GapReport | None = None) -> GraphView:
    """The whole of a built graph, whose gap report is ``found`` where it is known already."""
    states = node_states(typed, found)
    nodes = tuple(
        GraphNode(node.id, node.kind, node.title, node.strength, states.get(node.id), node.path, node.line, node.form,
                  node.stage)
        for node in typed.web.nodes.values())
    edges = tuple(
        GraphEdge(tie.source, tie.target, tie.relation, tie.strength, tie.path, tie.line)
        for tie in typed.web.ties if tie.shown)
    return GraphView(nodes, edges)


def with_ideas(view: GraphView, gaps: Iterable[Gap], missing: Iterable[ResolvedLink],
               chain: Sequence[str]) -> GraphView:
    """The graph with what is inferred: ideas without a note and notes that are only missing as nodes, probable code as
    edges. The state of a guess is told only where it is open: of everything else nobody said that it lacks
    something."""
    nodes = {node.id: node for node in view.nodes}
    edges = list(view.edges)
    for gap in gaps:
        if gap.strength == "inferred":
            known = nodes.get(gap.concept)
            form: Form = known.form if known else gap.form
            state = gap.state if gap.outcome == "open" else "covered" if gap.outcome == "covered" else None
            nodes[gap.concept] = GraphNode(gap.concept, chain[0], gap.title, "inferred", state, gap.path, gap.line,
                                           form, 0)
            if known is None and gap.path in nodes:
                edges.append(GraphEdge(gap.path, gap.concept, None, "inferred", gap.path, gap.line))
        if gap.outcome == "probable":
            edges += _to_probable(gap, nodes, len(chain) - 1, chain[-1])
    for link in missing:
        if link.source in nodes:
            name = link.target.rpartition("/")[2]
            nodes.setdefault(link.target, GraphNode(link.target, "note", name, "inferred", None, link.source, link.line,
                                                    "missing", None))
            edges.append(GraphEdge(link.source, link.target, link.relation, "structural", link.source, link.line))
    return GraphView(tuple(nodes.values()), tuple(edges))


def _to_probable(gap: Gap, nodes: dict[str, GraphNode], stage: int, kind: str) -> list[GraphEdge]:
    best = gap.probable[0]
    id = id_of(best.path, best.symbol) if best.symbol and id_of(best.path, best.symbol) in nodes else best.path
    if id not in nodes:
        title = best.path.rstrip("/").rpartition("/")[2]
        nodes[id] = GraphNode(id, kind, title, "inferred", None, best.path, best.line or 1, "file", stage)
    return [GraphEdge(gap.concept, id, "probable", "inferred", gap.path, gap.line)]


def node_states(typed: TypedGraph, found: GapReport | None = None) -> dict[str, str]:
    """Node id → state: a concept's of the gap report, ``orphaned`` for what no concept leads to, the state of the code
    for code that is named, and for other stages the term of the chain from there on down."""
    found = found or report(typed)
    states: dict[str, str] = {gap.concept: gap.state for gap in found.gaps}
    coverage = Coverage(typed.web, typed.inputs.ontology, typed.inputs.config.coverage_from)
    for node in typed.web.nodes.values():
        if node.stage and (state := _state(node, coverage, typed)) is not None:
            states[node.id] = state
    states.update((orphan.id, "orphaned") for orphan in found.orphaned)
    return states


def _state(node: Node, coverage: Coverage, typed: TypedGraph) -> str | None:
    if node.form != "note":
        return node.state
    key = (node.id, node.stage)
    return judge_concept(coverage, key, typed.inputs.config).state if coverage.outcomes(key) else None


def of_kinds(view: GraphView, kinds: Collection[str]) -> GraphView:
    """The nodes of these kinds and the edges between them."""
    return _cut(view, {node.id for node in view.nodes if node.kind in kinds})


def around(view: GraphView, centre: str, depth: int) -> GraphView:
    """The node ``centre`` and what is at most ``depth`` edges away from it, in either direction.

    The parts of a note (sections, blocks) count as the note itself. Raises KeyError when there is no such node."""
    if all(node.id != centre for node in view.nodes):
        raise KeyError(centre)
    beside: dict[str, set[str]] = defaultdict(set)
    for edge in view.edges:
        beside[edge.source].add(edge.target)
        beside[edge.target].add(edge.source)
    parts: dict[str, set[str]] = defaultdict(set)
    owner: dict[str, str] = {}
    for node in view.nodes:
        note = path_of(node.id) if node.form in ("section", "block") else node.id
        parts[note].add(node.id)
        owner[node.id] = note
    reached = set(parts[owner[centre]])
    border = reached
    for _ in range(depth):
        border = {part for id in border for other in beside[id] for part in parts[owner[other]]} - reached
        reached = reached | border
    return _cut(view, reached)


def _cut(view: GraphView, kept: Collection[str]) -> GraphView:
    return GraphView(
        tuple(node for node in view.nodes if node.id in kept),
        tuple(edge for edge in view.edges if edge.source in kept and edge.target in kept))


def build_graph(facts: Iterable[NoteFacts], edges: Iterable[LightEdge], ontology: Ontology, config: Config,
                symbols: SymbolTable, inferred: Inferred | None = None,
                unresolved: Iterable[ResolvedLink] = ()) -> networkx.MultiDiGraph[str]:
    """Every note, section, block, symbol and file with the attributes of ``graph`` in docs/contract.md: nodes id, kind,
    title, strength, state, path, line; edges source, target, relation, strength, path, line.

    Edges run as they are written (``implements`` from the code to the concept); a plain link has relation None."""
    return as_networkx(graph_view(build_typed_graph(facts, edges, ontology, config, symbols, inferred, unresolved,
                                                    plain_links=True)))


def as_networkx(view: GraphView) -> networkx.MultiDiGraph[str]:
    """Nodes and edges as networkx.MultiDiGraph."""
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node in view.nodes:
        graph.add_node(node.id, id=node.id, kind=node.kind, title=node.title, strength=node.strength, state=node.state,
                       path=node.path, line=node.line)
    for edge in view.edges:
        graph.add_edge(edge.source, edge.target, source=edge.source, target=edge.target, relation=edge.relation,
                       strength=edge.strength, path=edge.path, line=edge.line)
    return graph
