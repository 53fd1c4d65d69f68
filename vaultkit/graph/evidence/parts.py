"""Sections and blocks as nodes: structural evidence (DESIGN, "How a vault that nobody annotated becomes a graph")."""

from __future__ import annotations

from vaultkit.graph.parts import parts_of
from vaultkit.graph.scene import Scene
from vaultkit.graph.web import Node, Tie, Web
from vaultkit.model.ids import PartId


def add_parts(scene: Scene, web: Web) -> None:
    """Every section whose heading is a stage word and every block whose form says a stage, ``part_of`` its note."""
    stages = scene.ontology.stage_index
    for note in scene.notes.values():
        kind, known = scene.kind(note.path).kind, scene.standings.get(note.path)
        # The kind is another one where it is inferred; fences may then be of another stage.
        parts = known.parts if known is not None and known.kind.kind == kind else parts_of(note, kind, scene.ontology)
        own = scene.stage(note.path) if parts else None
        for part in parts:
            id_, stage = PartId(note.path, part.section, part.block), stages[part.kind]
            if id_ in scene.notes:  # Another note is called just so.
                continue
            web.part(note.path, Node(id_, part.kind, stage, "structural", note.path, part.line, part.title,
                                     "block" if part.block else "section",
                                     part.state))
            leads = own is None or stage > own or (stage == own and scene.ontology.kinds[part.kind].needs_code)
            web.tie(Tie(id_, note.path, "part_of", "structural", note.path, part.line, part.via,
                        down=False if leads else None))
