"""``vaultkit plan`` on sample_vault and on bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

Run = Callable[..., Any]


def test_every_open_gap_is_planned_one_subsystem_a_week(vaultkit: Run, sample_vault: Path, root: Path) -> None:
    plan = json.loads(vaultkit("--vault", sample_vault, "plan", "--format", "json").stdout)
    schema = json.loads((root / "schemas/plan.schema.json").read_text("utf-8"))
    assert not list(Draft202012Validator(schema).iter_errors(plan))
    gaps = json.loads(vaultkit("--vault", sample_vault, "gaps", "--format", "json").stdout)["gaps"]
    steps = [(week, step) for week in plan["weeks"] for step in week["steps"] if step["from"] is None]
    declared = {gap["concept"] for gap in gaps if gap["strength"] != "inferred"}
    planned = {step["concept"] for _, step in steps}
    assert planned & declared == {gap["concept"] for gap in gaps if gap["concept"] in declared
                                  and gap["state"] not in ("covered", "waived", "skipped")}
    assert planned - declared == {gap["concept"] for gap in gaps if gap["strength"] == "inferred"
                                  and gap["outcome"] in ("open", "probable")}
    assert plan["cycles"] == [] and plan["nothing"] is None
    assert all(week["subsystem"] for week, step in steps if step["concept"] in declared)


def test_weeks_that_a_chat_holds_are_taken_up_with_their_ticks(vaultkit: Run, tmp_path: Path) -> None:
    (tmp_path / "чат.md").write_text(
        "## User\nСоставь план\n\n## Assistant\n- [x] **Неделя 1** → поставить модель\n- [ ] Неделя 2 → обучить LoRA\n\n"
        "## User\nСпасибо\n\n## Assistant\nПожалуйста\n", encoding="utf-8")
    plan = json.loads(vaultkit("--vault", tmp_path, "plan", "--format", "json").stdout)
    steps = [(week["week"], step["action"], step["done"], step["from"]) for week in plan["weeks"]
             for step in week["steps"]]
    place = {"note": "чат.md", "role": "assistant", "date": None}
    assert steps == [(1, "поставить модель", True, place | {"line": 5}), (2, "обучить LoRA", False, place | {"line": 6})]
    assert "сделано 1 из 2" in vaultkit("--vault", tmp_path, "plan").stdout


def test_where_nothing_can_be_judged_nothing_is_called_done(vaultkit: Run, tmp_path: Path) -> None:
    (tmp_path / "Кэш ответов.md").write_text(
        "Сервер хранит ответы в кэше, ключ кэша — хеш запроса. Старое вытесняется по времени, память ограничена.\n",
        encoding="utf-8")
    plan = json.loads(vaultkit("--vault", tmp_path, "plan", "--format", "json").stdout)
    assert plan["weeks"] == [] and "исходников рядом нет" in plan["nothing"]


def test_a_plan_in_the_vault_keeps_its_ticks_and_says_what_changed(vaultkit: Run, sample_vault: Path) -> None:
    path = sample_vault / "План.md"
    assert vaultkit("--vault", sample_vault, "plan", "--write", path).returncode == 0
    text = path.read_text("utf-8")
    line = next(line for line in text.splitlines() if "[[Концепции/KV-кэш|KV-кэш]]" in line and line.startswith("- [ ]"))
    path.write_text(text.replace(line, line.replace("[ ]", "[x]") + "\n    - считал на бумаге"), encoding="utf-8")
    note = sample_vault / "Концепции/KV-кэш.md"
    note.write_text(note.read_text("utf-8").replace("kind: concept", "kind: concept\ncode: vram.py#kv_cache_bytes"), encoding="utf-8")
    assert vaultkit("--vault", sample_vault, "plan", "--write", path).returncode == 0
    again = path.read_text("utf-8")
    done = again[again.index("## Сделано"):]
    assert "- [x] **код** [[Концепции/KV-кэш|KV-кэш]]" in done
    assert "считал на бумаге" in done
    assert "подтверждено" in again


def test_a_note_that_is_no_plan_is_never_overwritten(vaultkit: Run, sample_vault: Path) -> None:
    path = sample_vault / "Начало.md"
    before = path.read_bytes()
    run = vaultkit("--vault", sample_vault, "plan", "--write", path)
    assert run.returncode == 2
    assert "Начало.md:1" in run.stderr
    assert path.read_bytes() == before


def test_a_circle_is_named_and_broken(vaultkit: Run, tmp_path: Path) -> None:
    for one, other in (("А", "Б"), ("Б", "А")):
        (tmp_path / f"{one}.md").write_text(f'---\nkind: concept\ndepends_on: "[[{other}]]"\n---\nтекст\n', encoding="utf-8")
    plan = json.loads(vaultkit("--vault", tmp_path, "plan", "--format", "json").stdout)
    assert plan["cycles"] == [["А.md", "Б.md"]]
    assert {step["concept"] for week in plan["weeks"] for step in week["steps"]} == {"А.md", "Б.md"}


def test_nothing_open_is_said(vaultkit: Run, tmp_path: Path) -> None:
    run = vaultkit("--vault", tmp_path, "plan")
    assert run.returncode == 0
    assert run.stdout.strip()
