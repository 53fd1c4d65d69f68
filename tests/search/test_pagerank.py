"""Walks along links: the bounded walk of a search against the exact one, and what of a link counts."""

from __future__ import annotations

import random

import networkx as nx
import numpy as np
import pytest

from vaultkit.search.pagerank import DAMPING, HUB, Neighbourhood, pagerank

# Of the whole walk. What it does not follow goes back to the seeds, which know more of it anyway.
TOLERANCE, OF_SEEDS = 0.005, 0.02


def linked(edges):
    near = Neighbourhood()
    near.add(edges)
    return near


def exact(seeds, near):
    """Rank of every note by networkx's Google matrix, iterated to its end. What a hub keeps back goes to a note of its
    own without links, where a walk begins anew; what stays there counts for none."""
    graph = nx.DiGraph()
    for note, links in near.weights.items():
        graph.add_weighted_edges_from((note, other, weight) for other, weight in links.items())
        if len(links) > HUB:
            graph.add_edge(note, "nowhere", weight=sum(links.values()) * (len(links) / HUB - 1))
    nodes = list(graph)
    start = {note: seeds.get(note, 0.0) for note in nodes}
    matrix = np.asarray(nx.google_matrix(graph, DAMPING, start, nodes, dangling=start))
    ranks = np.full(len(nodes), 1 / len(nodes))
    for _ in range(100):
        ranks = ranks @ matrix
    found = dict(zip(nodes, ranks, strict=True))
    away = found.pop("nowhere", 0.0)
    return {note: rank / (1 - away) for note, rank in found.items()}


def vault(seed, hub):
    """Links of 400 notes, drawn so that some have many; with ``hub`` one note links to most of them."""
    chance = random.Random(seed)
    names = [f"n{number}" for number in range(400)]
    edges = [(names[number], names[int(400 * chance.random() ** 3)], chance.choice([None, None, "depends_on"]))
             for number in range(400) for _ in range(chance.randrange(1, 6))]
    return edges + ([("n1", name, None) for name in names[5:300]] if hub else [])


@pytest.mark.parametrize("hub", [False, True], ids=["plain", "with a hub"])
@pytest.mark.parametrize("seed", range(4))
def test_the_short_walk_gives_the_ranks_of_the_endless_one(seed, hub):
    near = linked(vault(seed, hub))
    seeds = {f"n{number}": weight for number, weight in ((3, 9.0), (1, 4.0), (50, 4.0), (200, 2.0), (201, 1.0), (7, 1.0))}
    found, true = pagerank(seeds, near), exact(seeds, near)
    assert sum(found.values()) == pytest.approx(1.0)
    apart = {note: abs(found.get(note, 0.0) - rank) for note, rank in true.items()}
    assert max(apart[note] for note in true.keys() - seeds) < TOLERANCE
    assert max(apart[note] for note in seeds) < OF_SEEDS
    reached, exactly = ([note for note in sorted(ranks, key=lambda note: -ranks[note]) if note not in seeds]
                        for ranks in (found, true))
    clear = [note for note in exactly[:10] if true[note] > true[exactly[10]] + TOLERANCE / 2]
    assert set(clear) <= set(reached[:10])


@pytest.mark.parametrize("edges", [
    [("a", "b", None), ("a", "b", "depends_on")], [("a", "b", "depends_on"), ("a", "b", None)],
    [("b", "a", None), ("a", "b", "depends_on"), ("a", "b", None)], [("a", "b", "depends_on"), ("b", "a", None)],
])
def test_several_links_between_two_notes_count_as_the_strongest(edges):
    near = linked([*edges, ("a", "a", "depends_on"), ("a", "c", None)])
    assert near.weights["a"] == {"b": 2.0, "c": 1.0} and near.weights["b"] == {"a": 2.0}
    assert near.fields["a", "b"] == "depends_on"
