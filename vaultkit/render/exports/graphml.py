"""GraphML (http://graphml.graphdrawing.org): yEd, Gephi, Cytoscape, networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.render.exports.table import plain_graph

if TYPE_CHECKING:
    from vaultkit.graph.view import GraphView


def export(view: GraphView) -> str:
    """The graph as GraphML, attributes typed."""
    import networkx

    return "\n".join(networkx.generate_graphml(plain_graph(view))) + "\n"
