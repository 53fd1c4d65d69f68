"""``vaultkit import``: what it prints, its options, and that other commands read its notes."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from vaultkit.resources import schema_text


def conversation(number: int, title: str, *said: str) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for at, words in enumerate(said):
        mapping[f"{number}-{at}"] = {"parent": f"{number}-{at - 1}" if at else None, "message": {
            "id": f"{number}-{at}", "author": {"role": ("user", "assistant")[at % 2]}, "create_time": 1751285400 + 60 * at,
            "content": {"content_type": "text", "parts": [words]}}}
    return {"conversation_id": f"c{number}", "title": title, "create_time": 1751285400 + 86400 * number,
            "update_time": 1751285400 + 86400 * number, "mapping": mapping, "current_node": f"{number}-{len(said) - 1}"}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "экспорт.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("conversations.json", json.dumps([
            conversation(0, "Полив теплицы", "Как поливать?", "Утром.", "А в жару?", "Дважды."),
            conversation(2, "Well pump", "Which pump?", "A deep one.")]))
    return path


@pytest.fixture
def chat_vault(tmp_path: Path) -> Path:
    (tmp_path / "v").mkdir()
    return tmp_path / "v"


def test_json_says_what_became_of_each_chat_and_show_reads_its_turns(call: Any, chat_vault: Path, export: Path) -> None:
    done = call("--vault", chat_vault, "import", export, "--into", "Чаты", "--format", "json")
    jsonschema.validate(done.json, json.loads(schema_text("import")))
    assert done.code == 0 and done.json["chats"][0] == {
        "id": "c0", "title": "Полив теплицы", "path": "Чаты/Полив теплицы.md", "turns": 4, "state": "new"}
    assert done.json["written"] == ["Чаты/Полив теплицы.md", "Чаты/Well pump.md"] and done.json["edits"] == []
    shown = call("--vault", chat_vault, "show", "Полив теплицы", "--format", "json").json
    assert [(turn["role"], turn["time"], turn["uid"]) for turn in shown["turns"]] == [
        ("user", "2025-06-30T12:10", "0-0"), ("assistant", "2025-06-30T12:11", "0-1"),
        ("user", "2025-06-30T12:12", "0-2"), ("assistant", "2025-06-30T12:13", "0-3")]
    again = call("--vault", chat_vault, "import", export, "--format", "json").json
    assert {chat["state"] for chat in again["chats"]} == {"kept"} and again["written"] == again["edits"] == []


def test_a_dry_run_says_the_same_and_writes_nothing(call: Any, chat_vault: Path, export: Path) -> None:
    done = call("--vault", chat_vault, "import", export, "--dry-run", "--format", "json").json
    assert [chat["state"] for chat in done["chats"]] == ["new", "new"] and done["written"] == []
    assert list(chat_vault.iterdir()) == []


@pytest.mark.parametrize(("options", "titles"), [
    (["--since", "2025-07-01"], ["Well pump"]), (["--since", "30.06.2025"], ["Полив теплицы", "Well pump"]),
    (["--only", "полив теплицы"], ["Полив теплицы"]), (["--only", "pump"], ["Well pump"]),
    (["--only", "pump", "--only", "Полив"], ["Полив теплицы", "Well pump"]),
    (["--only", "pump", "--since", "2026-01-01"], []),
])  # fmt: skip
def test_options_choose(call: Any, chat_vault: Path, export: Path, options: list[str], titles: list[str]) -> None:
    done = call("--vault", chat_vault, "import", export, *options, "--format", "json")
    assert done.code == 0 and [chat["title"] for chat in done.json["chats"]] == titles


@pytest.mark.parametrize(("args", "message"), [
    (["--only", "Полыв теплицы"], "did you mean 'Полив теплицы'"), (["--since", "вчера"], "is no date"),
    (["--into", "../x"], "leads out of the vault"),
])  # fmt: skip
def test_wrong_options_are_one_line_and_exit_2(call: Any, chat_vault: Path, export: Path, args: list[str], message: str) -> None:
    done = call("--vault", chat_vault, "import", export, *args)
    assert done.code == 2 and message in done.err and done.err.count("\n") == 1 and list(chat_vault.iterdir()) == []


def test_a_person_reads_counts_and_places_in_her_language(call: Any, chat_vault: Path, export: Path) -> None:
    first = call("--vault", chat_vault, "import", export)
    assert first.out.splitlines()[:2] == ["2 беседы: новых 2", "  Chats/Полив теплицы.md  новая, 4 реплики"]
    assert "`vaultkit gaps`" in first.err
    (chat_vault / "vaultkit.toml").write_text('lang = "en"\n')
    assert call("--vault", chat_vault, "import", export).out == "2 chats: 2 as they were\n"
