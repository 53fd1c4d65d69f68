"""Russian: its texts, what is counted in every plural form, and how numbers are written."""

from __future__ import annotations

from vaultkit.messages.message import Language
from vaultkit.messages.ru.agents import AGENTS
from vaultkit.messages.ru.evaluation import EVALUATION
from vaultkit.messages.ru.reasons import REASONS
from vaultkit.messages.ru.texts import TEXTS

FORMS: dict[str, tuple[str, ...]] = {
    "alias": ("псевдоним", "псевдонима", "псевдонимов"),
    "vector": ("вектор", "вектора", "векторов"),
    "index": ("индекс", "индекса", "индексов"),
    "chat": ("беседа", "беседы", "бесед"),
    "chunk": ("фрагмент", "фрагмента", "фрагментов"),
    "concept": ("концепт", "концепта", "концептов"),
    "error": ("ошибка", "ошибки", "ошибок"),
    "file": ("файл", "файла", "файлов"),
    "idea": ("идея", "идеи", "идей"),
    "link": ("ссылка", "ссылки", "ссылок"),
    "model": ("модель", "модели", "моделей"),
    "note": ("заметка", "заметки", "заметок"),
    "place": ("место", "места", "мест"),
    "step": ("шаг", "шага", "шагов"),
    "week": ("неделя", "недели", "недель"),
    "subsystem": ("подсистема", "подсистемы", "подсистем"),
    "problem": ("проблема", "проблемы", "проблем"),
    "section": ("раздел", "раздела", "разделов"),
    "warning": ("предупреждение", "предупреждения", "предупреждений"),
    "line": ("строка", "строки", "строк"),
    "topic": ("тема", "темы", "тем"),
    "turn": ("реплика", "реплики", "реплик"),
    "weight.dependents": ("от неё зависит {n} идея", "от неё зависят {n} идеи", "от неё зависят {n} идей"),
    "weight.linked": ("на неё ссылается {n} заметка", "на неё ссылаются {n} заметки", "на неё ссылаются {n} заметок"),
    "weight.left": ("остался {n} этап", "осталось {n} этапа", "осталось {n} этапов"),
    "weight.unchanged": ("не менялась {n} день", "не менялась {n} дня", "не менялась {n} дней"),
}


def plural(n: int) -> int:
    """0 for 1, 21, 31 …; 1 for 2–4, 22–24 …; 2 for the rest, 11–14 among them (CLDR: one, few, many)."""
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2


LANGUAGE = Language(TEXTS | REASONS | AGENTS | EVALUATION, FORMS, plural, thousands="\u202f", decimal=",")
