"""Chat turns kept as callouts: who speaks, when, where it begins and ends."""

import pytest

from vaultkit.config import ChatForms
from vaultkit.markdown.parse import parse

CHAT = """\
>[!nexus_user] **User** - 30.06.2025 at 12:10
> Как хранить память между сценами? 🎯
<!-- UID: 11-aa -->

### Суть

Ответ с [[ссылкой]] [^1].

[^1]: [[Память]]

>[!nexus_agent] **Assistant** - 30.06.2025 at 12:11
> Так:
>
> ## План
>
> > Цитата: **важно**.
>
> | Часть | Статус |
> |---|---|
> | Индекс | готов |
>
> 1. раз
> 2. два
> 3. три
<!-- UID: 22-bb -->
"""


def test_two_turns_with_text_between_that_belongs_to_none():
    note = parse(CHAT)
    assert [(t.role, t.name, t.time, t.uid, t.line, t.column, t.body_line, t.end_line) for t in note.turns] == [
        ("user", "User", "2025-06-30T12:10", "11-aa", 1, 1, 2, 3),
        ("assistant", "Assistant", "2025-06-30T12:11", "22-bb", 11, 1, 12, 25)]
    assert [(h.text, h.path, h.line, h.column, h.end_line) for h in note.headings] == [
        ("Суть", ("Суть",), 5, 1, 10), ("План", ("План",), 14, 3, 24)]
    assert [(t.header, t.rows, t.line) for t in note.tables] == [(("Часть", "Статус"), (("Индекс", "готов"),), 18)]
    assert [(block.ordered, block.items, block.item_lines) for block in note.lists] == [(True, ("раз", "два", "три"), (22, 23, 24))]
    assert [(s.text, s.line, s.column) for s in note.strongs] == [("User", 1, 16), ("Assistant", 11, 17), ("важно", 16, 13)]
    assert note.summary == "Как хранить память между сценами?"


def test_the_same_with_windows_line_ends():
    lines = [(t.line, t.body_line, t.end_line, t.uid) for t in parse(CHAT.replace("\n", "\r\n")).turns]
    assert lines == [(1, 2, 3, "11-aa"), (11, 12, 25, "22-bb")]


@pytest.mark.parametrize(("head", "role", "name", "time"), [
    ("[!nexus_user] **User** - 30.06.2025 at 12:10:05", "user", "User", "2025-06-30T12:10:05"),
    ("[!user] **Анна** - 2025-06-30 12:10", "user", "Анна", "2025-06-30T12:10"),
    ("[!assistant]", "assistant", "assistant", None),
    ("[!AI]+ 2025-06-30T12:10", "assistant", "ai", "2025-06-30T12:10"),
    ("[!chat-user] **You**", "user", "You", None),
    ("[!quote] **User** - June 30, 2025 12:10 PM", "user", "User", "2025-06-30T12:10"),
    ("[!note] **Ассистент** (30 июня 2025 12:10)", "assistant", "Ассистент", "2025-06-30T12:10"),
    ("[!cite] **ChatGPT**:", "assistant", "ChatGPT", None),
    ("[!nexus_user] **User** - вчера", "user", "User", "вчера"),
    ("[!nexus_user] **User** - [[Совет]]", "user", "User", "[[Совет]]"),
    ("[!ai]- Assistant (GPT-4)", "assistant", "Assistant", "(GPT-4)"),
    ("[!system] **System**", "system", "System", None),
    ("[!tool] **Инструмент** — 01.02.2024, 03:04", "tool", "Инструмент", "2024-02-01T03:04"),
    ("[!message] **Пользователь** · 2024-02-01 03:04", "user", "Пользователь", "2024-02-01T03:04"),
])
def test_forms_of_a_speakers_line(head, role, name, time):
    (turn,) = parse(f"> {head}\n> words\n").turns
    assert (turn.role, turn.name, turn.time) == (role, name, time)


@pytest.mark.parametrize("head", [
    "[!note]", "[!note] **You** should read this", "[!note] **AI**", "[!tip] User 2025", "[!question] Why?", "[!warning] **Model**",
    "[!tool] Use a hammer", "[!system] Requirements", "[!ai] What it is", "[!example] **User** story", "[!info] 2025-06-30", "[!quote] **Knuth** - 1974-01-01",
])
def test_an_ordinary_callout_is_no_turn(head):
    assert parse(f"> {head}\n> words\n").turns == ()


def test_other_exporters_by_configuration():
    forms = ChatForms(roles={"Пилот": "user", "borg": "assistant"}, dates=("%d|%m|%y %Hh%M",))
    note = parse("> [!note] **Пилот** - 05|06|24 12h30\n> a\n\n> [!Borg] **Unit 7** - 06.06.2024\n> b\n", chats=forms)
    assert [(t.role, t.name, t.time) for t in note.turns] == [
        ("user", "Пилот", "2024-06-05T12:30"), ("assistant", "Unit 7", "2024-06-06")]


def test_the_uid_may_stand_in_the_quote():
    note = parse(">[!nexus_user] **User** - 30.06.2025 at 12:10\n><!-- UID: 42 -->\n>Слова `[[не ссылка]]` [[да]].\n\ntext\n")
    (turn,) = note.turns
    assert (turn.uid, turn.body_line, turn.end_line) == ("42", 3, 3)
    assert [link.target for link in note.links] == ["да"]


def test_a_comment_further_down_belongs_to_no_turn():
    note = parse("> [!user] **User**\n> a\n\ntext\n\n<!-- UID: 1 -->\n")
    assert [(t.uid, t.end_line) for t in note.turns] == [(None, 2)]


def test_signs_of_a_formula_in_two_turns_join_nothing():
    turn = "> [!{who}] **{who}**\n> {text}\n\n"
    said = [("user", "$$"), ("assistant", "$$"), ("user", "$$\n>\n> x\n> $$"), ("assistant", "well")]
    note = parse("".join(turn.format(who=who, text=text) for who, text in said))
    assert [t.role for t in note.turns] == [who for who, _ in said]


def test_a_turn_quoted_in_a_turn_is_part_of_it():
    note = parse("> [!assistant] **Assistant**\n> > [!user] **User**\n> > a\n> b\n")
    assert [(t.role, t.end_line) for t in note.turns] == [("assistant", 4)]


def test_without_a_user_the_summary_is_what_was_said_first():
    assert parse("text\n\n> [!assistant] **Assistant**\n> Первое. Второе.\n").summary == "Первое."
