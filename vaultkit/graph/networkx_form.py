"""The typed graph as a networkx graph, for ``graph``, ranking and users of the library."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from vaultkit.config import Config
from vaultkit.graph.builder import Inferred, build_typed_graph
from vaultkit.graph.inputs import LightEdge
from vaultkit.graph.symbols import SymbolTable
from vaultkit.graph.view import GraphView, graph_view
from vaultkit.model import NoteFacts, ResolvedLink
from vaultkit.ontology import Ontology

if TYPE_CHECKING:
    import networkx


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
