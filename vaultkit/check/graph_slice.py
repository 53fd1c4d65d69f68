"""The chains around a few notes, built without reading the rest of the vault."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from vaultkit.graph.builder import Woven, weave
from vaultkit.model import NoteFacts
from vaultkit.vault.link_table import Edge

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

# A chain has a handful of notes. Where links make a mesh of chains, what lies further off than this many notes is
# judged by the next whole check.
MOST = 200


def weave_around(scene: CheckContext, paths: Collection[str]) -> Woven:
    """The typed graph of the notes that chains join to ``paths``, and of the code that they name."""
    notes, edges = _gather(scene, paths)
    mine = {note.path for note in notes}
    kept = [edge for edge in edges.values() if edge[0] in mine]
    open_ends = [link for link in scene.lookups.faulty_links(mine) if link.status == "unresolved"]
    woven = weave(notes, kept, scene.ontology, scene.config, scene.symbols, unresolved=open_ends)
    if scene.frame.mark is not None:
        scene.frame.mark(woven)
    return woven


def weave_whole(scene: CheckContext) -> Woven:
    """The typed graph of the whole vault."""
    index, ontology = scene.index, scene.ontology
    woven = weave(index.facts(), index.edges, ontology, scene.config, scene.symbols, scene.frame.inferred(),
                  unresolved=index.unresolved(ontology.source_names))
    if scene.frame.mark is not None:
        scene.frame.mark(woven)
    return woven


def _gather(
    scene: CheckContext, paths: Collection[str]
) -> tuple[list[NoteFacts], dict[tuple[str, int, int, str], Edge]]:
    """The notes above ``paths`` in chains, then those below all of these, with the links around them."""
    seen = {note.path: note for note in scene.facts_of(sorted(paths))}
    edges: dict[tuple[str, int, int, str], Edge] = {}
    for down in (False, True):
        frontier = list(seen)
        while frontier and len(seen) < MOST:
            around = [edge for edge in scene.lookups.edges_around(frontier) if edge[0] != edge[1]]
            edges.update(((edge[0], edge[4], edge[5], edge[1]), edge) for edge in around)
            ends = {end for edge in around for end in edge[:2]}
            notes = {note.path: note for note in scene.facts_of(sorted(ends))}
            known = set(frontier)
            found = {end for edge in around for end in _ends(scene, edge, notes, known, down) if end not in seen}
            frontier = sorted(found)[:MOST - len(seen)]
            seen.update((path, notes[path]) for path in frontier)
    for edge in scene.lookups.edges_around(frontier):
        edges[edge[0], edge[4], edge[5], edge[1]] = edge
    return list(seen.values()), edges


def _ends(scene: CheckContext, edge: Edge, notes: dict[str, NoteFacts], known: set[str], down: bool) -> Iterator[str]:
    """The ends of a link to go on to: below what is known when ``down``, else above it."""
    source, target, field = edge[0], edge[1], edge[3]
    if source not in notes or target not in notes:
        return
    relation = scene.ontology.relation_of_field(field) if field is not None else None
    if relation is not None and relation.direction == "across":
        return
    stages = [scene.ontology.stage_index.get(scene.kind(notes[end]).kind) for end in (source, target)]
    if relation is None:
        high, low = stages
        if high is None or low is None:
            # The link may stand in the section of a stage.
            leads_down = True if low and _has_section(scene, notes[source]) else None
        else:
            leads_down = None if high == low else high < low
    else:
        leads_down = relation.direction == "down"
    if leads_down is not None:
        upper, lower = (source, target) if leads_down else (target, source)
        if down and upper in known:
            yield lower
        elif not down and lower in known:
            yield upper


def _has_section(scene: CheckContext, note: NoteFacts) -> bool:
    """Return whether a note has a section of a stage."""
    return any(scene.ontology.stage_of_heading(heading.text) for heading in note.headings)
