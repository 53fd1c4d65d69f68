"""The sections and blocks of one note that are of a stage by their heading or form."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultkit.graph.plugins import has_plugin_form
from vaultkit.model import Block, Heading, NoteFacts
from vaultkit.ontology import Ontology

if TYPE_CHECKING:
    from vaultkit.graph.web import EvidenceState, Via


class Part(NamedTuple):
    """A section or block that is of a stage by its heading or form: its anchor in the note, and the block's in it."""

    section: str
    block: str
    kind: str
    line: int
    title: str
    via: Via
    state: EvidenceState


def parts_of(note: NoteFacts, kind: str, ontology: Ontology) -> list[Part]:
    """The sections and blocks of ``note``, which is of ``kind``, that are of a stage.

    A section whose kind needs code counts only with code in it: prose under «Код» tells about code and is none.
    An empty section counts never, and neither a template nor a drawing or board has parts."""
    if note.template or has_plugin_form(note.properties):
        return []
    sections = [(heading, stage) for heading in note.headings
                if (stage := ontology.stage_of_heading(heading.text)) is not None]
    blocks = [(block, part) for block in note.blocks
              if (part := _block_part(note, block, _around(block, note, sections, kind), ontology)) is not None]
    parts: list[Part] = []
    for heading, stage in sections:
        state: EvidenceState | None = "ok" if _has_text(heading, note) else None
        if ontology.kinds[stage].needs_code:
            states = [part.state for block, part in blocks
                      if part.kind == stage and heading.line <= block.line <= heading.end_line]
            state = ("ok" if "ok" in states else states[0]) if states else None
        if state is not None:
            parts.append(Part(heading.anchor, "", stage, heading.line, heading.text, "section", state))
    parts.extend(part for _, part in blocks)
    return parts


def _has_text(section: Heading, note: NoteFacts) -> bool:
    inside = [heading for heading in note.headings if section.line <= heading.line <= section.end_line]
    return not all(heading.blank for heading in inside)


def _around(block: Block, note: NoteFacts, sections: list[tuple[Heading, str]], kind: str) -> str:
    """The kind of the innermost stage section around ``block``, else that of its note."""
    inside = [stage for heading, stage in sections if heading.line < block.line <= heading.end_line]
    return inside[-1] if inside else kind


def _block_part(note: NoteFacts, block: Block, around: str, ontology: Ontology) -> Part | None:
    heading = note.headings[block.heading] if block.heading is not None and block.heading < len(note.headings) else None
    found = _block_kind(block, heading, around, ontology)
    if found is None:
        return None
    kind, state = found
    anchor = heading.anchor if heading is not None else ""
    via: Via = {"fence": "fence", "list": "section", "drawing": "link"}[block.form]  # type: ignore[assignment]
    title = block.info.strip() or (heading.text if heading is not None else note.title)
    return Part(anchor, f"{block.form}-{block.ordinal}", kind, block.line, title, via, state)


def _block_kind(block: Block, heading: Heading | None, around: str,
                ontology: Ontology) -> tuple[str, EvidenceState] | None:
    if block.form == "drawing":
        drawn = ontology.stage_of_drawing(block.info)
        return (drawn, "ok") if drawn else None
    if block.form == "list":
        kind = ontology.steps_kind(heading.text) if heading is not None and block.items >= 3 else None
        return (kind, "ok") if kind else None
    if kind := ontology.stage_of_fence(block.language):
        return kind, "ok"
    role = ontology.fence_role(block.language)
    place = ontology.kinds.get(around)
    if place is not None and place.claims_fences and role != "plain":
        return (around, "ok") if block.active else None
    if place is not None and place.needs_code and role != "plain":
        return around, "ok" if block.active else "stub"
    if role == "programming" and block.active and ontology.code_kinds:
        return ontology.code_kinds[-1], "ok"
    return None
