"""The two levels of sample_vault's subsystems: as written down beforehand, and each cell backed by its evidence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

Run = Callable[..., Any]
LEVELS = {"высокий": "high", "средний": "medium", "низкий": "low"}


def assess(vaultkit: Run, vault: Path) -> dict[str, dict[str, Any]]:
    run = vaultkit("--vault", vault, "assess", "--format", "json")
    assert run.returncode == 0, run.stderr
    return {item["note"] or item["name"]: item for item in json.loads(run.stdout)["subsystems"]}


@pytest.fixture(scope="session")
def expected(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((root / "tests/sample_vault_expected.yaml").read_text("utf-8"))["subsystems"]
    return found


def test_levels_and_claims_are_as_stated_beforehand(vaultkit: Run, sample_vault: Path, expected: dict[str, Any],
                                                     root: Path) -> None:
    found = assess(vaultkit, sample_vault)
    assert set(found) == set(expected)
    for note, stated in expected.items():
        item = found[note]
        for side in ("thinking", "practice"):
            assert item[side]["level"] == LEVELS[stated[side].split(":")[0]], (note, side)
            assert item[side]["evidence"]
        claim, wanted = item["claimed"], stated["claimed"]
        assert (claim["text"], claim["role"], claim["note"]) == (wanted["text"], wanted["role"], wanted["note"])
        assert claim["date"].startswith(str(wanted["date"]))
        if stated["own_status"]:
            assert stated["own_status"] in [older["text"] for older in item["claims"]]
    schema = json.loads((root / "schemas/assess.schema.json").read_text("utf-8"))
    assert not list(Draft202012Validator(schema).iter_errors({"schema": "assess/1", "subsystems": list(found.values())}))


@pytest.mark.parametrize(("take", "note"), [
    (lambda vault: (vault / "code/tests/test_router.py").unlink(), "Подсистемы/Экспертный роутер.md"),
    (lambda vault: (vault / "code/runs/2026-08-21_memory_loop.log").unlink(), "Подсистемы/Долгая память.md"),
    (lambda vault: (vault / "code/quantize.py").unlink(), "Подсистемы/GGUF и llama.cpp.md"),
])
def test_taking_one_piece_of_evidence_lowers_exactly_its_cell(vaultkit: Run, sample_vault: Path,
                                                              take: Callable[[Path], None], note: str) -> None:
    before = assess(vaultkit, sample_vault)
    take(sample_vault)
    after = assess(vaultkit, sample_vault)
    changed = {(path, side) for path, item in before.items() for side in ("thinking", "practice")
               if item[side]["score"] != after[path][side]["score"]}
    assert changed == {(note, "practice")}
    assert after[note]["practice"]["score"] < before[note]["practice"]["score"]


def test_praise_by_an_assistant_is_a_claim_and_no_evidence(vaultkit: Run, tmp_path: Path) -> None:
    (tmp_path / "чат.md").write_text(
        ">[!nexus_agent] **Assistant** - 01.02.2026 at 10:00\n"
        "> | Подсистема | Статус |\n> | --- | --- |\n> | 🚀 Роутер | работает блестяще, код готов и проверен |\n"
        "<!-- UID: 1 -->\n", encoding="utf-8")
    [item] = assess(vaultkit, tmp_path).values()
    assert item["name"] == "Роутер"
    assert (item["practice"]["level"], item["practice"]["score"]) == ("none", 0)
    assert item["claimed"]["text"] == "работает блестяще, код готов и проверен"
    assert item["claimed"]["role"] == "assistant"
    assert item["claimed"]["date"] == "2026-02-01T10:00"


def test_a_subsystem_without_notes_is_said_plainly(vaultkit: Run, tmp_path: Path) -> None:
    (tmp_path / "Память.md").write_text("---\ntags: [подсистема]\n---\n", encoding="utf-8")
    [item] = assess(vaultkit, tmp_path).values()
    assert item["thinking"] == {"level": "none", "score": 0, "evidence": []}
    assert item["claimed"] is None
    text = vaultkit("--vault", tmp_path, "assess").stdout
    assert "ничего не сказано" in text


def test_an_empty_vault_says_how_to_name_subsystems(vaultkit: Run, tmp_path: Path) -> None:
    assert "#" in vaultkit("--vault", tmp_path, "assess").stdout


@pytest.mark.parametrize("form", ["markdown", "csv"])
def test_the_table_in_other_forms(vaultkit: Run, sample_vault: Path, form: str) -> None:
    text = vaultkit("--vault", sample_vault, "assess", "--format", form).stdout
    assert "образ так и не собран" in text


def test_thresholds_stand_in_the_ontology_and_a_vault_may_have_others(vaultkit: Run, sample_vault: Path) -> None:
    (sample_vault / "ontology.yaml").write_text("levels:\n  practice: {high: 0.3}\n", encoding="utf-8")
    assert assess(vaultkit, sample_vault)["Подсистемы/LoRA и QLoRA.md"]["practice"]["level"] == "high"
    (sample_vault / "ontology.yaml").write_text("levels:\n  practice: {high: много}\n", encoding="utf-8")
    run = vaultkit("--vault", sample_vault, "assess")
    assert run.returncode == 2 and "ontology.yaml:2" in run.stderr
