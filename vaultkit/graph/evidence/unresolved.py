"""Links that lead to no note: files outside of the vault, and what a chain names and is not there."""

from __future__ import annotations

from vaultkit.graph.evidence.code_properties import code_node
from vaultkit.graph.inputs import GraphInputs
from vaultkit.graph.nodes import Node, NodeGraph, Tie
from vaultkit.graph.symbols import find_reference
from vaultkit.model import ResolvedLink
from vaultkit.ontology import Relation


def add_unresolved(inputs: GraphInputs, web: NodeGraph) -> None:
    """A link to a source file outside of the vault is evidence of code; a downward relation to nothing is one that is
    missing, since what it names does not exist."""
    for link in inputs.unresolved:
        relation = inputs.ontology.relation_of_field(link.field) if link.field else None
        if relation is not None and relation.direction != "down":
            continue
        if relation is None and not inputs.ontology.is_source_file(link.target):
            continue
        _add(inputs, web, link, relation)


def _add(inputs: GraphInputs, web: NodeGraph, link: ResolvedLink, relation: Relation | None) -> None:
    ontology = inputs.ontology
    code = set(ontology.code_kinds)
    kind = relation.gives if relation is not None else next(iter(reversed(ontology.code_kinds)), None)
    if kind is None:
        return
    strength, via = ("declared", "property") if relation is not None else ("structural", "link")
    written, refused = None, False
    name = relation.name if relation is not None else "links_to"
    stage = ontology.stage_index.get(kind)
    if kind in code and ontology.is_source_or_config(link.target):
        reference = f"{link.target}#{link.subpath}" if link.subpath else link.target
        hit = find_reference(inputs.symbols, reference, link.source)
        written, refused = reference if hit.status == "moved" else None, hit.status == "refused"
        node = code_node(inputs, web, hit, kind, strength, link.source, link.line)  # type: ignore[arg-type]
    else:
        node = web.node(Node(link.target, kind, stage, strength, link.source, link.line,  # type: ignore[arg-type]
                             link.target.rsplit("/", 1)[-1], "missing", "missing"))
    web.tie(Tie(link.source, node.id, name, strength, link.source, link.line, via, True,  # type: ignore[arg-type]
                stage, written=written, refused=refused))
