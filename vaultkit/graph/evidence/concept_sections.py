"""Sections that are concepts: what else their note holds belongs to them."""

from __future__ import annotations

from vaultkit.graph.scene import Scene
from vaultkit.graph.sections import gather
from vaultkit.graph.web import Node, Tie, Web
from vaultkit.model import NoteFacts


def add_concept_sections(scene: Scene, web: Web) -> None:
    """Hang below every concept section what belongs to it: all of its note when it is the only one there, else what
    stands from it to the next one within the section around both. A concept note's own sections are no concepts."""
    for path, parts in list(web.parts.items()):
        concepts = [part for part in parts if part.stage == 0 and part.form == "section"]
        if not concepts or scene.stage(path) == 0:
            continue
        if len(concepts) == 1:
            concept = concepts[0]
            web.tie(Tie(path, concept.id, "part_of", concept.strength or "structural", path, concept.line, "section",
                        down=False, shown=False))
            continue
        for concept, (start, end) in zip(concepts, _spans(scene.notes[path], concepts), strict=True):
            gather(scene, web, concept, start, end)
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
