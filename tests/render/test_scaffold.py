"""``scaffold``: the next missing stage from a template, linked both ways, never overwriting, never counted as done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from in_process import in_process
from jsonschema import Draft202012Validator

from vaultkit.render.scaffold import identifier, transliterate

Run = Callable[..., Any]


@pytest.fixture
def vaultkit() -> Run:
    """Calls in this process: a scaffold is told by the files that it leaves."""
    return in_process


def state(vaultkit: Run, vault: Path, concept: str) -> tuple[str, str | None]:
    [gap] = json.loads(vaultkit("--vault", vault, "gaps", "--concept", concept, "--format", "json").stdout)["gaps"]
    return gap["state"], gap["missing_stage"]


def test_a_note_is_linked_both_ways_and_a_draft_proves_nothing(vaultkit: Run, sample_vault: Path) -> None:
    before = state(vaultkit, sample_vault, "Сцена")
    run = vaultkit("--vault", sample_vault, "scaffold", "Сцена")
    assert run.returncode == 0, run.stderr
    text = (sample_vault / "Схемы и алгоритмы/Сцена — алгоритм.md").read_text("utf-8")
    assert "kind: algorithm" in text and "draft: true" in text and "[[Сцена]]" in text
    assert "[[Сцена — алгоритм]]" in (sample_vault / "Концепции/Сцена.md").read_text("utf-8")
    assert state(vaultkit, sample_vault, "Сцена") == before
    path = sample_vault / "Схемы и алгоритмы/Сцена — алгоритм.md"
    path.write_text(text.replace("draft: true\n", ""), encoding="utf-8")
    assert state(vaultkit, sample_vault, "Сцена") == ("partial", "pseudocode")


def test_code_is_a_stub_in_the_language_of_the_root_with_a_trace_comment(vaultkit: Run, sample_vault: Path) -> None:
    assert vaultkit("--vault", sample_vault, "scaffold", "KV-кэш").returncode == 0
    text = (sample_vault / "code/kv_kesh.py").read_text("utf-8")
    assert "# vault: [[KV-кэш]]" in text
    compile(text, "kv_kesh.py", "exec")
    assert 'code: "kv_kesh.py#kv_kesh"' in (sample_vault / "Концепции/KV-кэш.md").read_text("utf-8")
    assert state(vaultkit, sample_vault, "KV-кэш") == ("stub", "code")


def test_the_rest_of_the_note_stays_as_it_is(vaultkit: Run, sample_vault: Path) -> None:
    note = sample_vault / "Концепции/KV-кэш.md"
    before = note.read_text("utf-8")
    vaultkit("--vault", sample_vault, "scaffold", "KV-кэш")
    lines = note.read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("code:")] == before.splitlines()


def test_a_dry_run_writes_nothing_and_shows_all(vaultkit: Run, sample_vault: Path, root: Path) -> None:
    files = {path: path.read_bytes() for path in sample_vault.rglob("*") if path.is_file() and ".vaultkit" not in path.parts}
    made = json.loads(vaultkit("--vault", sample_vault, "scaffold", "Сцена", "--dry-run", "--format", "json").stdout)
    assert {path: path.read_bytes() for path in sample_vault.rglob("*") if path.is_file() and ".vaultkit" not in path.parts} == files
    assert made["written"] is False and made["stage"] == "algorithm"
    schema = json.loads((root / "schemas/scaffold.schema.json").read_text("utf-8"))
    assert not list(Draft202012Validator(schema).iter_errors(made))


def test_nothing_is_ever_overwritten(vaultkit: Run, sample_vault: Path) -> None:
    (sample_vault / "code/kv_kesh.py").write_text("моё = 1\n", encoding="utf-8")
    note = (sample_vault / "Концепции/KV-кэш.md").read_bytes()
    run = vaultkit("--vault", sample_vault, "scaffold", "KV-кэш")
    assert run.returncode == 2 and "exists already" in run.stderr
    assert (sample_vault / "code/kv_kesh.py").read_text("utf-8") == "моё = 1\n"
    assert (sample_vault / "Концепции/KV-кэш.md").read_bytes() == note


@pytest.mark.parametrize("stage", ["scheme", "алгоритм", "pseudocode", "онтология", "код"])
def test_every_form_can_be_asked_for(vaultkit: Run, sample_vault: Path, stage: str) -> None:
    run = vaultkit("--vault", sample_vault, "scaffold", "Смешанная точность", "--stage", stage, "--dry-run")
    assert run.returncode == 0, run.stderr
    assert "Смешанная точность" in run.stdout


def test_a_vault_brings_its_own_template(vaultkit: Run, sample_vault: Path) -> None:
    folder = sample_vault / "vaultkit-templates"
    folder.mkdir()
    (folder / "algorithm.md.j2").write_text("# Мой шаблон: {{ title }}\n", encoding="utf-8")
    assert "Мой шаблон: Сцена" in vaultkit("--vault", sample_vault, "scaffold", "Сцена", "--dry-run").stdout


@pytest.mark.parametrize(("template", "line"), [
    ("# {{ title\n", 1), ("раз\n{% for x in %}\n", 2), ("раз\nдва\n{{ unknown }}\n", 3),
    ("{{ title.__class__.__mro__ }}\n", 1), ("{% include '../vaultkit.toml' %}\n", 1), ("{{ 1 / 0 }}\n", 1)])
def test_a_faulty_template_is_told_with_file_and_line(vaultkit: Run, sample_vault: Path, template: str, line: int) -> None:
    folder = sample_vault / "vaultkit-templates"
    folder.mkdir()
    (folder / "algorithm.md.j2").write_text(template, encoding="utf-8")
    run = vaultkit("--vault", sample_vault, "scaffold", "Сцена")
    assert run.returncode == 2
    assert f"algorithm.md.j2:{line}:" in run.stderr
    assert "Traceback" not in run.stderr
    assert not list(sample_vault.glob("Схемы и алгоритмы/Сцена*"))


@pytest.mark.parametrize(("args", "part"), [
    (["Начало"], "is no concept"), (["Низкоранговая поправка"], "nothing is missing"), (["Сцена", "--stage", "глава"], "глава"),
    (["такой нет"], "такой нет")])
def test_a_wrong_wish_is_one_line(vaultkit: Run, sample_vault: Path, args: list[str], part: str) -> None:
    run = vaultkit("--vault", sample_vault, "scaffold", *args)
    assert run.returncode == 2 and part in run.stderr and "Traceback" not in run.stderr


def test_code_without_a_source_root_says_what_to_set(vaultkit: Run, tmp_path: Path) -> None:
    (tmp_path / "Идея.md").write_text("---\nkind: concept\n---\nтекст\n", encoding="utf-8")
    run = vaultkit("--vault", tmp_path, "scaffold", "Идея", "--stage", "code")
    assert run.returncode == 2 and "[source] roots" in run.stderr


@pytest.mark.parametrize(("text", "name"), [
    ("Петля памяти", "petlia_pamiati"), ("KV-кэш", "kv_kesh"), ("Щука и ёж", "shchuka_i_ezh"), ("class", "class_"),
    ("2 карты", "_2_karty"), ("…", "concept"), ("QLoRA", "qlo_ra"), ("数字", "concept")])
def test_names_become_identifiers(text: str, name: str) -> None:
    assert identifier(text) == name
    assert identifier(text).isidentifier()


def test_latin_keeps_what_is_latin() -> None:
    assert transliterate("LoRA и Ещё") == "LoRA i Eshche"


@pytest.mark.parametrize("linked", ["folder", "file"])
def test_a_template_that_a_link_brings_from_outside_is_not_read(
    vaultkit: Run, sample_vault: Path, tmp_path: Path, linked: str
) -> None:
    outside, folder = tmp_path / "outside", sample_vault / "vaultkit-templates"
    outside.mkdir()
    (outside / "algorithm.md.j2").write_text("чужое\n", encoding="utf-8")
    if linked == "folder":
        folder.symlink_to(outside)
    else:
        folder.mkdir(exist_ok=True)
        (folder / "algorithm.md.j2").symlink_to(outside / "algorithm.md.j2")
    run = vaultkit("--vault", sample_vault, "scaffold", "Сцена", "--dry-run")
    assert run.returncode == 0 and "чужое" not in run.stdout
