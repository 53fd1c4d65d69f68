"""Questions that the graph answers: their forms, the names in them, what is said."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultkit import Vault
from vaultkit.answer.routes import form_of
from vaultkit.model import Answer


@pytest.mark.parametrize(("question", "route", "x"), [
    ("Which concepts have no code?", "lacking", None),
    ("what concepts are without code", "lacking", None),
    ("Which ideas don't have an algorithm yet?", "lacking", None),
    ("Which concepts are not implemented yet?", "lacking", None),
    ("какие концепции без кода", "lacking", None),
    ("Какие концепции пока без реализации?", "lacking", None),
    ("У каких концепций нет кода?", "lacking", None),
    ("Какие идеи ещё не реализованы?", "lacking", None),
    ("Что не реализовано?", "lacking", None),
    ("Which concepts have working code?", "having", None),
    ("Какие концепции реализованы?", "having", None),
    ("What does the ferry timetable depend on?", "depends", "the ferry timetable"),
    ("От чего зависит расписание паромов?", "depends", "расписание паромов"),
    ("На что опирается «Подъём воды»?", "depends", "Подъём воды"),
    ("What depends on the tides?", "dependents", "the tides"),
    ("Что зависит от учёта приливов?", "dependents", "учёта приливов"),
    ("Where is the timetable implemented?", "where", "the timetable"),
    ("Which code implements the timetable?", "where", "the timetable"),
    ("Где реализовано расписание паромов?", "where", "расписание паромов"),
    ("В каком файле реализовано расписание?", "where", "расписание"),
    ("Чем реализовано расписание паромов?", "where", "расписание паромов"),
    ("What next for LoRA?", "next", "LoRA"),
    ("What's next with the harbour?", "next", "the harbour"),
    ("что дальше по LoRA?", "next", "LoRA"),
    ("А что дальше с гаванью", "next", "гаванью"),
    ("Скажи, какой следующий шаг по гавани?", "next", "гавани"),
    ("Is LoRA implemented yet?", "state", "LoRA"),
    ("Реализовано ли расписание?", "state", "расписание"),
    ("Где заглушки в коде?", "trouble", None),
    ("Which code has no concept?", "orphans", None),
    ("Какие концепции входят в Гавань?", "members", "Гавань"),
    ("Что мне делать на этой неделе?", "plan", None),
    ("С чего начать?", "plan", None),
    ("What should I do this week?", "plan", None),
    ("Какой у меня уровень по LoRA и QLoRA?", "levels", "LoRA и QLoRA"),
    ("Где мышление опережает практику?", "levels", None),
    ("Which subsystems are weakest?", "levels", None),
    ("What is my level in the harbour?", "levels", "the harbour"),
    ("Что ещё открыто?", "open", None),
    ("Какие идеи пока не доделаны?", "open", None),
    ("What is still open?", "open", None),
    ("Which concepts are open?", "open", None),
    ("Что переехало?", "moved", None),
    ("Which code has moved?", "moved", None),
    ("Кто первым сказал про учёт приливов?", "said", "учёт приливов"),
    ("Когда я впервые заговорил о приливах?", "said", "приливах"),
    ("Who first mentioned the tides?", "said", "the tides"),
    ("When did I last talk about the harbour?", "said", "the harbour"),
    ("Since when is the timetable open?", "said", "the timetable"),
])
def test_a_question_of_the_table_takes_its_route(question: str, route: str, x: str | None) -> None:
    form = form_of(question)
    assert form is not None and (form.route, form.x) == (route, x)


@pytest.mark.parametrize("question", [
    "Who is the head of the harbour?",
    "Где лежит рейка и кто её читает?",
    "How do I start the lamp?",
    "Что делать, если дальше туман?",
    "Какие причалы есть в гавани?",
    "Почему концепции остаются без кода?",
])
def test_any_other_question_takes_none(question: str) -> None:
    assert form_of(question) is None


@pytest.fixture(scope="module")
def harbour(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    folder = tmp_path_factory.mktemp("ask") / "ask"
    shutil.copytree(root / "tests" / "vaults" / "ask", folder)
    with Vault.open(folder) as opened:
        yield opened


def said(found: Answer) -> list[str]:
    assert found.answered and found.route == "graph" and found.generator == "graph" and found.confidence == 1
    return [sentence.text for sentence in found.sections[0].sentences]


def test_what_lacks_code_is_exactly_what_the_gap_report_says(harbour: Vault) -> None:
    found = harbour.ask("Какие концепции без кода?")
    open_gaps = [gap.concept for gap in harbour.gaps().gaps if gap.state not in ("covered", "skipped")]
    assert [source.note for source in found.sources] == open_gaps and len(said(found)) == len(open_gaps)
    assert not any("Расписание" in text for text in said(found))


def test_dependencies_are_read_off_the_edges_in_any_inflection(harbour: Vault) -> None:
    found = harbour.ask("От чего зависит расписание паромов?")
    assert said(found) == ["[[Расписание паромов]] зависит от [[Учёт приливов]]."]
    assert "Учёт приливов" in found.sources[0].passages[0].quote
    assert sorted(said(harbour.ask("Что зависит от учёта приливов?"))) == [
        "[[Подъём воды]] зависит от [[Учёт приливов]].", "[[Расписание паромов]] зависит от [[Учёт приливов]]."]


def test_an_alias_names_its_note(harbour: Vault) -> None:
    assert said(harbour.ask("От чего зависит паромное расписание?")) == said(harbour.ask("От чего зависит расписание паромов?"))


def test_code_is_named_with_its_place(harbour: Vault) -> None:
    text, = said(harbour.ask("Where is «Расписание паромов» implemented?"))
    assert "`ferry.py#next_ferry`" in text and "ferry.py:4" in text


def test_code_that_is_named_and_missing_is_told_as_missing(harbour: Vault) -> None:
    text, = said(harbour.ask("Где реализован подъём воды?"))
    assert "flood.py#level" in text and "нет" in text


def test_what_comes_next_for_a_whole_is_what_its_parts_lack(harbour: Vault) -> None:
    texts = said(harbour.ask("Что дальше по гавани?"))
    assert {text.split("]]")[0] for text in texts} == {"[[Подъём воды", "[[Учёт приливов"}


def test_every_sentence_is_cited_and_every_quote_stands_in_its_note(harbour: Vault) -> None:
    for question in ("Какие концепции без кода?", "Which concepts have code?", "Что дальше по гавани?"):
        found = harbour.ask(question)
        assert all(sentence.citations for sentence in found.sections[0].sentences)
        for source in found.sources:
            text = harbour.index.text(source.note)
            assert all(passage.quote and passage.quote in text for passage in source.passages)


def test_a_name_that_no_note_has_sends_the_question_to_the_text(harbour: Vault) -> None:
    found = harbour.ask("От чего зависит цена нефти?")
    assert found.route == "retrieval"


def test_the_answer_is_in_the_questions_language(harbour: Vault) -> None:
    found = harbour.ask("Which concepts have no code?")
    assert found.language == "en"
    assert "[[Учёт приливов]] is only an idea so far: scheme comes next." in said(found)


def test_the_plan_and_the_levels_are_said_with_their_sources(sample_vault: Path) -> None:
    with Vault.open(sample_vault) as harbour:
        week = harbour.ask("Что мне делать на этой неделе?")
        assert week.route == "graph" and "[[KV-кэш]]: на очереди код" in week.sections[0].sentences[0].text
        level = harbour.ask("Какой у меня уровень по LoRA и QLoRA?")
        [sentence] = level.sections[0].sentences
        assert "мышление — высокий уровень, практика — средний уровень" in sentence.text
        assert "Ассистент говорит об этом: «формула и тесты есть, данных для роли нет»" in sentence.text
        cited = {source.note for source in level.sources}
        assert {"Подсистемы/LoRA и QLoRA.md", "Чаты/52_loss_падает_а_толку_нет.md"} <= cited


def test_a_definition_that_no_note_is_called_is_found_in_the_sources(harbour: Vault) -> None:
    assert said(harbour.ask("Где реализован next_ferry?")) == ["`next_ferry` определено в `ferry.py:4`."]
    assert harbour.ask("Где реализован no_such_name_at_all?").route != "graph"
