"""The figures of a set as a person and as a program read them."""

from __future__ import annotations

import json

import click
import jsonschema
import pytest

from vaultkit.evaluate import GoldQuestion, Reply, evaluate, reply_of
from vaultkit.messages.words import Words, words_in
from vaultkit.model import Answer, AnswerBlock, AnswerSeconds, AnswerSection, AnswerSentence, AnswerSource, Refusal
from vaultkit.render.eval_text import eval_lines, eval_object
from vaultkit.render.pages.eval_page import eval_page
from vaultkit.resources import schema_text

SET = [GoldQuestion("Сколько?", ("a.md",), "4", part="own-words", line=1),
       GoldQuestion("Почём?", (), unanswerable=True, part="unanswerable-own", line=2)]


@pytest.fixture
def report():
    return evaluate(SET, lambda _: ["b.md", "a.md"], lambda _: Reply(True, 0.8, ("a.md",), "4"))


def told(report, lang="en", **options):
    return [click.unstyle(line) for line in eval_lines(report, Words(lang), 100, **options)]


def test_a_table_has_a_row_for_each_part_and_for_all(report):
    lines = told(report)
    assert [line.split()[0] for line in lines[1:4]] == ["own-words", "unanswerable-own", "all"]
    assert lines[1].split()[1:5] == ["1", "0.00", "1.00", "1.00"]


def test_columns_that_nothing_was_measured_for_are_left_out():
    assert "ECE" not in told(evaluate(SET, lambda _: ["a.md"]))[0]


def test_numbers_are_spelled_as_the_language_does(report):
    assert "0,50" in told(report, "ru")[3]


def test_questions_that_went_wrong_are_listed_on_request(report):
    assert told(report, wrong=True)[-2:] == ["2: Почём?", "    answered, though no note says it"]


def test_the_object_holds_to_its_schema(report):
    data = json.loads(json.dumps(eval_object(report, "hybrid"), default=list))
    jsonschema.Draft202012Validator(json.loads(schema_text("eval"))).validate(data)
    assert data["citation_precision"] == 0.5
    assert [part["part"] for part in data["parts"]] == ["own-words", "unanswerable-own"]
    assert data["outcomes"][0]["found"] == ["b.md", "a.md"]


def test_an_answer_is_reduced_to_what_is_measured():
    section = AnswerSection(None, (AnswerSentence("Четыре.", (2, 1), True, 1.0), AnswerSentence("Да.", (2,), True, 1.0)))
    sources = (AnswerSource(1, "a.md", None, ()), AnswerSource(2, "b.md", None, ()))
    answer = Answer("Сколько?", "ru", "direct", "extractive", None, "retrieval", "answered", True, 0.9, None, (section,),
                    sources, AnswerSeconds())
    assert reply_of(answer) == Reply(True, 0.9, ("b.md", "a.md", "b.md"), "Четыре. Да.", "answered")


def test_a_refusal_cites_nothing():
    answer = Answer("Сколько?", "ru", "direct", "extractive", None, "retrieval", "nothing", False, 0.1,
                    Refusal("nothing", ()), (), (), AnswerSeconds())
    assert reply_of(answer) == Reply(False, 0.1, (), "")


def test_the_page_has_every_question_the_misses_first_and_no_markup_of_a_note(report):
    block = AnswerBlock("a.md", (), 3, 4, "<b>Почём</b>", "Почём", (1,))
    asked = SET[0].question
    shown = evaluate(SET, lambda _: ["a.md"], lambda question: Reply(
        True, 0.9, ("a.md",), "", "answered", (block,)) if question == asked else Reply(False, 0.1))
    page = eval_page(shown, "vault", ["figures"], words_in("en"))
    assert all(one.question in page for one in SET) and "<b>Почём" not in page and "&lt;b&gt;Почём" in page
    assert "Missed:" in page and "a.md:3-4" in page
