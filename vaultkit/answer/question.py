"""Analysis of a question: its language, the words that matter, and the type of answer that would satisfy it."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from typing import Literal

from vaultkit.answer.text import WORD, content, is_stop, question_language
from vaultkit.text.lazy_pattern import lazy_pattern

Want = Literal["number", "date", "name", "place", "command", "definition", "reason", "steps", "list", "any"]

# The first that fits decides. One table for both languages: the words do not collide.
FORMS: tuple[tuple[Want, str], ...] = (
    ("command", r"\b(?:какой|какую|какими?) (?:команд\w+|ключ\w*|флаг\w*)|\bкоманд\w+ (?:для|чтобы)"
                r"|\b(?:which|what) (?:command|flag|switch|option|shortcut|key)\w*|сочетани\w+ клавиш"),
    ("date", r"^(?:а |и |с |до )?когда\b|\bв каком (?:году|месяце)|(?<!с )\bкакого числа|\bс какого (?:дня|года"
             r"|месяца|времени)\b|^(?:and |since )?when\b|\b(?:what|which) (?:year"
             r"|date|day|month)"),
    ("number", r"\bсколько\b|\bнасколько\b|\bна сколько\b|\bкак (?:долго|часто|много)\b|\bhow (?:many|much|long"
               r"|often|large|big|fast|far|high|deep|old)\b"
               r"|\b(?:как\w+|чему) (?:\w+ )?(?:размер\w*|ранг\w*|объ[её]м\w*|числ\w+|значени\w+|порог\w*|предел\w*"
               r"|скорост\w+|мощност\w+|температур\w+|"
               r"верси\w+|порт\w*|длин\w+|дол[яюи]\w*|процент\w*|равн\w+|равен)\b"
               r"|\b(?:what|which)(?: is| are)?(?: the| a)? (?:\w+ )?(?:size|rank|number|value|threshold|limit"
               r"|speed|port|version|length"
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
    ("list", r"\b(?:какие|каких|перечисл\w+|назов\w+)\b|\bwhich \w+s\b"
             r"|\bwhat \w+s (?:are|is|do|does|can|could|must|should|did|have|has|were|was|of|in|for)\b|\blist\b"),
)
_ASKS = lazy_pattern(
    r"\b(?:сколько|сколькими|скольких|скольким|как(?:ой|ая|ое|ие|им|ими|их|ого|ом|ую|ому)|how (?:many|much)"
    r"|which|what)"
    r"\s+(?!is\b|are\b|does\b|do\b|did\b|was\b|were\b)(\w+)(?:\s+(\w+))?", re.IGNORECASE)
# The quantity that a number has to measure: the first pattern that fits decides; none where any number may do.
QUANTITIES: tuple[tuple[str, str], ...] = (
    ("money", r"\bсколько\b.{0,40}\b(?:стои\w+|платит\w*|заплат\w+|потрат\w+|рублей|долларов|евро|денег)\b"
              r"|\bв сколько обо"
              r"|\bво сколько обош\w+|\b(?:какая|какова|какую) (?:\w+ )?(?:цен\w|стоимост\w+)|\bпоч[её]м\b"
              r"|\bhow much (?:\w+ )*(?:cost\w*|pay|paid|spen[dt]|money|charge\w*)\b|\b(?:price|cost)s?\b.*\?$"
              r"|\bhow many (?:dollars|euros|roubles|rubles|pounds)\b"),
    ("often", r"\bкак часто\b|\bс какой частот\w+|\bhow often\b|\bhow frequently\b"),
    ("time", r"\bкак долго\b|\bсколько (?:\w+ )?(?:времени|секунд|минут|часов|дней|суток|недель|месяцев|лет)\b"
             r"|\bhow long\b"
             r"|\bhow many (?:seconds|minutes|hours|days|weeks|months|years)\b|\bhow much time\b"),
    ("heat", r"\bдо какой температур\w*|\bнагрева\w+|\bсколько градусов\b|\bhow (?:hot|cold|many degrees)\b"),
    ("share", r"\bсколько процентов\b|\bкакой процент\b|\bwhat (?:percentage|percent)\b"),
    ("bytes", r"\bсколько (?:\w+ ){0,2}(?:гигабайт\w*|мегабайт\w*|килобайт\w*|байт\w*|памяти|видеопамяти|места"
              r"|гб|мб)\b"
              r"|\bв (?:мега|гига|кило)байтах\b|\bhow (?:many|much) (?:\w+ )?(?:gigabytes|megabytes|bytes"
              r"|memory|vram|ram|disk|gb|mb)\b"),
)
_QUANTITIES = tuple((kind, lazy_pattern(pattern, re.IGNORECASE)) for kind, pattern in QUANTITIES)
_COUNTED = lazy_pattern(r"\b(?:number of|количеств\w+|числ[оа]) (\w+)", re.IGNORECASE)
_DEGREE = lazy_pattern(r"(?:максимальн|минимальн|наибольш|наименьш|обш|общ|средн|предельн|maximum|minimum|maximal"
                     r"|minimal|largest"
                     r"|smallest|total|average|greatest|most|many|other|different)\w*$", re.IGNORECASE)
# A question is asked in the first or last words of a text that somebody pasted with it.
_ENDS = 1000
_COMPILED = tuple((want, lazy_pattern(pattern, re.IGNORECASE)) for want, pattern in FORMS)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read. ``terms`` are the stems that matter, each once; ``search`` is what is looked for, which holds
    more than ``text`` when a conversation carries words over; ``focus`` are the stems of what is asked for itself
    (``Сколько слоёв …``, ``Which font format …``), nothing where the question has no such word; ``quantity`` is the
    kind of number asked for (``money``, ``time`` …), empty where any may do."""

    text: str
    search: str
    language: str
    terms: tuple[str, ...]
    want: Want
    focus: tuple[str, ...] = ()
    quantity: str = ""


def read_question(text: str, carried: str = "") -> Question:
    """``text`` as a Question; ``carried`` are words of the questions before it that it leans on."""
    search = f"{text} {carried}".strip()
    asked = text if len(text) <= 2 * _ENDS else f"{text[:_ENDS]} {text[-_ENDS:]}"
    want: Want = next((want for want, pattern in _COMPILED if pattern.search(asked)), "any")
    quantity = next((kind for kind, pattern in _QUANTITIES if pattern.search(asked)), "")
    if quantity and want in ("any", "list", "name", "steps"):
        want = "number"
    return Question(
        text, search, question_language(text), content(search), want, () if quantity else _focus(asked), quantity
    )


def _focus(text: str) -> tuple[str, ...]:
    """Return what stands right behind the question word."""
    counted = _COUNTED.search(text)
    if counted is not None and content(counted[1]):
        return content(counted[1])
    match = _ASKS.search(text)
    if match is None:
        return ()
    words = [word for word in (match[1], match[2] or "") if not _DEGREE.match(word)]
    return next((found for word in words if (found := content(word))), ())


# Pronouns that point back to the question before, and openings that continue it.
_BACK = lazy_pattern(
    r"\b(?:он|она|оно|они|его|её|ее|их|ему|ей|им|ими|нём|нем|ней|него|нее|неё|них|нему|этот|эта|это|эти|этого|этой"
    r"|этих|этим|этому|там|тогда|такой|такая"
    r"|такое|такие|it|its|they|them|their|this|that|these|those|he|she|his|her|him|there|one|ones|former|latter)\b",
    re.IGNORECASE)
_ON = lazy_pattern(r"^\W*(?:а|и|но|ну|тогда|ещё|еще|and|but|so|then|what about|how about|also|or)\b", re.IGNORECASE)
_WHAT = lazy_pattern(r"^(?:что (?:это )?такое|что это за|what (?:is|are) (?:this|that)(?= \w))", re.IGNORECASE)
REMEMBERED = 3


class Conversation:
    """The last questions. Notes are looked for with the words of the one before where the new one points back at it."""

    def __init__(self) -> None:
        self._asked: deque[str] = deque(maxlen=REMEMBERED)

    def carry(self, question: str) -> str:
        """The words of earlier questions that ``question`` leans on, or an empty string; it is remembered."""
        carried = ""
        if self._asked and leans(question):
            own = set(content(question))
            words = [word for word in WORD.findall(self._asked[-1])
                     if not is_stop(word) and not own & set(content(word))]
            carried = " ".join(dict.fromkeys(words))
        self._asked.append(f"{question} {carried}".strip())
        return carried


def leans(question: str) -> bool:
    """Return whether a question can not be understood without the one before: it points back with a pronoun, goes on
    with few words of its own, or has none. One that asks what something is names what it is about."""
    own = content(question)
    bare = _ON.sub("", question).strip()
    if not own or (_BACK.search(_WHAT.sub("", bare)) and len(own) <= 4):
        return True
    return len(own) <= 2 and bool(_ON.search(question)) and read_question(bare).want != "definition"
