"""Numbers that answer: of the kind asked for, and near what is counted."""

from __future__ import annotations

import re

from vaultkit.answer.junk import without_formulas
from vaultkit.answer.text import numbers, stems

# How a number of each kind is written.
KINDS = {
    "money": re.compile(r"[$€₽£¥]|\b(?:руб\w*|доллар\w*|евро|копе\w+|тенге|гривен\w*|USD|EUR|RUB|GBP|dollars?|euros?|cents?"
                        r"|pounds?|roubles?|rubles?|бесплатн\w+|free)\b", re.IGNORECASE),
    "often": re.compile(r"\b(?:раз\w* в|кажд\w+|ежедневн\w+|еженедельн\w+|ежемесячн\w+|ежегодн\w+|ежечасн\w+|раз\b|every|each|daily"
                        r"|weekly|monthly|yearly|hourly|once|twice|per|по (?:утрам|вечерам|ночам))\b", re.IGNORECASE),
    "time": re.compile(r"\b(?:сек\w*|мин|минут\w*|час\w*|д(?:ень|ня|ней|ни)|сут\w+|недел\w+|месяц\w*|год\w*|лет|мс|seconds?|secs?"
                       r"|minutes?|mins?|hours?|days?|weeks?|months?|years?|ms|all day|indefinitely|forever|навсегда|вечер\w*)\b"
                       r"|\d ?(?:s|с|h|ч)\b", re.IGNORECASE),
    "heat": re.compile(r"°|\b(?:градус\w*|degrees?|celsius)\b", re.IGNORECASE),
    "share": re.compile(r"%|\b(?:процент\w*|percent\w*|половин\w+|четверт\w+|трет\w+|half|third|quarter|дол[яюи])\b", re.IGNORECASE),
    "bytes": re.compile(r"\b(?:байт\w*|\w*байт\w*|bytes?|\w+bytes?|bits?|бит\w*)\b|\d ?(?:[кмгт]и?б|[kmgt]i?b)\b", re.IGNORECASE),
}


def of_kind(kind: str, text: str) -> bool:
    """Whether ``text`` has a number of this kind, or says it in a word; any will do for a kind that is not known."""
    pattern = KINDS.get(kind)
    return pattern is None or bool(pattern.search(text))


def figures(text: str) -> frozenset[str]:
    """The numbers of ``text`` outside its formulas."""
    return numbers(without_formulas(text))


def close(text: str, counted: tuple[str, ...], asked: tuple[str, ...], within: int = 4) -> bool:
    """Whether a number that is not in ``asked`` stands within so many words of one of ``counted`` (stems)."""
    words = stems(text)
    places = [place for place, word in enumerate(words) if word in counted]
    others = [place for place, word in enumerate(words) if word[:1].isdigit() and word not in asked]
    return any(abs(one - other) <= within for one in places for other in others)
