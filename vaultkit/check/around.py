"""The chains around a few notes, woven without reading the rest of the vault."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from vaultkit.graph.loom import Woven, weave
from vaultkit.model import NoteFacts
from vaultkit.vault.linkread import Edge

if TYPE_CHECKING:
    from vaultkit.check.scene import Scene

# A chain has a handful of notes. Where links make a mesh of chains, what lies further off than this many notes is
# judged by the next whole check.
MOST = 300


def weave_around(scene: Scene, paths: Collection[str]) -> Woven:
    """The typed graph of the notes that chains join to ``paths``, and of the code that they name."""
    notes, edges = _gather(scene, paths)
    mine = {note.path for note in notes}
    kept = [edge for edge in edges.values() if edge[0] in mine]
    open_ends = [link for link in scene.lookups.faulty_links(mine) if link.status == "unresolved"]
    woven = weave(notes, kept, scene.ontology, scene.config, scene.symbols, unresolved=open_ends)
    if scene.frame.mark is not None:
        scene.frame.mark(woven)
    return woven


def weave_whole(scene: Scene) -> Woven:
    """The typed graph of the whole vault."""
    index, ontology = scene.index, scene.ontology
    woven = weave(index.facts(), index.edges, ontology, scene.config, scene.symbols, scene.frame.inferred(),
                  unresolved=index.unresolved(ontology.source_names))
    if scene.frame.mark is not None:
        scene.frame.mark(woven)
    return woven


def _gather(scene: Scene, paths: Collection[str]) -> tuple[list[NoteFacts], dict[tuple[str, int, int, str], Edge]]:
    """Breadth first, through notes that are of a chain."""
    seen = {note.path: note for note in scene.facts_of(sorted(paths))}
    frontier, edges = list(seen), dict[tuple[str, int, int, str], Edge]()
    while frontier and len(seen) < MOST:
        typed: dict[str, bool] = {}
        for edge in scene.lookups.edges_around(frontier):
            edges[edge[0], edge[4], edge[5], edge[1]] = edge
            is_relation = edge[3] is not None and scene.ontology.relation_of_field(edge[3]) is not None
            for end in edge[:2]:
                if end not in seen:
                    typed[end] = typed.get(end, False) or is_relation
        found = scene.facts_of(sorted(typed))
        frontier = []
        for note in found:
            if len(seen) < MOST and (typed[note.path] or of_chain(scene, note)):
                seen[note.path] = note
                frontier.append(note.path)
    for edge in scene.lookups.edges_around(frontier):
        edges[edge[0], edge[4], edge[5], edge[1]] = edge
    return list(seen.values()), edges


def of_chain(scene: Scene, note: NoteFacts) -> bool:
    """Whether a note has a stage of the chain, itself or in a section."""
    if scene.kind(note).kind in scene.ontology.stage_index:
        return True
    return any(scene.ontology.stage_of_heading(heading.text) for heading in note.headings)
