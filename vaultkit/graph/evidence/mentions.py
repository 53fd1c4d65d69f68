"""Code that a note speaks of without linking it: inline code and permalinks."""

from __future__ import annotations

from vaultkit.graph.scene import Scene
from vaultkit.graph.web import Node, Tie, Web


def add_mentions(scene: Scene, web: Web) -> None:
    """An inferred tie down to every symbol or file of a source root that a note names in inline code or by a permalink.

    It counts for coverage only where the settings let inferred evidence count."""
    if not scene.ontology.code_kinds:
        return
    kind = scene.ontology.code_kinds[-1]
    stage = scene.ontology.stage_index[kind]
    for spoken in scene.symbols.mentions():
        if spoken.note not in scene.notes or spoken.hit.file == spoken.note:
            continue
        hit = spoken.hit
        title = hit.symbol or hit.file.rsplit("/", 1)[-1]
        node = web.node(Node(hit.id, kind, stage, "inferred", hit.file, hit.line, title,
                             "symbol" if hit.symbol else "file", "stub" if hit.status == "stub" else "ok"))
        web.tie(Tie(spoken.note, node.id, "mentions", "inferred", spoken.note, spoken.line, spoken.via, True, stage))
