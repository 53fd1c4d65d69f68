"""suggest on a small vault in Russian with code in TypeScript: what is found, why, and what is left alone."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    vault = tmp_path_factory.mktemp("suggest") / "bakery"
    shutil.copytree(root / "tests/vaults/suggest-bakery", vault)
    return vault


@pytest.fixture(scope="module")
def said(vaultkit: Run, bakery: Path) -> dict[str, Any]:
    done = vaultkit("--vault", bakery, "suggest", "--format", "json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def candidates(said: dict[str, Any], concept: str) -> list[dict[str, Any]]:
    return next(one["candidates"] for one in said["suggestions"] if one["concept"] == concept)


def test_the_json_is_as_its_schema_says(said: dict[str, Any], root: Path) -> None:
    jsonschema.validate(said, json.loads((root / "schemas/suggest.schema.json").read_text("utf-8")))
    assert said["suggestions"]


def test_identifiers_of_the_pseudocode_lead_to_camel_case_code(said: dict[str, Any]) -> None:
    first = candidates(said, "notes/Очередь заказов.md")[0]
    assert first["id"] == "orders.ts#OrderQueue.takeNext"
    assert any("takeNext" in reason for reason in first["why"])
    assert (first["type"], first["path"]) == ("symbol", "orders.ts")


def test_a_russian_name_meets_its_transliteration(said: dict[str, Any]) -> None:
    first = candidates(said, "notes/Роутер печей.md")[0]
    assert first["id"] == "ovens.ts#routerPech"
    assert any("роутер ~ router" in reason for reason in first["why"])


def test_a_note_of_the_missing_stage_is_a_candidate(said: dict[str, Any]) -> None:
    found = candidates(said, "notes/Остывание.md")
    assert "notes/Порядок остывания.md" in [one["id"] for one in found if one["type"] == "note"]


def test_a_package_of_the_lock_file_is_a_candidate_where_the_note_names_it(said: dict[str, Any]) -> None:
    libraries = [one["id"] for one in candidates(said, "notes/Остывание.md") if one["type"] == "library"]
    assert libraries == ["croniter"]
    assert not [one for one in candidates(said, "notes/Роутер печей.md") if one["type"] == "library"]


def test_candidates_come_best_first_and_tests_are_none(said: dict[str, Any]) -> None:
    for one in said["suggestions"]:
        scores = [candidate["score"] for candidate in one["candidates"]]
        assert scores == sorted(scores, reverse=True)
        assert not [candidate["id"] for candidate in one["candidates"] if "tests/" in candidate["id"]]


def test_a_concept_with_good_code_lacks_no_code(said: dict[str, Any]) -> None:
    found = [one for one in said["suggestions"] if one["concept"] == "notes/Расчёт закваски.md"]
    assert not [one for item in found for one in item["candidates"] if one["type"] == "symbol"]


def test_code_of_another_concept_is_shown_lower_and_says_so(vaultkit: Run, bakery: Path) -> None:
    done = vaultkit("--vault", bakery, "suggest", "Роутер печей", "-k", "20", "--format", "json")
    found = {one["id"]: one for one in json.loads(done.stdout)["suggestions"][0]["candidates"]}
    claimed = found.get("dough.ts#starterGrams")
    assert claimed is None or any("Расчёт закваски" in reason for reason in claimed["why"])
    assert "ovens.ts#routerPech" in found


def test_names_in_prose_are_unlinked_mentions_in_any_inflection(said: dict[str, Any]) -> None:
    found = {(one["note"], one["target"]): one for one in said["mentions"]}
    router = found["notes/Пекарня.md", "notes/Роутер печей.md"]
    assert (router["line"], router["column"], router["text"]) == (6, 5, "роутер печей")
    queue = found["notes/Пекарня.md", "notes/Очередь заказов.md"]
    assert queue["text"] == "Очередью заказов"


def test_code_comments_headings_and_links_hold_no_mention(said: dict[str, Any]) -> None:
    targets = [one["target"] for one in said["mentions"] if one["note"] == "notes/Пекарня.md"]
    assert "notes/Расчёт закваски.md" not in targets
    assert "notes/Остывание.md" not in targets


def test_one_note_can_be_asked_for(vaultkit: Run, bakery: Path) -> None:
    done = vaultkit("--vault", bakery, "suggest", "Очередь", "-k", "1", "--format", "json")
    found = json.loads(done.stdout)["suggestions"]
    assert [(one["concept"], len(one["candidates"])) for one in found] == [("notes/Очередь заказов.md", 1)]


def test_the_text_names_the_place_and_the_reason(vaultkit: Run, bakery: Path) -> None:
    text = vaultkit("--vault", bakery, "suggest").stdout
    assert "orders.ts#OrderQueue.takeNext:7" in text
    assert "takeNext" in text.split("в имени:")[1].splitlines()[0]
    assert "notes/Пекарня.md:6:5" in text


def test_nothing_is_written_into_notes_or_sources(vaultkit: Run, bakery: Path) -> None:
    def state() -> dict[str, str]:
        return {path.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(bakery.rglob("*"))
                if path.is_file() and ".vaultkit" not in path.parts}

    before = state()
    assert vaultkit("--vault", bakery, "suggest").returncode == 0
    assert state() == before


def test_a_name_that_fits_no_note_is_one_line(vaultkit: Run, bakery: Path) -> None:
    done = vaultkit("--vault", bakery, "suggest", "Такой заметки нет")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "Такой заметки нет" in done.stderr


def test_an_empty_vault_and_sources_that_are_no_text_are_no_trouble(vaultkit: Run, tmp_path: Path) -> None:
    (tmp_path / "vaultkit.toml").write_text('[source]\nroots = ["src", "gone"]\n', "utf-8")
    (tmp_path / "src").mkdir()
    (tmp_path / "src/odd.py").write_bytes(b"def f(:\n\xff\xfe\x00" * 5)
    (tmp_path / "Идея.md").write_text("---\nkind: concept\n---\n", "utf-8")
    (tmp_path / "пусто.md").write_bytes(b"\xff\xfe\x00")
    done = vaultkit("--vault", tmp_path, "suggest", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert {"suggestions", "mentions"} <= json.loads(done.stdout).keys()
