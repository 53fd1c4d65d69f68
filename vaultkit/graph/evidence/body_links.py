"""Plain links: typed by what they connect, or, for the graph view, untyped."""

from __future__ import annotations

from bisect import bisect_right

from vaultkit.graph.evidence.code_properties import code_node
from vaultkit.graph.inputs import GraphInputs, LightEdge
from vaultkit.graph.nodes import Node, NodeGraph, Tie
from vaultkit.graph.symbols import symbol_named
from vaultkit.model import Strength


def add_body_links(inputs: GraphInputs, web: NodeGraph) -> None:
    """``links_to`` between notes that declare adjacent stages, and down to source files; in the section of a stage also
    to a note of that stage or of the next one. Other links become untyped edges where they are wanted."""
    stage_of = {path: stage for path in inputs.notes if (stage := inputs.stage(path)) is not None}
    plainly: dict[str, bool] = {}
    for edge in inputs.edges:
        source, target, _, field, line, _, _, status = edge
        if source == target or (field is not None and inputs.ontology.relation_of_field(field) is not None):
            continue
        if target not in inputs.notes:
            _file_link(inputs, web, edge)
            continue
        low = stage_of.get(target)
        if low is None and not inputs.plain_links:
            continue
        high = stage_of.get(source)
        down: bool | None = None
        if high is not None and low is not None and abs(high - low) == 1:
            down = high < low
        elif low and (high is None or low > high):
            if (plain := plainly.get(source)) is None:
                plain = plainly[source] = _is_plain(inputs, web, source)
            down = (not plain and _from_section(inputs, web, source, line, low)) or None
        if down is not None:
            web.tie(Tie(source, target, "links_to", _strength(inputs, source, target), source, line, "link", down,
                        ambiguous=status == "ambiguous"))
        elif inputs.plain_links:
            web.tie(Tie(source, target, None, "structural", source, line, "link"))


def _strength(inputs: GraphInputs, source: str, target: str) -> Strength:
    inferred = "inferred" in (inputs.kind(source).strength, inputs.kind(target).strength)
    return "inferred" if inferred else "structural"


def _is_plain(inputs: GraphInputs, web: NodeGraph, source: str) -> bool:
    """True for a note that is known to have no section of a stage."""
    standing = inputs.standings.get(source)
    return standing is not None and not standing.headings \
        and not any(part.form == "section" for part in web.parts.get(source, ()))


def _from_section(inputs: GraphInputs, web: NodeGraph, source: str, line: int, low: int) -> bool:
    """Return whether the link stands in a section of the target's stage or the one above."""
    sections = [part for part in web.parts.get(source, ()) if part.form == "section"]
    standing = inputs.standings.get(source)
    if standing is not None and all(part.strength == "structural" for part in sections):
        known = standing.stage_at(line)
        return known is not None and inputs.ontology.stage_index[known] in (low, low - 1)
    headings = inputs.notes[source].headings
    if not headings:
        return False
    index = bisect_right([heading.line for heading in headings], line) - 1
    if index < 0:
        return False
    inner = headings[index]
    stage = next((part.stage for part in sections if part.line == inner.line), None)
    if stage is None:
        kind = inputs.ontology.stage_of_heading(inner.text)
        stage = inputs.ontology.stage_index[kind] if kind is not None else None
    return stage is not None and stage in (low, low - 1)


def _file_link(inputs: GraphInputs, web: NodeGraph, edge: LightEdge) -> None:
    source, target, subpath, _, line, _, _, _ = edge
    if not inputs.ontology.code_kinds or not inputs.ontology.is_source_file(target):
        if inputs.plain_links:
            web.node(Node(target, "file", None, None, target, 1, target.rsplit("/", 1)[-1], "file"))
            web.tie(Tie(source, target, None, "structural", source, line, "link"))
        return
    kind = inputs.ontology.code_kinds[-1]
    hit = inputs.symbols.find(target, symbol_named(subpath), source)
    node = code_node(inputs, web, hit, kind, "structural", source, line)
    web.tie(Tie(source, node.id, "links_to", "structural", source, line, "link", True))
