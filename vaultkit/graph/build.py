"""The typed graph as networkx has it, for ``graph``, ranking and whoever uses the library."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from vaultkit.config import Config
from vaultkit.graph.coverage import Coverage
from vaultkit.graph.gaps import judge, report
from vaultkit.graph.loom import Inferred, Woven, weave
from vaultkit.graph.scene import LightEdge
from vaultkit.graph.symbols import SymbolTable
from vaultkit.graph.web import Node
from vaultkit.model import NoteFacts, ResolvedLink
from vaultkit.ontology import Ontology

if TYPE_CHECKING:
    import networkx


def build_graph(facts: Iterable[NoteFacts], edges: Iterable[LightEdge], ontology: Ontology, config: Config,
                symbols: SymbolTable, inferred: Inferred | None = None,
                unresolved: Iterable[ResolvedLink] = ()) -> networkx.MultiDiGraph[str]:
    """Every note, section, block, symbol and file with the attributes of CONTRACT's ``graph``: nodes id, kind, title,
    strength, state, path, line; edges source, target, relation, strength, path, line.

    Edges run as they are written (``implements`` from the code to the concept); a plain link has relation None."""
    return as_networkx(weave(facts, edges, ontology, config, symbols, inferred, unresolved, plain_links=True))


def as_networkx(woven: Woven) -> networkx.MultiDiGraph[str]:
    """A woven graph as networkx.MultiDiGraph."""
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    states = node_states(woven)
    for node in woven.web.nodes.values():
        graph.add_node(node.id, id=node.id, kind=node.kind, title=node.title, strength=node.strength,
                       state=states.get(node.id), path=node.path, line=node.line)
    for tie in woven.web.ties:
        if tie.shown:
            graph.add_edge(tie.source, tie.target, source=tie.source, target=tie.target, relation=tie.relation,
                           strength=tie.strength, path=tie.path, line=tie.line)
    return graph


def node_states(woven: Woven) -> dict[str, str]:
    """Node id → state: a concept's of the gap report, ``orphaned`` for what no concept leads to, the state of the code
    for code that is named, and for other stages the term of the chain from there on down."""
    found = report(woven)
    states: dict[str, str] = {gap.concept: gap.state for gap in found.gaps}
    coverage = Coverage(woven.web, woven.scene.ontology, woven.scene.config.coverage_from)
    for node in woven.web.nodes.values():
        if node.stage and (state := _state(node, coverage, woven)) is not None:
            states[node.id] = state
    states.update((orphan.id, "orphaned") for orphan in found.orphaned)
    return states


def _state(node: Node, coverage: Coverage, woven: Woven) -> str | None:
    if node.form != "note":
        return node.state
    key = (node.id, node.stage)
    return judge(coverage, key, woven.scene.config).state if coverage.outcomes(key) else None
