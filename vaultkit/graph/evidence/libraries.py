"""``library: package.symbol``: work that a dependency does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vaultkit.graph.scene import Scene
from vaultkit.graph.web import Node, Tie, Web
from vaultkit.model import NoteFacts
from vaultkit.ontology.words import normal


def add_libraries(scene: Scene, web: Web) -> None:
    """A node for every library symbol that a note names; one that its package does not have is missing."""
    if not scene.ontology.code_kinds:
        return
    kind = scene.ontology.code_kinds[-1]
    stage = scene.ontology.stage_index[kind]
    for note in scene.notes.values():
        for name, line in library_names(scene, note):
            node = web.node(Node(f"library:{name}", kind, stage, "declared", note.path, line, name, "library",
                                 scene.symbols.library(name)))
            web.tie(Tie(note.path, node.id, "library", "declared", note.path, line, "library", True, stage))


def library_names(scene: Scene, note: NoteFacts) -> Iterator[tuple[str, int]]:
    """Every library symbol that ``note`` names, with its line."""
    fields = scene.ontology.library_fields
    for key, value in note.properties.items():
        if normal(key) in fields:
            yield from ((name, note.property_lines.get(key, 1)) for name in _names(value))
    for field in note.fields:
        if normal(field.name) in fields:
            yield from ((name, field.line) for name in _names(field.value))


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _names(item)
    elif isinstance(value, str):
        for piece in value.replace(";", ",").split(","):
            if name := piece.strip().strip("`\"'"):
                yield name
