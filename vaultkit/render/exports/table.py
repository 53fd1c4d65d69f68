"""The graph as networkx's writers want it: no None, no character that XML forbids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    import networkx

    from vaultkit.graph.view import GraphView

# https://www.w3.org/TR/xml/#charsets; lone surrogates are no characters at all.
_NOT_XML = lazy_pattern("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain_graph(view: GraphView) -> networkx.MultiDiGraph[str]:
    """Nodes with ``label``, kind, strength, state, path and line; edges with relation, strength, path and line."""
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node in view.nodes:
        graph.add_node(_text(node.id), **_attributes(
            label=node.title, kind=node.kind, strength=node.strength, state=node.state, path=node.path, line=node.line))
    for edge in view.edges:
        graph.add_edge(_text(edge.source), _text(edge.target), **_attributes(
            relation=edge.relation, strength=edge.strength, path=edge.path, line=edge.line))
    return graph


def _attributes(**values: Any) -> dict[str, Any]:
    return {name: _text(value) if isinstance(value, str) else value for name, value in values.items()
            if value is not None}


def _text(value: str) -> str:
    return _NOT_XML.sub("\ufffd", str(value))
