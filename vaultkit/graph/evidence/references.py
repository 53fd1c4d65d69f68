"""Code named as text: ``code: path/to/file.py#Class.method`` in a property or an inline field."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from vaultkit.graph.inputs import GraphInputs, LightEdge
from vaultkit.graph.nodes import EvidenceState, Node, NodeGraph, Tie
from vaultkit.graph.symbols import SymbolHit, find_reference, split_reference, symbol_named
from vaultkit.model import NoteFacts, ResolvedLink, Strength
from vaultkit.ontology import Relation
from vaultkit.text.lazy_pattern import lazy_pattern

_LINK = lazy_pattern(r"!?\[\[[^\]]*\]\]")
_MARKDOWN_LINK = lazy_pattern(r"\[[^\]]*\]\(<?([^)>]*)>?\)")
_SCHEME = lazy_pattern(r"^[a-z][a-z0-9+.-]+://", re.I)
_BETWEEN = lazy_pattern(r"[,;]\s+|\n")
STATES: dict[str, EvidenceState] = {"found": "ok", "stub": "stub", "moved": "moved"}


def add_code_properties(inputs: GraphInputs, web: NodeGraph) -> None:
    """A node for every file or symbol that a note names, and a declared tie down to it."""
    for note in inputs.notes.values():
        for relation, text, line in named_code(inputs, note):
            _add_code(inputs, web, note, relation, text, line)


def named_code(inputs: GraphInputs, note: NoteFacts) -> Iterator[tuple[Relation, str, int]]:
    """Every path that a code relation of ``note`` names, as written, with the line of its property or field."""
    code = set(inputs.ontology.code_kinds)
    for name, value in note.properties.items():
        relation = inputs.ontology.relation_of_field(name)
        if relation is not None and relation.gives in code:
            for text in _texts(value):
                yield relation, text, note.property_lines.get(name, 1)
    for field in note.fields:
        relation = inputs.ontology.relation_of_field(field.name)
        if relation is not None and relation.gives in code:
            for text in _texts(field.value):
                yield relation, text, field.line


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        text = _MARKDOWN_LINK.sub(r"\1", _LINK.sub("", value))
        for piece in _BETWEEN.split(text):
            piece = piece.strip().strip("`\"'<>,;").strip()
            if piece and not _SCHEME.match(piece):
                yield piece


def _add_code(inputs: GraphInputs, web: NodeGraph, note: NoteFacts, relation: Relation, text: str, line: int) -> None:
    target = inputs.notes.get(_note_named(inputs, text))
    stage = inputs.ontology.stage_index.get(relation.gives or "")
    if target is not None:
        web.tie(Tie(note.path, target.path, relation.name, "declared", note.path, line, "property", True, stage))
        return
    hit = find_reference(inputs.symbols, text, note.path)
    if hit.status == "missing_file" and not _looks_like_path(inputs, text):
        return
    node = code_node(inputs, web, hit, relation.gives or "", "declared", note.path, line)
    web.tie(Tie(note.path, node.id, relation.name, "declared", note.path, line, "property", True, stage,
                written=text if hit.status == "moved" else None, refused=hit.status == "refused"))


def _note_named(inputs: GraphInputs, text: str) -> str:
    """The note that ``text`` names as a path, perhaps with a section; a note may be called ``a#b.md``."""
    return text if text in inputs.notes else split_reference(text)[0]


def _looks_like_path(inputs: GraphInputs, text: str) -> bool:
    """``code: later`` names no file; ``code: Makefile`` and ``code: a/b`` do."""
    return any(char in text for char in "/\\.#") or inputs.ontology.is_source_file(text)


def code_node(
    inputs: GraphInputs, web: NodeGraph, hit: SymbolHit, kind: str, strength: Strength, note: str, line: int
) -> Node:
    """The node of a file or symbol. One that does not exist stands where it is named; as an id it keeps the name."""
    state = STATES.get(hit.status, "missing")
    missing = state == "missing"
    title = hit.symbol or hit.file.rsplit("/", 1)[-1]
    return web.node(Node(hit.id, kind, inputs.ontology.stage_index.get(kind), strength, note if missing else hit.file,
                         line if missing else hit.line, title,
                         "missing" if missing else "symbol" if hit.symbol else "file", state))


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


def add_unresolved(inputs: GraphInputs, web: NodeGraph) -> None:
    """A link to a source file outside of the vault is evidence of code; a downward relation to nothing is one that is
    missing, since what it names does not exist."""
    for link in inputs.unresolved:
        relation = inputs.ontology.relation_of_field(link.field) if link.field else None
        if relation is not None and relation.direction != "down":
            continue
        if relation is None and not inputs.ontology.is_source_file(link.target):
            continue
        _add_missing(inputs, web, link, relation)


def _add_missing(inputs: GraphInputs, web: NodeGraph, link: ResolvedLink, relation: Relation | None) -> None:
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
