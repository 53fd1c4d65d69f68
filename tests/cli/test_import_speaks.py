"""What ``import`` has to say of its problems, it says in the language of the vault."""

from __future__ import annotations

import json

import pytest
from exported_chats import chatgpt, put

RUSSIAN, ENGLISH = {"Заметка о сценах.md": "Своё.\n"}, {"A note on scenes.md": "Own.\n"}


def session(tmp_path):
    entry = {"uuid": "q", "parentUuid": None, "type": "user", "sessionId": "s", "timestamp": "2025-06-30T12:10:00Z",
             "message": {"role": "user", "content": "A question in English about many things?"}}
    path = tmp_path / "s.jsonl"
    path.write_text(f"{json.dumps(entry)}\n{{broken\n", "utf-8")
    return path


@pytest.mark.parametrize(("notes", "words"), [(RUSSIAN, "эта строка не JSON"), (ENGLISH, "this line is no JSON")])
def test_a_line_that_was_passed_over(call, vault, valid, tmp_path, notes, words):
    folder = vault(notes)
    done = call("import", session(tmp_path), "--dry-run", "--vault", folder)
    assert words in done.err and words in valid(
        call("import", session(tmp_path), "--vault", folder, "--format", "json"), "import")["problems"][0]["message"]


def changed(call, vault, tmp_path, edit):
    folder = vault(RUSSIAN)
    call("import", put(tmp_path / "a.json", [chatgpt("c", "Scenes", "How to keep them?", "In a table.")]), "--vault", folder)
    (note,) = folder.rglob("Scenes.md")
    edit(note)
    again = put(tmp_path / "b.json", [chatgpt("c", "Scenes", "How to keep them?", "In two tables.")])
    return call("import", again, "--vault", folder).err


def test_a_conflict(call, vault, tmp_path):
    err = changed(call, vault, tmp_path, lambda note: note.write_text(note.read_text("utf-8").replace("In a", "In my"), "utf-8"))
    assert "изменили и вы, и экспорт: 1" in err and "(conflict " in err


def test_a_note_that_is_no_text(call, vault, tmp_path):
    err = changed(call, vault, tmp_path, lambda note: note.write_bytes(note.read_bytes() + b"\xff\xfe"))
    assert "это не UTF-8" in err


def test_two_notes_of_one_chat(call, vault, tmp_path):
    err = changed(call, vault, tmp_path, lambda note: (note.parent / "Копия.md").write_bytes(note.read_bytes()))
    assert "здесь та же беседа, что в" in err
