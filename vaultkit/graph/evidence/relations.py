"""Relations that a property or an inline field declares by links."""

from __future__ import annotations

from vaultkit.graph.evidence.code_properties import code_node
from vaultkit.graph.scene import LightEdge, Scene
from vaultkit.graph.sections import section_node
from vaultkit.graph.symbols import symbol_named
from vaultkit.graph.web import Node, Tie, Web
from vaultkit.ontology import Relation


def add_relations(scene: Scene, web: Web) -> None:
    """A declared tie for every link in a property or field whose name is a relation."""
    find = scene.ontology.relation_of_field
    for edge in scene.edges:
        if edge[3] is not None and (relation := find(edge[3])) is not None:
            _add(scene, web, edge, relation)


def _add(scene: Scene, web: Web, edge: LightEdge, relation: Relation) -> None:
    source, resolved, _, _, line, _, _, status = edge
    target = _end(scene, web, edge, relation)
    if target is None or target == source:
        return
    down = leads_down(scene, relation, source, resolved)
    stage = scene.ontology.stage_index.get(relation.gives or "") if relation.direction == "down" else None
    web.tie(Tie(source, target, relation.name, "declared", source, line, "property", down, stage,
                ambiguous=status == "ambiguous"))


def _end(scene: Scene, web: Web, edge: LightEdge, relation: Relation) -> str | None:
    """The id of what the link leads to: a note, a section of one, or a file."""
    source, resolved, subpath, _, line, _, _, _ = edge
    if resolved in scene.notes:
        if not subpath or subpath.startswith("^") or relation.direction != "down":
            return resolved
        return section_node(scene, web, resolved, subpath, relation.gives) or resolved
    kind = relation.gives
    if kind is None:
        return None
    if scene.ontology.kinds[kind].needs_code:
        if not scene.ontology.is_source_or_config(resolved):
            return None
        hit = scene.symbols.find(resolved, symbol_named(subpath), source)
        return code_node(scene, web, hit, kind, "declared", source, line).id
    return web.node(Node(resolved, kind, scene.ontology.stage_index.get(kind), "declared", resolved, 1,
                         resolved.rsplit("/", 1)[-1], "file")).id


def leads_down(scene: Scene, relation: Relation, source: str, target: str) -> bool | None:
    """Where a relation between two notes leads in the chain: True down to the target, False down to the source.

    A step between notes that both have a stage must lead to a lower one; within a stage (an algorithm that refines
    another) it counts too, except between concepts, each of which has to reach code itself."""
    if relation.direction == "across":
        return None
    down = relation.direction == "down"
    upper, below = (source, target) if down else (target, source)
    high, low = scene.stage(upper), scene.stage(below)
    if low is None and relation.direction == "down":
        low = scene.ontology.stage_index.get(relation.gives or "")
    if low == 0:
        return None
    if high is None or low is None:
        return down
    return down if low > high or (low == high and relation.direction != "whole") else None
