"""Chats behind labels, from the outside: what is shown and found, and whose words ideas and evidence are."""

from __future__ import annotations

import pytest

SAID = (("user", "2025-06-29T12:10", "Как хранить память сцен между запусками?"),
        ("assistant", "2025-06-29T12:11", "Возьмите **Журнал сцен** и кешируйте кадры на диске каждую минуту."),
        ("user", "2025-07-02T12:10", "А как сжимать старые кадры журнала?"),
        ("assistant", "2025-07-02T12:11", "Сжимайте их через **Дельта-кодек** раз в сутки, ночью."))
THOUGHT = "<think>\nмысль: обезьяна спрашивает о хранении, вспомнить `core/memory.py` и зелёную черепаху\n</think>\n\n"
LABELS = {
    "callouts": lambda role, time, said: f"> [!{role}] **{role.title()}** - {time}\n> {said}\n",
    "headings": lambda role, time, said: f"## {role.title()} ({time})\n\n{said}\n",
    "bold": lambda role, time, said: f"**{role.title()}** - {time}\n{said}\n",
    "labels": lambda role, time, said: f"{role.title()} [{time}]: {said}\n",
    "roles": lambda role, time, said: f"role:: {role}\n*{time}*\n\n{said}\n",
}


def chat(form: str, said=SAID) -> str:
    return "# Сцены\n\n" + "\n".join(LABELS[form](*turn) for turn in said)


@pytest.mark.parametrize("form", LABELS)
def test_show_says_which_form_was_read(call, vault, valid, form):
    folder = vault({"Чат.md": chat(form)})
    shown = valid(call("show", "Чат", "--vault", folder, "--format", "json"), "show")
    assert shown["chat_form"] == form and shown["summary"] == SAID[0][2]
    assert [(turn["role"], turn["time"]) for turn in shown["turns"]] == [turn[:2] for turn in SAID]


def test_show_says_the_form_to_a_person_and_none_of_a_plain_note(call, vault, valid):
    folder = vault({"Чат.md": chat("bold"), "Заметка.md": "Просто текст.\n"})
    assert "реплики после имён жирным" in call("show", "Чат", "--vault", folder).out
    assert valid(call("show", "Заметка", "--vault", folder, "--format", "json"), "show")["chat_form"] is None


def found(call, folder, *args) -> list[tuple[str, int, str]]:
    results = call("search", *args, "--mode", "lexical", "--format", "json", "--vault", folder).json["results"]
    return [(item["role"], item["start_line"], item["snippet"]) for item in results]


@pytest.mark.parametrize("form", LABELS)
def test_search_narrows_to_a_side_and_a_time(call, vault, form):
    folder = vault({"Чат.md": chat(form)})
    assert {role for role, _, _ in found(call, folder, "кадры", "--role", "assistant")} == {"assistant"}
    assert {role for role, _, _ in found(call, folder, "кадры", "--role", "user")} == {"user"}
    (hit,) = found(call, folder, "кадры", "--until", "2025-06-30")
    assert "на диске" in hit[2] and "Assistant" not in hit[2] and "assistant" not in hit[2]
    assert all("старые" in text or "Сжимайте" in text for _, _, text in found(call, folder, "кадры журнала", "--since", "2025-07"))


@pytest.mark.parametrize("form", ["headings", "bold", "roles"])
def test_a_thought_is_not_found_and_is_shown_apart(call, vault, valid, form):
    said = (SAID[0], (*SAID[1][:2], THOUGHT + SAID[1][2]), *SAID[2:])
    folder = vault({"Чат.md": chat(form, said)})
    assert found(call, folder, "черепаху") == [] and found(call, folder, "диске") != []
    shown = valid(call("show", "Чат", "--vault", folder, "--format", "json"), "show")
    (part,), turn = shown["turn_parts"], shown["turns"][1]
    assert part["kind"] == "thinking" and turn["start_line"] < part["start_line"] < part["end_line"] < turn["end_line"]


@pytest.mark.parametrize("form", LABELS)
def test_an_idea_says_whose_words_it_is_and_two_exports_of_a_chat_are_one_source(call, vault, valid, form):
    older = SAID[:3]
    folder = vault({"Чаты/Один.md": chat(form), "Чаты/Два.md": chat("bold", older + SAID[3:]), "Чаты/Три.md": chat("headings")})
    ideas = {idea["name"]: idea for idea in valid(call("discover", "--vault", folder, "--format", "json"), "discover")["ideas"]}
    idea = ideas["Журнал сцен"]
    assert idea["count"] == 1 and [source["role"] for source in idea["sources"]] == ["assistant"]
    assert not {"User", "Assistant"} & ideas.keys()


def test_evidence_says_whose_words_it_is(call, vault, valid):
    fence = "## Псевдокод\n\n```python\ndef keep(scene):\n    return scene\n```"
    text = "---\nkind: concept\n---\n" + chat("bold", (SAID[0], (*SAID[1][:2], fence), *SAID[2:]))
    folder = vault({"Сцены.md": text})
    (gap,) = valid(call("gaps", "--vault", folder, "--format", "json"), "gaps")["gaps"]
    assert {item["role"] for item in gap["evidence"]} == {"assistant"}


def test_code_in_a_thought_is_evidence_of_nothing(call, vault, valid):
    fence = "<think>\n\n## Псевдокод\n\n```python\ndef keep(scene):\n    return scene\n```\n\n</think>\n\nОтвет."
    text = "---\nkind: concept\n---\n" + chat("bold", (SAID[0], (*SAID[1][:2], fence), *SAID[2:]))
    folder = vault({"Сцены.md": text})
    (gap,) = valid(call("gaps", "--vault", folder, "--format", "json"), "gaps")["gaps"]
    assert gap["evidence"] == [] and gap["state"] == "uncovered"


def test_labels_of_the_settings_and_a_label_without_a_name(call, vault, valid):
    folder = vault({"vaultkit.toml": '[chats]\nroles = {"Я-сам" = "user", "Борг" = "assistant"}\nlabels = ["== {name} | {time} =="]\n',
                    "Чат.md": "== Я-сам | 30.06.2025 12:10 ==\nпривет\n\n== Борг | 30.06.2025 12:11 ==\nпривет\n"})
    shown = valid(call("show", "Чат", "--vault", folder, "--format", "json"), "show")
    assert (shown["chat_form"], [turn["role"] for turn in shown["turns"]]) == ("settings", ["user", "assistant"])
    folder = vault({"vaultkit.toml": '[chats]\nlabels = ["== {who} =="]\n'})
    result = call("show", "Чат", "--vault", folder)
    assert result.code == 2 and "vaultkit.toml:2: a label of chats needs {name}" in result.err


def test_thoughts_and_tools_are_found_when_they_are_asked_for(call, vault):
    told = ("> [!nexus_user] **User** - 30.06.2025 at 12:10\n> Как хранить сцены?\n\n"
            "> [!nexus_agent] **Assistant** - 30.06.2025 at 12:11\n> > [!thinking]- Размышление\n> > вспомнить черепаху\n>\n"
            "> > [!tool-call]- Bash\n> > grep черепаха memory.py\n>\n> Храните их на диске.\n")
    folder = vault({"Чат.md": told, "Заметка.md": "Черепаха спит.\n"})
    assert [role for role, _, _ in found(call, folder, "черепаха")] == [None]
    assert [hit[:2] for hit in found(call, folder, "черепаха", "--role", "thinking")] == [("thinking", 5)]
    assert [hit[:2] for hit in found(call, folder, "черепаха", "--role", "tool")] == [("tool", 8)]
    assert found(call, folder, "черепаха", "--role", "assistant") == [] == found(call, folder, "сцены", "--role", "tool")
    assert found(call, folder, "черепаха", "--role", "tool", "--since", "2025-07") == []
    out = call("search", "черепаху", "--role", "thinking", "--vault", folder).out
    assert "размышление" in out and "вспомнить черепаху" in out
    refused = call("search", "черепаха", "--role", "tool", "--mode", "dense", "--vault", folder)
    assert refused.code == 2 and "by words alone" in refused.err
