"""``vaultkit digest``: what was decided, asked, left open, done and said, word for word, with place, speaker and day."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

Run = Callable[..., subprocess.CompletedProcess[str]]

CHAT = """# Память

> [!USER] Аня
> <!-- 2026-11-20T10:00 -->

**You** (2026-11-20 10:00):
Как хранить сцены? Я думаю хранить их целиком в базе.

**ChatGPT** (2026-11-20 10:01):
Можно целиком. Итог: сцены лежат в SQLite.

**You** (2026-11-21 09:00):
Решили брать SQLite и не возвращаться к этому. А что с забыванием?
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "чат.md").write_text(CHAT.split("> [!USER]")[0] + CHAT.split("-->\n\n")[1], encoding="utf-8")
    (tmp_path / "2026-11-19.md").write_text(
        "- [ ] дописать тесты памяти\n- [x] поставить модель\n\nОсталось решить, чем измерять.\n\n```\nTODO не строка\n```\n",
        encoding="utf-8")
    (tmp_path / "2026-01-02.md").write_text("Решили ничего не делать этой зимой.\n", encoding="utf-8")
    return tmp_path


def told(vaultkit: Run, notes: Path, schema_root: Path, *more: str) -> list[tuple[str, str, str, int, str, str]]:
    data = json.loads(vaultkit("--vault", notes, "digest", "--format", "json", *more).stdout)
    schema = json.loads((schema_root / "schemas/digest.schema.json").read_text("utf-8"))
    assert not list(Draft202012Validator(schema).iter_errors(data))
    return [(line["kind"], line["text"], line["note"], line["line"], line["role"], line["date"])
            for line in data["lines"]]


def test_the_last_days_are_told_by_kind_with_place_speaker_and_day(vaultkit: Run, notes: Path, root: Path) -> None:
    assert told(vaultkit, notes, root) == [
        ("decided", "Решили брать SQLite и не возвращаться к этому.", "чат.md", 10, "user", "2026-11-21"),
        ("decided", "Итог: сцены лежат в SQLite.", "чат.md", 7, "assistant", "2026-11-20"),
        ("open", "А что с забыванием?", "чат.md", 10, "user", "2026-11-21"),
        ("open", "дописать тесты памяти", "2026-11-19.md", 1, "note", "2026-11-19"),
        ("open", "Осталось решить, чем измерять.", "2026-11-19.md", 4, "note", "2026-11-19"),
        ("asked", "Как хранить сцены?", "чат.md", 4, "user", "2026-11-20"),
        ("done", "поставить модель", "2026-11-19.md", 2, "note", "2026-11-19"),
        ("said", "Я думаю хранить их целиком в базе.", "чат.md", 4, "user", "2026-11-20"),
    ]


def test_since_goes_back_as_far_as_asked(vaultkit: Run, notes: Path, root: Path) -> None:
    assert ("decided", "Решили ничего не делать этой зимой.", "2026-01-02.md", 1, "note", "2026-01-02") in told(
        vaultkit, notes, root, "--since", "2026-01-01")
    wrong = vaultkit("--vault", notes, "digest", "--since", "вчера")
    assert wrong.returncode == 2 and "2026-01-31" in wrong.stderr


def test_it_is_kept_in_a_note_between_its_markers(vaultkit: Run, notes: Path) -> None:
    path = notes / "Сводка.md"
    assert vaultkit("--vault", notes, "digest", "--write", path).returncode == 0
    path.write_text(path.read_text("utf-8") + "\nмоё\n", encoding="utf-8")
    (notes / "2026-11-19.md").write_text("- [ ] другое дело\n", encoding="utf-8")
    assert vaultkit("--vault", notes, "digest", "--write", path).returncode == 0
    kept = path.read_text("utf-8")
    assert "другое дело" in kept and "дописать тесты" not in kept and kept.endswith("\nмоё\n")
    own = notes / "2026-01-02.md"
    refused = vaultkit("--vault", notes, "digest", "--write", own)
    assert refused.returncode == 2 and own.read_text("utf-8").startswith("Решили")
