"""What tasks, plans, exercises and listed links put down to be built is told by ``gaps``."""

from __future__ import annotations

PLAN = """# Компилятор

- [ ] 12. Реализовать виртуальную машину NeMo, которая выполняет программы
- [x] Написать парсер арифметических выражений
- [ ] Позвонить врачу

1. Создайте файл настроек
"""
LABS = "# Labs\n\n- [Метод бисекции](task1)\n- [Лицензия](LICENSE)\n- [Сайт](https://example.org/task1)\n"
EXERCISES = "# Лабораторная\n\n### Задание 7\nРеализовать калькулятор, вычисляющий значение выражения\n"


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
