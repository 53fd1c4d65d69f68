"""Relations that a property or an inline field declares by links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vaultkit.graph.evidence.references import code_node
from vaultkit.graph.inputs import GraphInputs, LightEdge
from vaultkit.graph.nodes import Node, NodeGraph, Tie
from vaultkit.graph.note_stages import parts_of
from vaultkit.graph.symbols import symbol_named
from vaultkit.model import Heading, NoteFacts
from vaultkit.model.ids import PartId, block_of, section_of
from vaultkit.ontology import Relation
from vaultkit.ontology.words import normal_word
from vaultkit.text.lazy_pattern import lazy_pattern

# obsidian-api, stripHeading: these become spaces before two headings are compared.
_STRIPPED = lazy_pattern(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\s]+")


def find_section(note: NoteFacts, subpath: str) -> Heading | None:
    """The heading of ``note`` that ``subpath`` (``h1#h2``, without its first ``#``) leads to in Obsidian, or None."""
    wanted = [_plain(part) for part in subpath.split("#") if part]
    if not wanted:
        return None
    for heading in note.headings:
        if _plain(heading.text) != wanted[-1]:
            continue
        above = iter(_plain(text) for text in heading.path)
        if all(part in above for part in wanted):
            return heading
    return None


def section_node(inputs: GraphInputs, web: NodeGraph, path: str, subpath: str, kind: str | None) -> str | None:
    """The id of the node of a section that a relation leads to; made when it is of no stage by its heading. What lies
    in the section hangs below it. None when the note has no such heading."""
    note = inputs.notes[path]
    heading = find_section(note, subpath)
    if heading is None:
        return None
    id_ = PartId(path, heading.anchor)
    if id_ not in web.nodes:
        kind = kind or "note"
        stage = inputs.ontology.stage_index.get(kind)
        inside = [part for part in web.parts.get(path, ()) if heading.line < part.line <= heading.end_line]
        if kind in inputs.ontology.code_kinds and not any(part.kind == kind for part in inside):
            return None
        web.part(path, Node(id_, kind, stage, "declared", path, heading.line, heading.text, "section"))
        web.tie(Tie(id_, path, "part_of", "structural", path, heading.line, "section"))
    gather_parts(inputs, web, web.nodes[id_], heading.line, heading.end_line)
    return id_


def gather_parts(inputs: GraphInputs, web: NodeGraph, owner: Node, start: int, end: int) -> None:
    """Let the parts of lower stages in lines ``start`` to ``end`` of ``owner``'s note hang below ``owner``."""
    for part in web.parts.get(owner.path, ()):
        if part.id != owner.id and start <= part.line <= end and owner.stage is not None \
                and part.stage is not None and part.stage > owner.stage:
            web.tie(Tie(part.id, owner.id, "part_of", "structural", part.path, part.line,
                        "fence" if block_of(part.id).startswith("fence") else "section", down=False, shown=False))


def _plain(text: str) -> str:
    return _STRIPPED.sub(" ", text).strip().casefold()


def add_relations(inputs: GraphInputs, web: NodeGraph) -> None:
    """A declared tie for every link in a property or field whose name is a relation."""
    find = inputs.ontology.relation_of_field
    for edge in inputs.edges:
        if edge[3] is not None and (relation := find(edge[3])) is not None:
            _add(inputs, web, edge, relation)


def _add(inputs: GraphInputs, web: NodeGraph, edge: LightEdge, relation: Relation) -> None:
    source, resolved, _, _, line, _, _, status = edge
    target = _end(inputs, web, edge, relation)
    if target is None or target == source:
        return
    down = leads_down(inputs, relation, source, resolved)
    stage = inputs.ontology.stage_index.get(relation.gives or "") if relation.direction == "down" else None
    web.tie(Tie(source, target, relation.name, "declared", source, line, "property", down, stage,
                ambiguous=status == "ambiguous"))


def _end(inputs: GraphInputs, web: NodeGraph, edge: LightEdge, relation: Relation) -> str | None:
    """The id of what the link leads to: a note, a section of one, or a file."""
    source, resolved, subpath, _, line, _, _, _ = edge
    if resolved in inputs.notes:
        if not subpath or subpath.startswith("^") or relation.direction != "down":
            return resolved
        return section_node(inputs, web, resolved, subpath, relation.gives) or resolved
    kind = relation.gives
    if kind is None:
        return None
    if inputs.ontology.kinds[kind].needs_code:
        if not inputs.ontology.is_source_or_config(resolved):
            return None
        hit = inputs.symbols.find(resolved, symbol_named(subpath), source)
        return code_node(inputs, web, hit, kind, "declared", source, line).id
    return web.node(Node(resolved, kind, inputs.ontology.stage_index.get(kind), "declared", resolved, 1,
                         resolved.rsplit("/", 1)[-1], "file")).id


def leads_down(inputs: GraphInputs, relation: Relation, source: str, target: str) -> bool | None:
    """Tell where a relation between two notes leads in the chain: True down to the target, False down to the source.

    A step between notes that both have a stage must lead to a lower one; within a stage (an algorithm that refines
    another) it counts too, except between concepts, each of which has to reach code itself."""
    if relation.direction == "across":
        return None
    down = relation.direction == "down"
    upper, below = (source, target) if down else (target, source)
    high, low = inputs.stage(upper), inputs.stage(below)
    if low is None and relation.direction == "down":
        low = inputs.ontology.stage_index.get(relation.gives or "")
    if low == 0:
        return None
    if high is None or low is None:
        return down
    return down if low > high or (low == high and relation.direction != "whole") else None


def add_concept_sections(inputs: GraphInputs, web: NodeGraph) -> None:
    """Hang below every concept section what belongs to it: all of its note when it is the only one there, else what
    stands from it to the next one within the section around both. A concept note's own sections are no concepts."""
    for path, parts in list(web.parts.items()):
        concepts = [part for part in parts if part.stage == 0 and part.form == "section"]
        if not concepts or inputs.stage(path) == 0:
            continue
        if len(concepts) == 1:
            concept = concepts[0]
            web.tie(Tie(path, concept.id, "part_of", concept.strength or "structural", path, concept.line, "section",
                        down=False, shown=False))
            continue
        for concept, (start, end) in zip(concepts, _spans(inputs.notes[path], concepts), strict=True):
            gather_parts(inputs, web, concept, start, end)
            for tie in list(web.below.get(path, ())):
                if tie.down and start <= tie.line <= end:
                    web.tie(tie._replace(source=concept.id, shown=False))


def _spans(note: NoteFacts, concepts: list[Node]) -> list[tuple[int, int]]:
    """The lines that belong to each concept section, first and last."""
    spans: list[tuple[int, int]] = []
    for index, concept in enumerate(concepts):
        heading = next(item for item in note.headings if item.line == concept.line)
        around = [item for item in note.headings
                  if item.level < heading.level and item.line < heading.line <= item.end_line]
        end = around[-1].end_line if around else note.line_count
        following = [other.line - 1 for other in concepts[index + 1:]]
        spans.append((heading.line, min([end, *following])))
    return spans


def add_libraries(inputs: GraphInputs, web: NodeGraph) -> None:
    """A node for every library symbol that a note names; one that its package does not have is missing."""
    if not inputs.ontology.code_kinds:
        return
    kind = inputs.ontology.code_kinds[-1]
    stage = inputs.ontology.stage_index[kind]
    for note in inputs.notes.values():
        for name, line in library_names(inputs, note):
            node = web.node(Node(f"library:{name}", kind, stage, "declared", note.path, line, name, "library",
                                 inputs.symbols.library(name)))
            web.tie(Tie(note.path, node.id, "library", "declared", note.path, line, "library", True, stage))


def library_names(inputs: GraphInputs, note: NoteFacts) -> Iterator[tuple[str, int]]:
    """Every library symbol that ``note`` names, with its line."""
    fields = inputs.ontology.library_fields
    for key, value in note.properties.items():
        if normal_word(key) in fields:
            yield from ((name, note.property_lines.get(key, 1)) for name in _names(value))
    for field in note.fields:
        if normal_word(field.name) in fields:
            yield from ((name, field.line) for name in _names(field.value))


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _names(item)
    elif isinstance(value, str):
        for piece in value.replace(";", ",").split(","):
            if name := piece.strip().strip("`\"'"):
                yield name


def add_mentions(inputs: GraphInputs, web: NodeGraph) -> None:
    """An inferred tie down to every symbol or file of a source root that a note names in inline code or by a permalink.

    It counts for coverage only where the settings let inferred evidence count."""
    if not inputs.ontology.code_kinds:
        return
    kind = inputs.ontology.code_kinds[-1]
    stage = inputs.ontology.stage_index[kind]
    for spoken in inputs.symbols.mentions():
        if spoken.note not in inputs.notes or spoken.hit.file == spoken.note:
            continue
        hit = spoken.hit
        title = hit.symbol or hit.file.rsplit("/", 1)[-1]
        node = web.node(Node(hit.id, kind, stage, "inferred", hit.file, hit.line, title,
                             "symbol" if hit.symbol else "file", "stub" if hit.status == "stub" else "ok"))
        web.tie(Tie(spoken.note, node.id, "mentions", "inferred", spoken.note, spoken.line, spoken.via, True, stage))


def add_parts(inputs: GraphInputs, web: NodeGraph) -> None:
    """Every section whose heading is a stage word and every block whose form says a stage, ``part_of`` its note."""
    stages = inputs.ontology.stage_index
    for note in inputs.notes.values():
        kind, known = inputs.kind(note.path).kind, inputs.standings.get(note.path)
        # The kind is another one where it is inferred; fences may then be of another stage.
        parts = known.parts if known is not None and known.kind.kind == kind else parts_of(note, kind, inputs.ontology)
        own = inputs.stage(note.path) if parts else None
        for part in parts:
            id_, stage = PartId(note.path, part.section, part.block), stages[part.kind]
            if id_ in inputs.notes:  # Another note is called just so.
                continue
            web.part(note.path, Node(id_, part.kind, stage, "structural", note.path, part.line, part.title,
                                     "block" if part.block else "section",
                                     part.state))
            leads = own is None or stage > own or (stage == own and inputs.ontology.kinds[part.kind].needs_code)
            web.tie(Tie(id_, note.path, "part_of", "structural", note.path, part.line, part.via,
                        down=False if leads else None))


_RELATIONS = {"vault": "code", "implements": "implements"}


def add_trace_comments(inputs: GraphInputs, web: NodeGraph) -> None:
    """A node for every symbol or file that a trace comment stands in, and a declared tie to it from the note."""
    if not inputs.ontology.code_kinds:
        return
    kind = inputs.ontology.code_kinds[-1]
    stage = inputs.ontology.stage_index[kind]
    for trace in inputs.symbols.traces():
        if trace.note not in inputs.notes:
            continue
        title = section_of(trace.id) or trace.file.rsplit("/", 1)[-1]
        node = web.node(Node(trace.id, kind, stage, "declared", trace.file, trace.line, title,
                             "file" if trace.whole else "symbol", trace.state))
        web.tie(Tie(node.id, trace.note, _RELATIONS[trace.verb], "declared", trace.file, trace.comment_line, "comment",
                    down=False, stage=stage))
