"""What a question asks for, and in which language."""

from __future__ import annotations

import pytest

from vaultkit.answer.question import Conversation, read_question
from vaultkit.answer.text import content, names, negations, numbers, question_language


@pytest.mark.parametrize(("text", "want"), [
    ("Сколько ступеней у маяка?", "number"),
    ("How many steps are there?", "number"),
    ("Какой размер у куска?", "number"),
    ("Когда отходит последний паром?", "date"),
    ("What year was it built?", "date"),
    ("Кто начальник гавани?", "name"),
    ("Who built the lighthouse?", "name"),
    ("Где лежит рейка?", "place"),
    ("In which folder are attachments kept?", "place"),
    ("Какой командой запускают лампу?", "command"),
    ("Which command starts the lamp?", "command"),
    ("Что такое прилив?", "definition"),
    ("What is a vault?", "definition"),
    ("Почему паром опаздывает?", "reason"),
    ("Why softmax?", "reason"),
    ("Как запустить лампу?", "steps"),
    ("How do I start the lamp?", "steps"),
    ("Какие причалы есть в гавани?", "list"),
    ("Which piers are there?", "list"),
])
def test_the_type_of_answer(text: str, want: str) -> None:
    assert read_question(text).want == want


@pytest.mark.parametrize(("text", "language"), [
    ("Где реализована LoRA?", "ru"),
    ("Where is «Петля памяти» implemented?", "en"),
    ("LoRA rank", "en"),
    ("ранг LoRA", "ru"),
])
def test_the_language_is_that_of_the_question_not_of_the_names_in_it(text: str, language: str) -> None:
    assert question_language(text) == language


def test_inflections_meet_and_function_words_go() -> None:
    assert content("Какие приливы?") == content("о приливах")
    assert content("Which lamps were turning?") == content("the lamp turns")


def test_numbers_are_read_whatever_parts_their_thousands_and_decimals() -> None:
    assert numbers("1 893 рейса, 0,05 и 2.5") == {"1893", "0.05", "2.5"}


def test_names_are_capitals_within_a_sentence_and_identifiers() -> None:
    assert {"ingrid", "holm"} <= names("It was built by Ingrid Holm.")
    assert names("The lamp turns.") == frozenset()


def test_negations_of_both_languages_are_counted() -> None:
    assert negations("Паром не ходит") == 1
    assert negations("It doesn't run") == 1
    assert negations("Паром ходит") == 0


def test_a_question_that_points_back_carries_the_words_of_the_one_before() -> None:
    talk = Conversation()
    assert talk.carry("Кто построил маяк?") == ""
    assert content(talk.carry("А когда он построен?")) == content("маяк")
    assert talk.carry("Сколько причалов держит гавань в Истаде?") == ""


@pytest.mark.parametrize("question", [
    "Что такое LoRA?", "А что такое LoRA?", "What is a lighthouse?", "Зачем нужен Docker?", "LoRA",
    "And what is the harbour?", "А сколько причалов держит гавань?", "Where is sample_top_p implemented?",
])
def test_a_question_that_stands_by_itself_inherits_nothing(question: str) -> None:
    talk = Conversation()
    talk.carry("Что такое KV-кэш?")
    assert talk.carry(question) == ""


@pytest.mark.parametrize("question", [
    "А чем она отличается?", "Чем он отличается от LoRA?", "Почему?", "Why?", "And how large is it?", "Где это описано?",
])
def test_a_question_that_points_back_gets_what_it_points_to(question: str) -> None:
    talk = Conversation()
    talk.carry("Что такое KV-кэш?")
    assert content(talk.carry(question)) == content("KV-кэш")


def test_words_are_carried_over_several_turns() -> None:
    talk = Conversation()
    talk.carry("How deep is the second pier?")
    talk.carry("Who owns it?")
    assert "pier" in talk.carry("And why?")
