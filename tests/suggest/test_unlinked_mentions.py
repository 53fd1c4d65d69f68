"""Which names in prose are unlinked mentions."""

from __future__ import annotations

import pytest

from vaultkit.suggest import UnlinkedMention, unlinked_mentions


def mentions(text: str, *names: str, others: int = 0, linked: bool = False) -> list[UnlinkedMention]:
    notes = [("a.md", lambda: text), *((f"other {n}.md", lambda: text) for n in range(others))]
    return unlinked_mentions([(name, f"{name}.md") for name in names], notes, lambda source, target: linked)


@pytest.mark.parametrize(("text", "name", "found"), [
    ("Про петлю памяти позже.", "Петля памяти", "петлю памяти"),
    ("Без кэша никак", "Кэш", "кэша"),
    ("Обучаем QLoRA дома", "QLoRA", "QLoRA"),
    ("см. KV-кэшем", "KV-кэш", "KV-кэшем"),
    ("| петли памяти | да |\n| --- | --- |", "Петля памяти", "петли памяти"),
    ("> [!note] О сценах\n> и петле памяти", "Петля памяти", "петле памяти"),
    ("петля\nпамяти", "Петля памяти", "петля памяти"),
])
def test_is_a_mention(text: str, name: str, found: str) -> None:
    assert [one.text for one in mentions(text, name)] == [found]


@pytest.mark.parametrize(("text", "name"), [
    ("`кэш` и [[Кэш]] и [кэш](a.md)", "Кэш"),
    ("---\ntitle: Кэш\n---\n", "Кэш"),
    ("# Кэш\n", "Кэш"),
    ("```\nкэш\n```\n", "Кэш"),
    ("%% кэш %% и <!-- кэш -->", "Кэш"),
    ("https://example.org/кэш", "Кэш"),
    ("#кэш", "Кэш"),
    ("a rag on the floor", "RAG"),
    ("zero", "ZeRO"),
    ("весна и весь день", "Вес"),
    ("петля. Памяти нет", "Петля памяти"),
    ("2024-01-01 было", "2024-01-01"),
    ("и что", "Что"),
])
def test_is_none(text: str, name: str) -> None:
    assert mentions(text, name) == []


def test_line_and_column_count_characters_of_the_file() -> None:
    found = mentions("\ufeff---\nx: 1\n---\r\nЁжик, кэш", "Кэш")
    assert [(one.line, one.column) for one in found] == [(4, 7)]


def test_the_longer_name_counts() -> None:
    assert [one.target for one in mentions("петля памяти", "Память", "Петля памяти")] == ["Петля памяти.md"]


def test_one_for_each_note_and_target() -> None:
    assert len(mentions("кэш, кэша, кэшу", "Кэш")) == 1


def test_the_own_name_is_no_mention() -> None:
    assert unlinked_mentions([("Кэш", "Кэш.md")], [("Кэш.md", lambda: "Кэш большой")], lambda a, b: False) == []


def test_a_word_that_many_notes_have_is_a_common_word() -> None:
    assert len(mentions("кэш", "Кэш", others=5)) == 6
    assert mentions("кэш", "Кэш", others=30) == []


def test_notes_that_link_elsewhere_to_the_target_come_last() -> None:
    notes = [("a.md", lambda: "кэш"), ("b.md", lambda: "кэш")]
    found = unlinked_mentions([("Кэш", "Кэш.md")], notes, lambda source, target: source == "a.md")
    assert [(one.note, one.linked) for one in found] == [("b.md", False), ("a.md", True)]
