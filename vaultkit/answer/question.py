"""What a question asks for: its language, the words that matter, and the type of answer that would satisfy it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from vaultkit.answer.text import content, language_of

Want = Literal["number", "date", "name", "place", "command", "definition", "reason", "steps", "list", "any"]

# The first that fits decides. One table for both languages: the words do not collide.
FORMS: tuple[tuple[Want, str], ...] = (
    ("command", r"\b(?:какой|какую|какими?) (?:команд\w+|ключ\w*|флаг\w*)|\bкоманд\w+ (?:для|чтобы)"
                r"|\b(?:which|what) (?:command|flag|switch|option|shortcut|key)\w*|сочетани\w+ клавиш"),
    ("date", r"\bкогда\b|\bв каком (?:году|месяце)|\bкакого числа|\bс какого\b|\bwhen\b|\b(?:what|which) (?:year"
             r"|date|day|month)"),
    ("number", r"\bсколько\b|\bнасколько\b|\bна сколько\b|\bкак (?:долго|часто|много)\b|\bhow (?:many|much|long"
               r"|often|large|big|fast|far|high|deep|old)\b"
               r"|\b(?:как\w+|чему) (?:\w+ )?(?:размер\w*|ранг\w*|объ[её]м\w*|числ\w+|значени\w+|порог\w*|предел\w*"
               r"|скорост\w+|мощност\w+|температур\w+|"
               r"верси\w+|порт\w*|длин\w+|дол[яюи]\w*|процент\w*|равн\w+|равен)\b"
               r"|\b(?:what|which) (?:\w+ )?(?:size|rank|number|value|threshold|limit|speed|port|version|length"
               r"|share|percentage|rate|temperature)\b"),
    ("reason", r"\bпочему\b|\bзачем\b|\bотчего\b|\bиз-за чего\b|\bпо какой причине|\bwhy\b|\bwhat for\b|\bhow come\b"
               r"|\bfor what reason"),
    ("definition", r"^(?:а )?что (?:такое|значит|означает|называ\w+|это)\b|\bчто так(?:ое|ой)\b|^что за\b|^what(?:'s"
                   r"| is| are)(?: an?| the)? (?!\w+ (?:of|in|for)\b)(?:[\w-]+ ?){1,3}\??$"
                   r"|\bwhat does .+ mean\b|\bdefin(?:e|ition)\b|\bопредел\w+ "),
    ("name", r"\bкто\b|\bкого\b|\bкому\b|\bкем\b|\bчь[яеё]\b|\bкак (?:зов\w+|называ\w+|имен\w+)|\bwho\b|\bwhose\b"
             r"|\bwhom\b|\bwhat is .* (?:called|named)\b|\bкак\w+ (?:им[яе]\w*|названи\w+)"),
    ("place", r"\bгде\b|\bкуда\b|\bоткуда\b|\bв как(?:ой|ом) (?:папк\w+|файл\w+|мест\w+|раздел\w+|меню|настройк\w+)"
              r"|\bwhere\b|\b(?:what|which) (?:folder|file|place|directory|menu|setting)"),
    ("steps", r"\bкак\b(?! \w+(?:ой|ая|ое|ие)\b)|\bкаким образом|\bпо шагам|\bhow (?:do|does|to|can|should|would|is"
              r"|are|did)\b|\bsteps?\b"),
    ("list", r"\b(?:какие|каких|перечисл\w+|назов\w+)\b|\b(?:which|what) \w+(?:s)\b|\blist\b"),
)
_ASKS = re.compile(
    r"\b(?:сколько|сколькими|скольких|скольким|как(?:ой|ая|ое|ие|им|ими|их|ого|ом|ую|ому)|how (?:many|much)|which|what)"
    r"\s+(?!is\b|are\b|does\b|do\b|did\b|was\b|were\b)(\w+)(?:\s+(\w+))?", re.IGNORECASE)
_COMPILED = tuple((want, re.compile(pattern, re.IGNORECASE)) for want, pattern in FORMS)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read. ``terms`` are the stems that matter, each once; ``search`` is what is looked for, which holds
    more than ``text`` when a conversation carries words over; ``focus`` are the stems of what is asked for itself
    (``Сколько слоёв …``, ``Which font format …``), nothing where the question has no such word."""

    text: str
    search: str
    language: str
    terms: tuple[str, ...]
    want: Want
    focus: tuple[str, ...] = ()


def read_question(text: str, carried: str = "") -> Question:
    """``text`` as a Question; ``carried`` are words of the questions before it that it leans on."""
    search = f"{text} {carried}".strip()
    want: Want = next((want for want, pattern in _COMPILED if pattern.search(text)), "any")
    return Question(text, search, language_of(text), content(search), want, _focus(text))


def _focus(text: str) -> tuple[str, ...]:
    """What stands right behind the word that asks."""
    match = _ASKS.search(text)
    if match is None:
        return ()
    return next((found for word in (match[1], match[2] or "") if (found := content(word))), ())
