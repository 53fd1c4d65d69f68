"""What a person put down to be built becomes an idea: tasks, plans, exercises, items that lead to code."""

from __future__ import annotations

import pytest

from vaultkit.ideas.planned import exercise, is_exercise, named, ordered

PLAN = """# Компилятор

- [ ] 12. Реализовать виртуальную машину NeMo, которая выполняет программы
- [x] Написать парсер арифметических выражений
- [ ] Позвонить врачу

1. Создайте файл настроек
"""
LABS = "# Labs\n\n- [Метод бисекции](task1)\n- [Лицензия](LICENSE)\n- [Сайт](https://example.org/task1)\n"
EXERCISES = "# Лабораторная\n\n### Задание 7\nРеализовать калькулятор, вычисляющий значение выражения\n"


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


def test_gaps_tells_what_is_planned_and_where_a_listed_link_leads(call, vault, valid):
    folder = vault({"План.md": PLAN, "math/README.md": LABS, "lab/README.md": EXERCISES,
                    "math/task1/main.py": "def bisect(f, a, b):\n    return (a + b) / 2\n", "math/LICENSE": "MIT\n"})
    gaps = {gap["title"]: gap for gap in valid(call("gaps", "--vault", folder, "--format", "json"), "gaps")["gaps"]}
    assert "Виртуальная машина NeMo" in gaps and "Парсер арифметических выражений" in gaps
    assert [gaps["Метод бисекции"]["outcome"], gaps["Метод бисекции"]["probable"][0]["path"]] == [
        "probable", "math/task1/main.py"]
    assert any(title.startswith("Задание 7: Реализовать калькулятор") for title in gaps)
    assert not {"Позвонить врачу", "Лицензия", "Сайт", "Файл настроек"} & set(gaps)


def test_markdown_of_a_vault_that_declares_nothing_is_its_first_screen(call, vault):
    folder = vault({"План.md": PLAN})
    text = call("gaps", "--vault", folder, "--format", "markdown").out
    assert "- Виртуальная машина NeMo ([[План]]:3)" in text and "idea:" not in text
