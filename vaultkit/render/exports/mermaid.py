"""A Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html): Obsidian and forges draw it in a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.graph.coverage import GAPS
from vaultkit.render.terminal import visible

if TYPE_CHECKING:
    from vaultkit.graph.view import GraphView

_SHAPES = [("([", "])"), ("{{", "}}"), ("[/", "\\]"), ("[[", "]]"), ("[", "]")]
_SPECIAL = "#&\"<>`"


def export(view: GraphView) -> str:
    """Concepts left, code right; plain links and what only they tie is left out when anything has a stage. What is
    inferred is dotted, a gap has the class ``gap``."""
    staged = any(node.stage is not None for node in view.nodes)
    edges = [edge for edge in view.edges if edge.relation or not staged]
    tied = {end for edge in edges for end in (edge.source, edge.target)}
    nodes = [node for node in view.nodes if node.stage is not None or node.id in tied or not staged]
    name = {node.id: f"n{i}" for i, node in enumerate(nodes)}
    lines = ["flowchart LR"]
    for node in nodes:
        before, behind = _SHAPES[min(node.stage, 4)] if node.stage is not None else ("(", ")")
        gap = ":::gap" if node.state in GAPS else ""
        lines.append(f'  {name[node.id]}{before}"{_text(node.title)}"{behind}{gap}')
    for edge in edges:
        arrow = "-.->" if edge.strength == "inferred" else "-->"
        label = f'|"{_text(edge.relation)}"|' if edge.relation else ""
        lines.append(f"  {name[edge.source]} {arrow}{label} {name[edge.target]}")
    return "\n".join([*lines, "  classDef gap stroke:#a33b00,stroke-width:3px"]) + "\n"


def _text(value: str) -> str:
    """Quoted text of Mermaid: what would end it or be read as markup becomes an entity code."""
    return "".join(f"#{ord(sign)};" if sign in _SPECIAL else sign for sign in visible(" ".join(value.splitlines())))
