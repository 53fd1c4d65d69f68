"""The notes and links of the chains around a few notes, gathered without reading the rest of the vault."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Protocol

from vaultkit.graph.kinds import NoteKind
from vaultkit.model import NoteFacts
from vaultkit.ontology import Ontology
from vaultkit.vault.index import Lookups
from vaultkit.vault.link_table import Edge


class Surroundings(Protocol):
    """Questions about single notes."""

    lookups: Lookups
    ontology: Ontology

    def facts_of(self, paths: Collection[str]) -> list[NoteFacts]:
        """The notes at ``paths`` that are there and not excluded."""

    def kind(self, note: NoteFacts) -> NoteKind:
        """Return what a note declares itself to be."""


def chains_around(context: Surroundings, paths: Collection[str], most: int) -> tuple[list[NoteFacts], list[Edge]]:
    """The notes above ``paths`` in chains and those below all of these, ``most`` of them, and the links out of them."""
    seen = {note.path: note for note in context.facts_of(sorted(paths))}
    edges: dict[tuple[str, int, int, str], Edge] = {}
    for down in (False, True):
        frontier = list(seen)
        while frontier and len(seen) < most:
            around = [edge for edge in context.lookups.edges_around(frontier) if edge[0] != edge[1]]
            edges.update(((edge[0], edge[4], edge[5], edge[1]), edge) for edge in around)
            ends = {end for edge in around for end in edge[:2]}
            notes = {note.path: note for note in context.facts_of(sorted(ends))}
            known = set(frontier)
            found = {end for edge in around for end in _ends(context, edge, notes, known, down) if end not in seen}
            frontier = sorted(found)[:most - len(seen)]
            seen.update((path, notes[path]) for path in frontier)
    for edge in context.lookups.edges_around(frontier):
        edges[edge[0], edge[4], edge[5], edge[1]] = edge
    return list(seen.values()), [edge for edge in edges.values() if edge[0] in seen]


def _ends(context: Surroundings, edge: Edge, notes: dict[str, NoteFacts], known: set[str], down: bool) -> Iterator[str]:
    """The ends of a link to go on to: below what is known when ``down``, else above it."""
    source, target, field = edge[0], edge[1], edge[3]
    if source not in notes or target not in notes:
        return
    relation = context.ontology.relation_of_field(field) if field is not None else None
    if relation is not None and relation.direction == "across":
        return
    stages = [context.ontology.stage_index.get(context.kind(notes[end]).kind) for end in (source, target)]
    if relation is None:
        high, low = stages
        if high is None or low is None:
            # The link may stand in the section of a stage.
            leads_down = True if low and _has_section(context, notes[source]) else None
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


def _has_section(context: Surroundings, note: NoteFacts) -> bool:
    """Return whether a note has a section of a stage."""
    return any(context.ontology.stage_of_heading(heading.text) for heading in note.headings)
