"""The sections and blocks of one note that are of a stage by their heading or form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from vaultkit.config import Config
from vaultkit.graph.kinds import UNDECLARED, NoteKind, has_plugin_form, is_own, kind_of_note
from vaultkit.model import Block, Heading, NoteFacts
from vaultkit.ontology import PLAIN, Ontology

if TYPE_CHECKING:
    from vaultkit.graph.nodes import EvidenceState, Via


class StagePart(NamedTuple):
    """A section or block that is of a stage by its heading or form: its anchor in the note, and the block's in it."""

    section: str
    block: str
    kind: str
    line: int
    title: str
    via: Via
    state: EvidenceState


def parts_of(note: NoteFacts, kind: str, ontology: Ontology) -> list[StagePart]:
    """The sections and blocks of ``note``, which is of ``kind``, that are of a stage.

    A section whose kind needs code counts only with code in it: prose under «Код» tells about code and is none.
    An empty section counts never, and neither a template, what vaultkit wrote, nor a drawing or board has parts."""
    if note.template or is_own(note) or has_plugin_form(note.properties):
        return []
    sections = [(heading, stage) for heading in note.headings
                if (stage := ontology.stage_of_heading(heading.text)) is not None]
    blocks = [(block, part) for block in note.blocks
              if (part := _block_part(note, block, _around(block, note, sections, kind), ontology)) is not None]
    parts: list[StagePart] = []
    for heading, stage in sections:
        state: EvidenceState | None = "ok" if _has_text(heading, note) else None
        if ontology.kinds[stage].needs_code:
            states = [part.state for block, part in blocks
                      if part.kind == stage and heading.line <= block.line <= heading.end_line]
            state = ("ok" if "ok" in states else states[0]) if states else None
        if state is not None:
            parts.append(StagePart(heading.anchor, "", stage, heading.line, heading.text, "section", state))
    parts.extend(part for _, part in blocks)
    return parts


def _has_text(section: Heading, note: NoteFacts) -> bool:
    inside = [heading for heading in note.headings if section.line <= heading.line <= section.end_line]
    return not all(heading.blank for heading in inside)


def _around(block: Block, note: NoteFacts, sections: list[tuple[Heading, str]], kind: str) -> str:
    """The kind of the innermost stage section around ``block``, else that of its note."""
    inside = [stage for heading, stage in sections if heading.line < block.line <= heading.end_line]
    return inside[-1] if inside else kind


def _block_part(note: NoteFacts, block: Block, around: str, ontology: Ontology) -> StagePart | None:
    heading = note.headings[block.heading] if block.heading is not None and block.heading < len(note.headings) else None
    found = _block_kind(block, heading, around, ontology)
    if found is None:
        return None
    kind, state = found
    anchor = heading.anchor if heading is not None else ""
    via: Via = {"fence": "fence", "list": "section", "drawing": "link"}[block.form]  # type: ignore[assignment]
    title = block.info.strip() or (heading.text if heading is not None else note.title)
    return StagePart(anchor, f"{block.form}-{block.ordinal}", kind, block.line, title, via, state)


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


def kind_counts(facts: Iterable[NoteFacts], ontology: Ontology, config: Config,
                inferred: Mapping[str, tuple[str, float]] | None = None) -> dict[str, dict[str, int]]:
    """Kind → {declared, structural, inferred}: notes that declare it, sections and blocks of it, notes for which it is
    inferred. Every kind of the chain is there; ``note`` counts the notes that declare none."""
    counts = {name: {"declared": 0, "structural": 0, "inferred": 0} for name in (*ontology.kinds, PLAIN)}
    for note in facts:
        if note.excluded:
            continue
        own = kind_of_note(note, ontology, config)
        guess = (inferred or {}).get(note.path)
        if own.strength is None and guess is not None and guess[0] in counts:
            counts[guess[0]]["inferred"] += 1
        else:
            counts[own.kind]["declared"] += 1
        for part in parts_of(note, own.kind, ontology):
            counts[part.kind]["structural"] += 1
    return counts


class Standing(NamedTuple):
    """``kind`` is what the note declares, ``parts`` are those of a note of this kind. ``headings``: (line, line of the
    next heading or 0, kind) of every heading that is a stage word, with text below it or not."""

    kind: NoteKind
    headings: tuple[tuple[int, int, str], ...]
    parts: tuple[StagePart, ...]

    def stage_at(self, line: int) -> str | None:
        """The kind whose stage word the heading right above ``line`` is, or None."""
        return next((kind for first, after, kind in self.headings
                     if first <= line and (line < after or not after)), None)


NOTHING = Standing(UNDECLARED, (), ())


def standing_of(note: NoteFacts, ontology: Ontology, config: Config) -> Standing:
    """The stages of a note that is not excluded."""
    if note.template or is_own(note):
        return NOTHING
    kind, headings = kind_of_note(note, ontology, config), note.headings
    following = (*(heading.line for heading in headings[1:]), 0)
    staged = [(heading.line, after, stage) for heading, after in zip(headings, following, strict=False)
              if (stage := ontology.stage_of_heading(heading.text)) is not None]
    return Standing(kind, tuple(staged), tuple(parts_of(note, kind.kind, ontology)))


def stages_to_plain(standing: Standing) -> list[Any]:
    """The same in lists, text and numbers."""
    kind, headings, parts = standing
    return [None if kind == UNDECLARED else kind, headings, parts]


def stages_from_plain(values: list[Any]) -> Standing:
    """The reverse of ``stages_to_plain``. Raises TypeError or ValueError for other data."""
    kind, headings, parts = values
    return Standing(NoteKind(*kind) if kind else UNDECLARED, tuple(map(tuple, headings)),
                    tuple([StagePart(*part) for part in parts]))
