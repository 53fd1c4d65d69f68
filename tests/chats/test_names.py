"""Names of notes: every system can have them, links can name them, and each is there once."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from exported_chats import Bring, chatgpt, files_of, put
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.chats.names import NoteNames, stem_of
from vaultkit.check.rules.name_not_portable import name_fault

TITLES = {
    "План": "План", " пробелы ": "пробелы", "a/b:c*d?e\"f<g>h|i": "a b c d e f g h i", "../../outside/evil": "outside evil",
    "C:\\Windows\\x": "C Windows x", ".скрытый": "скрытый", "точка.": "точка", "CON": "_CON", "nul.txt": "_nul.txt",
    "com1.md": "_com1", "LPT¹": "_LPT¹", "C# [черновик] ^1 #тег": "C черновик 1 тег", "[[Дневник]]": "Дневник",
    "строка\nвторая\tтретья": "строка вторая третья", "\u202eevil\u2066.md": "evil", "bell\x07\x1b[31mred": "bell 31mred",
    "e\u0301tude": "étude", "..": "", "   ": "", "\u200b\u3164": "", "100%% чего": "100 чего", "---\nid: x\n---": "id x", "- список: {a: 1}": "список {a 1}",
}  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_a_title_becomes_a_name_that_reads_like_it(title: str) -> None:
    assert stem_of(title) == TITLES[title]


@given(st.lists(st.text(max_size=300) | st.sampled_from(sorted(TITLES)), max_size=8))
def test_any_titles_become_portable_distinct_names(titles: list[str]) -> None:
    names = NoteNames()
    made = [names.free(title, f"id-{number}") for number, title in enumerate(titles)]
    for name in made:
        assert name_fault(f"{name}.md") is None and name == name.strip(" .") and not name.startswith(".")
        assert unicodedata.is_normalized("NFC", name) and all(sign.isprintable() for sign in name)
    assert len({unicodedata.normalize("NFKC", name).casefold() for name in made}) == len(made)


def test_which_of_two_has_the_bare_name_does_not_depend_on_the_order(bring: Bring, chat_vault: Path, tmp_path: Path) -> None:
    chats = [chatgpt(f"c{number}", "План", "да", "нет", minutes=number) for number in range(3)]
    bring(put(tmp_path / "1.json", chats[::-1]))
    before = files_of(chat_vault)
    assert "Chats/План.md" in before and b'"c0"' in before["Chats/План.md"]
    for path in chat_vault.rglob("*.md"):
        path.unlink()
    bring(put(tmp_path / "2.json", chats))
    assert files_of(chat_vault) == before


@pytest.mark.parametrize("taken", ["Chats/План.md", "Chats/план.md", "Другое/ПЛАН.md"])
def test_a_name_that_the_person_uses_stays_hers(bring: Bring, chat_vault: Path, tmp_path: Path, taken: str) -> None:
    (chat_vault / taken).parent.mkdir()
    (chat_vault / taken).write_text("моё")
    done = bring(put(tmp_path / "c.json", [chatgpt("c", "План", "да", "нет")]))
    assert done.chats[0].path.startswith("Chats/План (") and (chat_vault / taken).read_text() == "моё"


@pytest.mark.parametrize("title", [None, "", "  ", 4, ["x"]])
def test_a_chat_without_a_title_is_called_by_its_first_words(bring: Bring, chat_vault: Path, tmp_path: Path, title: object) -> None:
    done = bring(put(tmp_path / "c.json", [chatgpt("c", title, "Как поливать томаты в теплице, если на улице очень жарко и сухо?", "да")]))
    assert done.chats[0].title == "Как поливать томаты в теплице, если на улице очень жарко и…"
    assert done.chats[0].path == "Chats/Как поливать томаты в теплице, если на улице очень жарко и….md"


@pytest.mark.parametrize("id_", ["../../x", "a\nb: c", "\U000e0001", "'", "x" * 5000, 4, None, ["x"]])
@pytest.mark.parametrize("title", ["План", "п" * 9000])
def test_whatever_its_id_and_title_are_a_chat_is_found_again(
        bring: Bring, chat_vault: Path, tmp_path: Path, id_: object, title: str) -> None:
    export = put(tmp_path / "c.json", [chatgpt("c", title, "да", "нет") | {"conversation_id": id_, "id": None}])
    bring(export)
    before = files_of(chat_vault)
    assert len(before) == 1 and [chat.state for chat in bring(export).chats] == ["kept"] and files_of(chat_vault) == before


def test_folders_and_files_in_the_place_of_a_note_are_gone_round(bring: Bring, chat_vault: Path, tmp_path: Path) -> None:
    export = put(tmp_path / "c.json", [chatgpt("c", "План", "да", "нет")])
    first = bring(export).chats[0].path
    for _ in range(3):
        (chat_vault / first).unlink()
        (chat_vault / first).mkdir()
        first = bring(export).chats[0].path
    assert len(list((chat_vault / "Chats").iterdir())) == 4
