"""JSON Canvas 1.0 (https://jsoncanvas.org/spec/1.0/): opens in Obsidian, notes as cards, a column a stage."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from vaultkit.graph.coverage import GAPS
from vaultkit.model.ids import subpath_of
from vaultkit.render.layout import column_layout
from vaultkit.render.plain import json_text

if TYPE_CHECKING:
    from vaultkit.graph.view import GraphNode, GraphView

_WIDTH, _HEIGHT = 320, 120
# The preset colours of the specification: red, orange, yellow, green, cyan, purple.
_COLOURS = ["5", "2", "3", "6", "4"]
_BAD = GAPS - {"ambiguous", "orphaned"}


def export(view: GraphView) -> str:
    """Draw what has a stage, laid out by stage; without any stage all notes. Notes and sections are file cards (a
    section with its subpath), blocks and symbols text cards; gaps are red."""
    staged = any(node.stage is not None for node in view.nodes)
    nodes = [node for node in view.nodes if node.stage is not None or not staged]
    columns = {node.id: node.stage or 0 for node in sorted(nodes, key=lambda node: node.stage or 0)}
    edges = [edge for edge in view.edges if edge.source in columns and edge.target in columns
             and (edge.relation or not staged)]
    places = column_layout(columns, [(edge.source, edge.target) for edge in edges], width=_WIDTH + 140,
                           height=_HEIGHT + 30, gap=60)
    cards = [_card(node, *places[node.id]) for node in nodes]
    lines = [{"id": _id(f"{edge.source}\n{edge.target}\n{edge.relation}\n{i}"), "fromNode": _id(edge.source),
              "toNode": _id(edge.target), **({"label": edge.relation} if edge.relation else {})}
             for i, edge in enumerate(edges)]
    return json_text({"nodes": cards, "edges": lines}, indent="\t") + "\n"


def _card(node: GraphNode, x: float, y: float) -> dict[str, Any]:
    card: dict[str, Any] = {"id": _id(node.id), "x": round(x), "y": round(y), "width": _WIDTH, "height": _HEIGHT}
    if node.state in _BAD:
        card["color"] = "1"
    elif node.stage is not None:
        card["color"] = _COLOURS[min(node.stage, 4)]
    if node.form in ("note", "section"):
        subpath = subpath_of(node.id)
        return card | {"type": "file", "file": node.path} | ({"subpath": f"#{subpath}"} if subpath else {})
    return card | {"type": "text", "text": f"**{node.title}**\n\n`{node.path}:{node.line}`"}


def _id(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
