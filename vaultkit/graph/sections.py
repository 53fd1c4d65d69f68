"""Sections of notes that links lead to."""

from __future__ import annotations

from vaultkit.graph.inputs import GraphInputs
from vaultkit.graph.nodes import Node, NodeGraph, Tie
from vaultkit.model import Heading, NoteFacts
from vaultkit.model.ids import PartId, block_of
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
