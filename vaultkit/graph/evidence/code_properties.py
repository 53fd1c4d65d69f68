"""Code named as text: ``code: path/to/file.py#Class.method`` in a property or an inline field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from vaultkit.graph.inputs import GraphInputs
from vaultkit.graph.nodes import EvidenceState, Node, NodeGraph, Tie
from vaultkit.graph.symbols import SymbolHit, find_reference, split_reference
from vaultkit.model import NoteFacts, Strength
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
            _add(inputs, web, note, relation, text, line)


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


def _add(inputs: GraphInputs, web: NodeGraph, note: NoteFacts, relation: Relation, text: str, line: int) -> None:
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
