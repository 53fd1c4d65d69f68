"""GEXF 1.2 (https://gexf.net): Gephi."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.render.exports.table import plain_graph

if TYPE_CHECKING:
    from vaultkit.graph.view import GraphView


def export(view: GraphView) -> str:
    """The graph as GEXF, attributes typed."""
    import networkx

    return "\n".join(networkx.generate_gexf(plain_graph(view))) + "\n"
