"""What ``import`` keeps below "Other branches" was taken back by the person: it is evidence of no idea and no task."""

from __future__ import annotations

import pytest
from exported_chats import chatgpt, node, put

TAKEN_BACK = ("| Подсистема | Статус |\n|---|---|\n| Лунный индекс | готово |\n\n- **Лунный кодек**: сжимает кадры.\n"
              "- [[Лунная очередь]]\n- [ ] собрать Лунный индекс\n\n# Лунный модуль\n\nРешили брать Лунный индекс.")


@pytest.fixture
def folder(call, vault, tmp_path):
    made = vault({"Заметка.md": "Кадры хранит [[Журнал]].\n"})
    said = chatgpt("c", "Кадры", "Как хранить кадры?", "Возьмите [[Журнал кадров]], и **Сжатие кадров**: раз в сутки.")
    said["mapping"]["other"] = node("other", "c-0", "assistant", TAKEN_BACK, 1751285500)
    said["mapping"]["c-0"]["children"].append("other")
    assert call("import", put(tmp_path / "c.json", [said]), "--vault", made).code == 0
    (text,) = [path.read_text("utf-8") for path in made.rglob("Кадры.md")]
    assert "## Другие ветви" in text and "Лунный индекс" in text.partition("## Другие ветви")[2]
    return made


@pytest.mark.parametrize("command", ["discover", "gaps", "digest"])
def test_nothing_of_a_branch_is_evidence(call, folder, command):
    out = call(command, "--format", "json", "--vault", folder).out
    assert "Лунн" not in out and "Другие ветви" not in out and "Ветвь" not in out


def test_what_the_chat_itself_names_still_is(call, folder):
    assert "Журнал кадров" in call("discover", "--format", "json", "--vault", folder).out


def test_a_note_of_what_could_not_be_merged_is_no_evidence_either(call, vault):
    text = f"---\nconflict_with: \"[[Кадры]]\"\n---\n\n> [!branch] Export · assistant\n> {TAKEN_BACK}".replace("\n", "\n> ")
    head, _, rest = text.partition("> [!branch]")
    made = vault({"Кадры (другое).md": head.replace("> ", "") + "> [!branch]" + rest, "Б.md": "Своё.\n"})
    assert "Лунн" not in call("discover", "--format", "json", "--vault", made).out
