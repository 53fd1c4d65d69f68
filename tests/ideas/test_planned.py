"""What a person put down to be built becomes an idea: tasks, plans, exercises, items that lead to code."""

from __future__ import annotations

import pytest

from vaultkit.ideas.planned import exercise, is_exercise, named, ordered


@pytest.mark.parametrize(("line", "name"), [
    ("- [ ] 12. Реализовать виртуальную машину NeMo, которая выполняет", "Виртуальная машина NeMo"),
    ("- [ ] Add the spot instance support (GCP)", "Spot instance support"),
    ("Нужно сделать очередь сообщений.", "Очередь сообщений"),
])
def test_an_order_names_what_is_to_be_built(line, name):
    assert ordered(line)[0] == name


@pytest.mark.parametrize("line", ["- [ ] Позвонить врачу", "- [ ] купить молоко", "Сервер хранит ответы в кэше."])
def test_another_line_orders_nothing(line):
    assert ordered(line) == ()


def test_a_task_of_a_board_may_only_name_the_thing():
    assert named("- [ ] Кнопка очистки фракции") == ("Кнопка очистки фракции",)


def test_an_exercise_is_called_by_its_number_and_what_it_orders():
    assert is_exercise("Задание 7") and not is_exercise("Задание на лето")
    assert exercise("Задание 7", "### Задание 7\nРеализовать калькулятор (RPN)") == "Задание 7: Реализовать калькулятор"
    assert exercise("Задание 8", "### Задание 8\nСм. выше") == ""
