"""``graph --format``: what other programs read is whole and well-formed, whatever the titles hold."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as tree
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import pytest
from jsonschema import Draft202012Validator

Run = Callable[..., Any]


@pytest.fixture(scope="module", params=["sample_vault", "tests/vaults/hostile-titles"])
def exported(request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports") / "хранилище"
    shutil.copytree(root / request.param, folder, ignore=shutil.ignore_patterns(".vaultkit"))
    return folder


@pytest.fixture(scope="module")
def graph(exported: Path, vaultkit: Run) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(vaultkit("--vault", exported, "graph", "--format", "json").stdout)
    return found


def export(vaultkit: Run, exported: Path, form: str) -> str:
    run = vaultkit("--vault", exported, "graph", "--format", form)
    assert run.returncode == 0, run.stderr
    return str(run.stdout)


def test_json_is_as_its_schema_says_and_edges_have_both_ends(graph: dict[str, Any], root: Path) -> None:
    schema = json.loads((root / "schemas/graph.schema.json").read_text("utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(graph)) == []
    ids = {node["id"] for node in graph["nodes"]}
    assert len(ids) == len(graph["nodes"])
    assert all(edge["source"] in ids and edge["target"] in ids for edge in graph["edges"])


def test_graphml_holds_every_node_and_edge(exported: Path, vaultkit: Run, graph: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "g.graphml"
    path.write_text(export(vaultkit, exported, "graphml"), encoding="utf-8")
    read = networkx.read_graphml(path, force_multigraph=True)
    assert read.number_of_nodes() == len(graph["nodes"])
    assert read.number_of_edges() == len(graph["edges"])
    kinds = {node["id"]: node["kind"] for node in graph["nodes"]}
    assert {node: data["kind"] for node, data in read.nodes(data=True)} == kinds


def test_gexf_holds_every_node_and_edge(exported: Path, vaultkit: Run, graph: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "g.gexf"
    path.write_text(export(vaultkit, exported, "gexf"), encoding="utf-8")
    read = networkx.read_gexf(path)
    assert read.number_of_nodes() == len(graph["nodes"])
    assert read.number_of_edges() == len(graph["edges"])
    assert tree.parse(path).getroot().tag.endswith("gexf")


def test_a_canvas_is_laid_out_by_stage_and_no_card_lies_on_another(exported: Path, vaultkit: Run,
                                                                    graph: dict[str, Any]) -> None:
    """https://jsoncanvas.org/spec/1.0/"""
    canvas = json.loads(export(vaultkit, exported, "canvas"))
    cards = {card["id"]: card for card in canvas["nodes"]}
    assert len(cards) == len(canvas["nodes"]) > 0
    assert all(line["fromNode"] in cards and line["toNode"] in cards for line in canvas["edges"])
    for card in canvas["nodes"]:
        assert card["type"] in ("file", "text")
        if card["type"] == "file":
            assert (exported / card["file"]).is_file()
    boxes = [(c["x"], c["y"], c["x"] + c["width"], c["y"] + c["height"]) for c in canvas["nodes"]]
    for i, a in enumerate(boxes):
        assert not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for b in boxes[i + 1:])
    columns = {card["x"] for card in canvas["nodes"]}
    assert len(columns) <= 5


def test_mermaid_is_quoted_so_that_no_title_ends_its_node(exported: Path, vaultkit: Run) -> None:
    lines = export(vaultkit, exported, "mermaid").splitlines()
    assert lines[0] == "flowchart LR"
    for line in lines[1:-1]:
        if "--" in line:
            continue
        assert line.count('"') == 2
        text = line.split('"')[1]
        assert not set("<>`") & set(text)


def test_a_part_of_the_graph_is_what_is_near_a_note(vaultkit: Run, sample_vault: Path) -> None:
    run = vaultkit("--vault", sample_vault, "graph", "--format", "json", "--around", "QLoRA.md", "--depth", "1")
    ids = {node["id"] for node in json.loads(run.stdout)["nodes"]}
    assert "Концепции/QLoRA.md" in ids
    assert "Концепции/Низкоранговая поправка.md" in ids
    assert "Журнал/Железо.md" not in ids
    only = vaultkit("--vault", sample_vault, "graph", "--format", "json", "--kind", "концепт")
    assert {node["kind"] for node in json.loads(only.stdout)["nodes"]} == {"concept"}


@pytest.mark.parametrize(("args", "part"), [
    (["--format", "grafml"], "graphml"), (["--around", "нет такой"], "нет такой"), (["--kind", "мысль"], "concept"),
    (["-o", "файл/страница.html"], "файл"),
])
def test_a_wrong_wish_is_said_in_one_line(root: Path, vaultkit: Run, tmp_path: Path, args: list[str], part: str) -> None:
    (tmp_path / "файл").touch()
    run = vaultkit("--vault", root / "tests/vaults/hostile-titles", "graph", *args, cwd=tmp_path)
    assert run.returncode == 2
    assert part in run.stderr
    assert "Traceback" not in run.stderr


def test_a_note_is_never_overwritten(root: Path, vaultkit: Run, tmp_path: Path) -> None:
    note = tmp_path / "заметка.md"
    note.write_text("моё", encoding="utf-8")
    run = vaultkit("--vault", root / "tests/vaults/hostile-titles", "report", "--format", "markdown", "-o", note)
    assert run.returncode == 2
    assert note.read_text("utf-8") == "моё"


@pytest.mark.parametrize("form", ["markdown", "csv"])
def test_the_report_is_a_table_too(root: Path, vaultkit: Run, form: str) -> None:
    run = vaultkit("--vault", root / "tests/vaults/hostile-titles", "report", "--format", form)
    assert run.returncode == 0
    assert "Эмодзи 🦔 и ёж" in run.stdout
