"""A number that is asked for: of the kind asked for, near what is counted, in the sentence or beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vaultkit.answer import Means, answer
from vaultkit.answer.answer_types import close, numbers_of, of_kind
from vaultkit.answer.generators.extractive import Extractive
from vaultkit.answer.question import read_question
from vaultkit.answer.text import content

Build = Callable[..., Means]


@pytest.mark.parametrize(("text", "quantity"), [
    ("Сколько стоили лампы маяка?", "money"), ("Во сколько обошёлся причал?", "money"), ("How much does the ferry cost?", "money"),
    ("Как часто меняют масло?", "often"), ("How long does the crossing take?", "time"), ("Сколько минут идёт паром?", "time"),
    ("До какой температуры греется лампа?", "heat"), ("Сколько памяти нужно журналу?", "bytes"), ("Сколько причалов в порту?", "")])
def test_a_question_says_what_kind_of_number_it_wants(text: str, quantity: str) -> None:
    assert (read_question(text).want, read_question(text).quantity) == ("number", quantity)


@pytest.mark.parametrize(("kind", "yes", "no"), [
    ("money", "Лампы обошлись в 300 рублей.", "Две лампы по 130 Вт."), ("money", "It was $5.", "It has 5 doors."),
    ("often", "Масло меняют раз в неделю.", "Масла нужно 3 литра."), ("time", "It takes 12 minutes.", "It takes 12 men."),
    ("bytes", "Журнал занимает 3 ГБ.", "В журнале 3 листа.")])
def test_a_number_of_another_kind_is_no_answer(kind: str, yes: str, no: str) -> None:
    assert of_kind(kind, yes) and not of_kind(kind, no)


@pytest.mark.parametrize(("text", "counted", "near"), [
    ("В порту три причала.", "причал", True), ("Piers: 3; Ferries: 2", "piers", True),
    ("Из 12 человек, у каждого причала по лодке", "причал", False), ("Before 2FA, the devices stay", "devices", False)])
def test_a_number_counts_what_stands_beside_it_in_its_clause(text: str, counted: str, near: bool) -> None:
    assert close(text, content(counted), ()) is near


def test_numbers_in_formulas_and_names_are_no_figures() -> None:
    assert numbers_of("With $x^{2 + 1}$ and 2FA it is 3.36.") == {"3.36"}


def test_a_number_is_found_where_the_sentence_before_it_says_what_it_counts(means: Build) -> None:
    lamp = ("Lamp", "With two mirrors, one turn of the lamp yields several flashes on average. At full speed that is 3.36.")
    found = answer("How many flashes does one turn of the lamp yield at full speed?", means(lamp), Extractive())
    said = [sentence.text for section in found.sections for sentence in section.sentences]
    assert said[:2] == ["With two mirrors, one turn of the lamp yields several flashes on average.",
                        "At full speed that is 3.36."]


def test_a_price_is_refused_where_no_sentence_has_one(means: Build) -> None:
    lamp = ("Лампы", "Лампы маяка потребляют 130 Вт. Лампы маяка стоят в двух гнёздах.")
    assert not answer("Сколько стоили лампы маяка?", means(lamp), Extractive()).answered
    priced = ("Лампы", "Лампы маяка обошлись в 300 рублей и стоили своих денег.")
    assert answer("Сколько стоили лампы маяка?", means(priced), Extractive()).answered


def test_the_row_of_a_table_that_is_named_by_what_is_asked_wins(means: Build) -> None:
    table = ("Lamp", "The lamp turns at a speed of many metres.\n\n| Setting | Value |\n| --- | --- |\n| speed | 12 |\n| height | 40 |")
    found = answer("What is the speed of the lamp?", means(table), Extractive())
    assert found.sections[0].sentences[0].text == "Setting: speed; Value: 12"
