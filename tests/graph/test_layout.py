"""Where nodes are drawn: chains from left to right with few crossings, a map that stays together."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.render.layout import column_layout, crossings, force_layout, segment_crossings

NODES = st.dictionaries(st.integers(0, 30).map(str), st.integers(0, 4), min_size=1, max_size=25)


@given(NODES, st.lists(st.tuples(st.integers(0, 30).map(str), st.integers(0, 30).map(str)), max_size=40))
def test_every_node_stands_in_its_column_and_on_no_other(columns: dict[str, int], edges: list[tuple[str, str]]) -> None:
    places = column_layout(columns, edges, width=100, height=10)
    assert list(places) == list(columns)
    for node, (x, _) in places.items():
        assert x == columns[node] * 100
    for column in set(columns.values()):
        heights = sorted(y for node, (_, y) in places.items() if columns[node] == column)
        assert all(b - a >= 10 - 1e-6 for a, b in itertools.pairwise(heights))


def test_a_chain_is_a_straight_line() -> None:
    columns = {"concept": 0, "scheme": 1, "algorithm": 2, "code": 4}
    places = column_layout(columns, [("concept", "scheme"), ("scheme", "algorithm"), ("algorithm", "code")])
    assert {y for _, y in places.values()} == {0.0}


@given(NODES, st.lists(st.tuples(st.integers(0, 30).map(str), st.integers(0, 30).map(str)), max_size=40))
def test_crossings_are_what_counting_pairs_gives(columns: dict[str, int], edges: list[tuple[str, str]]) -> None:
    places = {node: (float(column), float(i * 37 % 11)) for i, (node, column) in enumerate(columns.items())}
    known = [(a, b) for a, b in edges if a in places and b in places]
    ends = [sorted((places[a], places[b])) for a, b in known if places[a][0] != places[b][0]]
    pairs = sum(1 for i, (p, q) in enumerate(ends) for r, s in ends[i + 1:]
                if p[0] == r[0] and q[0] == s[0] and (p[1] - r[1]) * (q[1] - s[1]) < 0)
    assert crossings(places, known) == pairs


def test_chains_cross_far_less_than_by_chance_or_by_forces() -> None:
    rng = random.Random(7)
    columns, edges = {}, []
    for concept in range(60):
        before = f"c{concept}"
        columns[before] = 0
        for stage in range(1, rng.randint(2, 5)):
            node = f"c{concept}s{stage}"
            columns[node] = stage
            edges.append((before, node))
            if rng.random() < 0.15 and concept:
                edges.append((f"c{rng.randrange(concept)}", node))
            before = node
    shuffled = list(columns)
    rng.shuffle(shuffled)
    by_chance = {node: (float(columns[node]), float(i)) for i, node in enumerate(shuffled)}
    number = {node: i for i, node in enumerate(columns)}
    forced = force_layout(len(columns), [(number[a], number[b]) for a, b in edges])
    drawn = crossings(column_layout(columns, edges), edges)
    assert drawn * 10 < crossings(by_chance, edges)
    assert drawn < segment_crossings({node: forced[i] for node, i in number.items()}, edges) + 40


@pytest.mark.parametrize(("count", "edges"), [(0, []), (1, []), (1, [(0, 0)]), (2, [(0, 1)]), (5, []), (3, [(0, 1), (0, 1)])])
def test_small_maps_are_finite_and_apart(count: int, edges: list[tuple[int, int]]) -> None:
    spots = force_layout(count, edges)
    assert len(spots) == count
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in spots)
    assert len(set(spots)) == count


def test_the_same_vault_gives_the_same_map() -> None:
    edges = [(i, (i * 7 + 1) % 50) for i in range(50)]
    assert force_layout(50, edges) == force_layout(50, edges)


def test_what_is_linked_lies_closer_than_what_is_not() -> None:
    groups = [(g * 10 + i, g * 10 + j) for g in range(4) for i in range(10) for j in range(i)]
    spots = force_layout(40, groups)

    def mean(pairs: list[tuple[int, int]]) -> float:
        return sum(math.dist(spots[a], spots[b]) for a, b in pairs) / len(pairs)

    strangers = [(i, j) for i in range(40) for j in range(i) if i // 10 != j // 10]
    assert mean(groups) * 2 < mean(strangers)
