"""Subsystems of a vault: notes marked as such, else what tables name with a status, else communities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from vaultkit.assess.types import Claim, Subsystem, mentions_name, parts
from vaultkit.graph.kinds import is_subsystem
from vaultkit.model import NoteFacts
from vaultkit.model.ids import path_of
from vaultkit.ontology import Ontology

Source = Literal["note", "table", "community"]
# (source, target, relation) of notes.
Edge = tuple[str, str, str | None]
_FEWEST = 2


def find_subsystems(facts: Sequence[NoteFacts], edges: Iterable[Edge], concepts: Mapping[str, str],
                    claims: Mapping[tuple[str, ...], Sequence[Claim]], names: Mapping[tuple[str, ...], str],
                    ontology: Ontology) -> tuple[list[Subsystem], Source]:
    """The subsystems by name, and how they are known. ``concepts``: path or section → title; ``claims``: what tables
    say of each name (``names``: as written)."""
    edges = list(edges)
    marked = [note for note in facts if not note.excluded and is_subsystem(note, ontology)]
    if marked:
        return _from_notes(marked, edges, concepts), "note"
    if claims:
        return _from_tables(facts, claims, names, concepts), "table"
    return _communities(edges, concepts), "community"


def _from_notes(marked: Sequence[NoteFacts], edges: Iterable[Edge], concepts: Mapping[str, str]) -> list[Subsystem]:
    paths = {note.path for note in marked}
    whole: dict[str, set[str]] = defaultdict(set)
    linked: dict[str, set[str]] = defaultdict(set)
    for source, target, relation in edges:
        if relation == "part_of" and source in concepts and target in paths:
            whole[source].add(target)
        elif source in paths and target in concepts:
            linked[target].add(source)
        elif target in paths and source in concepts and relation is not None:
            linked[source].add(target)
    members: dict[str, list[str]] = defaultdict(list)
    for concept in sorted(concepts):
        # A concept's own ``part_of`` decides; links of the subsystem's note count for the other concepts only.
        for path in sorted(whole.get(concept, set()) or linked.get(concept, set())):
            members[path].append(concept)
        if concept in paths:
            members[concept].append(concept)
    return [Subsystem(note.title, note.path, (note.title, *note.aliases), tuple(dict.fromkeys(members[note.path])))
            for note in sorted(marked, key=lambda note: note.path)]


def _from_tables(facts: Sequence[NoteFacts], claims: Mapping[tuple[str, ...], Sequence[Claim]],
                 names: Mapping[tuple[str, ...], str], concepts: Mapping[str, str]) -> list[Subsystem]:
    called = {note.path: (note.title, *note.aliases, *note.tags) for note in facts}
    found = []
    for name in claims:
        words = parts(names[name])
        inside = tuple(concept for concept, title in sorted(concepts.items())
                       if any(mentions_name(text, part) for part in words
                              for text in (title, *called.get(path_of(concept), ()))))
        found.append(Subsystem(names[name], None, (names[name],), inside))
    return found


def _communities(edges: Iterable[Edge], concepts: Mapping[str, str]) -> list[Subsystem]:
    """Louvain communities of the concepts (Blondel and others, "Fast unfolding of communities in large networks",
    2008), each named after the concept with the most ties in it."""
    import networkx

    graph: Any = networkx.Graph()
    graph.add_nodes_from(sorted(concepts))
    graph.add_edges_from((source, target) for source, target, _ in edges
                         if source in concepts and target in concepts and source != target)
    found = []
    for group in networkx.community.louvain_communities(graph, seed=0):
        if len(group) >= _FEWEST:
            centre = min(group, key=lambda one: (-graph.degree(one), one))
            title = concepts[centre]
            found.append(Subsystem(title, None, (title,), tuple(sorted(group))))
    return sorted(found, key=lambda item: item.name)
