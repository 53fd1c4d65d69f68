"""Imported again: what grew grows, what the person wrote stays, nothing is doubled."""

from __future__ import annotations

from pathlib import Path

import pytest
from exported_chats import Bring, chatgpt, files_of, put

from vaultkit.markdown.parse import parse

SHORT = ("первый", "ответ")
LONG = (*SHORT, "второй", "ещё ответ")


def export(tmp_path: Path, *said: str, title: str = "Полив", id_: str = "c") -> Path:
    return put(tmp_path / f"{len(said)}-{title}.json", [chatgpt(id_, title, *said)])


def edit(note: Path, *changes: tuple[str, str]) -> None:
    text = note.read_bytes().decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    note.write_bytes(text.encode())


def test_a_chat_that_grew_is_as_if_it_had_been_imported_whole(bring: Bring, chat_vault: Path, tmp_path: Path) -> None:
    bring(export(tmp_path, *SHORT))
    grown = bring(export(tmp_path, *LONG))
    assert [chat.state for chat in grown.chats] == ["updated"] and grown.written == ["Chats/Полив.md"]
    assert [(item.before, item.after.split("\n")[-1] if item.after else None) for item in grown.edits if item.line > 9] == [
        (None, "> второй"), (None, "> ещё ответ")]
    both = files_of(chat_vault)
    (chat_vault / "Chats/Полив.md").unlink()
    bring(export(tmp_path, *LONG))
    assert files_of(chat_vault) == both


def test_an_older_export_takes_nothing_away(bring: Bring, chat_vault: Path, tmp_path: Path) -> None:
    bring(export(tmp_path, *LONG))
    before = files_of(chat_vault)
    assert [chat.state for chat in bring(export(tmp_path, *SHORT)).chats] == ["kept"] and files_of(chat_vault) == before


@pytest.mark.parametrize("where", ["Архив/moved.md", "Chats/другое имя.md"])
def test_a_note_is_found_by_its_id_wherever_it_was_moved(bring: Bring, chat_vault: Path, tmp_path: Path, where: str) -> None:
    bring(export(tmp_path, *SHORT))
    (chat_vault / where).parent.mkdir(exist_ok=True)
    (chat_vault / "Chats/Полив.md").rename(chat_vault / where)
    assert [chat.path for chat in bring(export(tmp_path, *LONG), into="Другое").chats] == [where]
    assert list(files_of(chat_vault)) == [where]


EDITS = {
    "a tag": ("---\n\n>", "tags: [полив]\n---\n\n>", "tags: [полив]"),
    "a property that Obsidian rewrote": ('title: "Полив"', "title: Полив", "title: Полив\n"),
    "a title of one's own": ('title: "Полив"', "title: Моя теплица", "title: Моя теплица\n"),
    "a line between turns": ("\n\n> [!nexus_agent]", "\n\nмоя строка\n\n> [!nexus_agent]", "\n\nмоя строка\n\n> [!nexus_agent]"),
    "a line right at a turn": ("> первый\n", "> первый\nмоя строка\n", "> первый\nмоя строка\n"),
    "a word in a turn": ("> ответ", "> **ответ** ^block", "> **ответ** ^block"),
    "a line in a turn": ("> ответ", "> ответ\n> и моё", "> ответ\n> и моё"),
    "a section at the end": ("-->\n", "-->\n\n## Моё\n\nмысль\n", "-->\n\n## Моё\n\nмысль\n"),
    "words above": ("\n\n> [!nexus_user]", "\n\n# Полив\n\n> [!nexus_user]", "\n\n# Полив\n\n> [!nexus_user]"),
    "a turn taken out": ("> [!nexus_agent] **Assistant** - 30.06.2025 at 12:11\n> <!-- UID: c-1 -->\n> <!-- model: gpt-4o -->\n"
                         "> ответ\n\n", "", ""),
    "Windows line ends": ("\n", "\r\n", "\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_what_the_person_edited_stays_and_the_chat_grows(bring: Bring, chat_vault: Path, tmp_path: Path, name: str) -> None:
    bring(export(tmp_path, *SHORT))
    note = chat_vault / "Chats/Полив.md"
    old, new, kept = EDITS[name]
    if name == "Windows line ends":
        note.write_bytes(note.read_bytes().replace(b"\n", b"\r\n"))
    else:
        edit(note, (old, new))
    mine = parse(note.read_bytes().decode())
    done = bring(export(tmp_path, *LONG))
    text = note.read_bytes().decode()
    assert [chat.state for chat in done.chats] == ["updated"] and not done.problems and kept in text
    assert [turn.uid for turn in parse(text).turns] == [*(turn.uid for turn in mine.turns), "c-2", "c-3"]
    assert ("c-1" in text) == (name != "a turn taken out") and text.count("\r\n") in (0, text.count("\n"))
    assert "updated: 2025-06-30T12:14:00" in text
    again = bring(export(tmp_path, *LONG))
    assert [chat.state for chat in again.chats] == ["kept"] and note.read_bytes().decode() == text


def test_a_message_that_both_changed_stays_as_the_person_has_it_and_the_other_is_written_beside(
        bring: Bring, chat_vault: Path, tmp_path: Path) -> None:
    bring(export(tmp_path, *SHORT))
    edit(chat_vault / "Chats/Полив.md", ("> ответ", "> мой ответ"))
    done = bring(export(tmp_path, "первый", "исправленный ответ", "дальше", "да"))
    beside, = (path for path in files_of(chat_vault) if "conflict" in path)
    text = (chat_vault / "Chats/Полив.md").read_text("utf-8")
    assert [chat.state for chat in done.chats] == ["conflict"] and beside in done.problems[0].message
    assert set(done.written) == {"Chats/Полив.md", beside}
    assert "мой ответ" in text and "исправленный" not in text and "> дальше" in text
    other = (chat_vault / beside).read_text("utf-8")
    assert "исправленный ответ" in other and not parse(other).turns
    before = files_of(chat_vault)
    again = bring(export(tmp_path, "первый", "исправленный ответ", "дальше", "да"))
    assert [chat.state for chat in again.chats] == ["kept"] and files_of(chat_vault) == before


def test_a_note_of_another_program_gets_only_what_it_lacks(bring: Bring, chat_vault: Path, tmp_path: Path) -> None:
    note = chat_vault / "Старое.md"
    note.write_text("---\nnexus: x\nconversation_id: c\n---\n\n# Title: Полив\n\n>[!nexus_user] **User** - 30.06.2025 at 12:10\n"
                    "> первый\n<!-- UID: c-0 -->\n\n---\n\n>[!nexus_agent] **Assistant** - 30.06.2025 at 12:11\n> ответ\n"
                    "<!-- UID: c-1 -->\n\n---\n", "utf-8")
    before = note.read_text("utf-8")
    assert [chat.state for chat in bring(export(tmp_path, *SHORT)).chats] == ["kept"]
    assert note.read_text("utf-8") == before and len(files_of(chat_vault)) == 1
    assert [chat.state for chat in bring(export(tmp_path, *LONG)).chats] == ["updated"]
    assert [turn.uid for turn in parse(note.read_text("utf-8")).turns] == ["c-0", "c-1", "c-2", "c-3"]
    assert [chat.state for chat in bring(export(tmp_path, *LONG)).chats] == ["kept"]


def test_an_answer_made_again_moves_the_old_one_below_the_heading(bring: Bring, chat_vault: Path, tmp_path: Path) -> None:
    bring(export(tmp_path, *SHORT))
    edit(chat_vault / "Chats/Полив.md", ("> первый", "> первый!"))
    conversation = chatgpt("c", "Полив", *SHORT) | {"update_time": 1751289999, "current_node": "n"}
    conversation["mapping"]["n"] = {"id": "n", "parent": "c-0", "message": {
        "id": "n", "author": {"role": "assistant"}, "content": {"parts": ["новый"]}, "create_time": 1751289000}}
    bring(put(tmp_path / "n.json", [conversation]))
    text = (chat_vault / "Chats/Полив.md").read_text("utf-8")
    assert [turn.uid for turn in parse(text).turns] == ["c-0", "n"] and "> первый!" in text
    assert "> ответ" in text.partition("\n## Другие ветви\n")[2]


def test_two_notes_of_one_conversation_are_told_and_one_is_brought_up_to_date(
        bring: Bring, chat_vault: Path, tmp_path: Path) -> None:
    bring(export(tmp_path, *SHORT))
    (chat_vault / "Копия.md").write_bytes((chat_vault / "Chats/Полив.md").read_bytes())
    done = bring(export(tmp_path, *LONG))
    assert [chat.path for chat in done.chats] == ["Копия.md"] and done.problems[0].path == "Chats/Полив.md"


def test_an_older_export_with_another_branch_changes_nothing_and_loses_nothing(
        bring: Bring, chat_vault: Path, tmp_path: Path) -> None:
    newer = chatgpt("c", "Полив", *SHORT)
    newer["mapping"]["n"] = {"id": "n", "parent": "c-0", "message": {
        "id": "n", "author": {"role": "assistant"}, "content": {"parts": ["новый"]}, "create_time": 1751285500}}
    first = put(tmp_path / "1.json", [newer | {"update_time": 1751290000}])
    older = put(tmp_path / "2.json", [newer | {"update_time": 1751289000, "current_node": "n"}])
    bring(first)
    before = files_of(chat_vault)
    assert [chat.state for chat in bring(older).chats] == ["kept"] and files_of(chat_vault) == before
    bring(put(tmp_path / "3.json", [newer | {"update_time": 1751291000, "current_node": "n"}]))
    text = (chat_vault / "Chats/Полив.md").read_text("utf-8")
    assert [turn.uid for turn in parse(text).turns] == ["c-0", "n"] and "> ответ" in text
