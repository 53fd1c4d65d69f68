"""``vault: [[Concept]]`` and ``implements: [[Concept]]`` in source files: code that says itself what it is of."""

from __future__ import annotations

from vaultkit.graph.scene import Scene
from vaultkit.graph.web import Node, Tie, Web
from vaultkit.model.ids import section_of

_RELATIONS = {"vault": "code", "implements": "implements"}


def add_trace_comments(scene: Scene, web: Web) -> None:
    """A node for every symbol or file that a trace comment stands in, and a declared tie to it from the note."""
    if not scene.ontology.code_kinds:
        return
    kind = scene.ontology.code_kinds[-1]
    stage = scene.ontology.stage_index[kind]
    for trace in scene.symbols.traces():
        if trace.note not in scene.notes:
            continue
        title = section_of(trace.id) or trace.file.rsplit("/", 1)[-1]
        node = web.node(Node(trace.id, kind, stage, "declared", trace.file, trace.line, title,
                             "file" if trace.whole else "symbol", trace.state))
        web.tie(Tie(node.id, trace.note, _RELATIONS[trace.verb], "declared", trace.file, trace.comment_line, "comment",
                    down=False, stage=stage))
