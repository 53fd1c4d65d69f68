"""The typed graph as networkx shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def edges(graph: Any) -> set[tuple[str, str, str | None, str]]:
    return {(source, target, data["relation"], data["strength"]) for source, target, data in graph.edges(data=True)}


def test_nodes_carry_what_the_contract_names(case: Callable[[str], Any]):
    graph = case("graph-terms").graph()
    assert graph.nodes["Покрыта.md"] == {
        "id": "Покрыта.md", "kind": "concept", "title": "Покрыта", "strength": "declared", "state": "covered",
        "path": "Покрыта.md", "line": 1}
    assert graph.nodes["Покрыта.md#Схема^fence-1"] == {
        "id": "Покрыта.md#Схема^fence-1", "kind": "scheme", "title": "mermaid", "strength": "structural", "state": "ok",
        "path": "Покрыта.md", "line": 8}
    assert graph.nodes["good.py#Tool.use"]["path"] == "good.py"
    assert graph.nodes["good.py#Tool.use"]["line"] == 13


def test_states_follow_the_gap_report(case: Callable[[str], Any]):
    nodes = case("graph-terms").graph().nodes
    assert nodes["Пусто.md"]["state"] == "uncovered"
    assert nodes["Сирота.md"]["state"] == "orphaned"
    assert nodes["Алгоритм А.md"]["state"] == "uncovered"
    assert nodes["Алгоритм Б.md"]["state"] == "skipped"
    assert nodes["good.py#later"]["state"] == "stub"
    assert nodes["absent.py#work"]["state"] == "missing"


def test_edges_are_typed_and_run_as_they_are_written(case: Callable[[str], Any]):
    found = edges(case("graph-chains").graph())
    assert ("Звезда.md", "Схема 1.md", "schemes", "declared") in found
    assert ("Код снизу.md", "Псевдокод снизу.md", "implements", "declared") in found
    assert ("Схема снизу.md", "Снизу.md", "refines", "declared") in found
    assert ("Круг.md", "Круг 2.md", "depends_on", "declared") in found
    assert ("Простые ссылки.md", "Схема простая.md", "links_to", "structural") in found
    assert ("Несущая.md#^fence-1", "Несущая.md", "part_of", "structural") in found


def test_a_link_of_no_type_is_an_inferred_edge_without_relation(case: Callable[[str], Any]):
    found = edges(case("graph-chains").graph())
    assert ("Простые ссылки.md", "Код 1.md", None, "structural") in found


def test_every_edge_has_its_place(case: Callable[[str], Any]):
    graph = case("graph-chains").graph()
    data = graph.get_edge_data("Звезда.md", "Алгоритм 1.md")[0]
    assert data == {"source": "Звезда.md", "target": "Алгоритм 1.md", "relation": "algorithms", "strength": "declared",
                    "path": "Звезда.md", "line": 4}


def test_every_end_of_an_edge_is_a_node_with_attributes(case: Callable[[str], Any]):
    for name in ("graph-terms", "graph-sections", "graph-chains", "graph-code"):
        assert all("kind" in data for _, data in case(name).graph().nodes(data=True))
