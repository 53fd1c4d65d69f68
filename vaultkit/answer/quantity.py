"""Numbers that answer: of the kind asked for, and near what is counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from vaultkit.answer.junk import without_formulas
from vaultkit.answer.text import WORD, numbers, stems

WORD_NUMBER = re.compile(
    r"\b(?:два|две|двух|двумя|три|тр[её]х|четыре|четыр[её]х|пять|пяти|шесть|семь|восемь|восьми|девять|десять|десяти"
    r"|двадцать|сто|тысяч\w*|половин\w+|треть\w*|четверт\w+|вдвое|втрое|дважды|two|three|four|five|six|seven"
    r"|eight|nine"
    r"|ten|twelve|twenty|hundred|thousand|half|third|quarter|twice|once|double)\b", re.IGNORECASE)
_NAMED = re.compile(r"\b\d+(?!(?:[кмгт]и?б|[kmgt]i?b|ms|мс|px|k|x|w|вт|вт·ч|гц|hz|s|h|м|км|мм|см|m|km|mm|cm|млн"
                    r"|млрд|kg|кг)\b)"
                    r"[^\W\d_]\w*", re.IGNORECASE)
# How a number of each kind is written.
KINDS = {
    "money": re.compile(r"[$€₽£¥]|\b(?:руб\w*|доллар\w*|евро|копе\w+|тенге|гривен\w*|USD|EUR|RUB|GBP|dollars?"
                        r"|euros?|cents?"
                        r"|pounds?|roubles?|rubles?|бесплатн\w+|free)\b", re.IGNORECASE),
    "often": re.compile(r"\b(?:раз\w* в|кажд\w+|ежедневн\w+|еженедельн\w+|ежемесячн\w+|ежегодн\w+|ежечасн\w+"
                        r"|раз\b|every|each|daily"
                        r"|weekly|monthly|yearly|hourly|once|twice|per|по (?:утрам|вечерам|ночам))\b", re.IGNORECASE),
    "time": re.compile(r"\b(?:сек\w*|мин|минут\w*|час\w*|д(?:ень|ня|ней|ни)|сут\w+|недел\w+|месяц\w*|год\w*|лет"
                       r"|мс|seconds?|secs?"
                       r"|minutes?|mins?|hours?|days?|weeks?|months?|years?|ms|all day|indefinitely|forever"
                       r"|навсегда|вечер\w*)\b"
                       r"|\d ?(?:s|с|h|ч)\b", re.IGNORECASE),
    "heat": re.compile(r"°|\b(?:градус\w*|degrees?|celsius)\b", re.IGNORECASE),
    "share": re.compile(r"%|\b(?:процент\w*|percent\w*|половин\w+|четверт\w+|трет\w+|half|third|quarter"
                        r"|дол[яюи])\b", re.IGNORECASE),
    "bytes": re.compile(r"\b(?:байт\w*|\w*байт\w*|bytes?|\w+bytes?|bits?|бит\w*)\b|\d ?(?:[кмгт]и?б"
                        r"|[kmgt]i?b)\b", re.IGNORECASE),
}


def of_kind(kind: str, text: str) -> bool:
    """Whether ``text`` has a number of this kind, or says it in a word; any will do for a kind that is not known."""
    pattern = KINDS.get(kind)
    return pattern is None or bool(pattern.search(text))


def figures(text: str) -> frozenset[str]:
    """The numbers of ``text`` outside its formulas; a name that has a digit (``2FA``) is none."""
    return numbers(_NAMED.sub(" ", without_formulas(text)))


def close(text: str, counted: tuple[str, ...], asked: tuple[str, ...], within: int = 3) -> bool:
    """Whether a number that is not in ``asked`` counts one of ``counted`` (stems): it stands at most so many words
    before it in the same clause, or after it as in ``layers: 32``."""
    bare = _NAMED.sub(" ", without_formulas(text))
    words = [(match.start(), match.end(), match[0]) for match in WORD.finditer(bare)]
    nouns = [place for place, (_, _, word) in enumerate(words) if set(stems(word)) & set(counted)]
    for place, (begin, end, word) in enumerate(words):
        if not (word[0].isdigit() or WORD_NUMBER.fullmatch(word)) or set(stems(word)) & set(asked):
            continue
        for noun in nouns:
            between = bare[end:words[noun][0]] if noun > place else bare[words[noun][1]:begin]
            if abs(noun - place) <= within and not re.search(r"[;.!?()]"
                                                             r"|[,:—] " if noun > place else r"[;.!?(),]", between):
                return True
    return False


_NUMERALS = (("2", "two", "два", "две", "двух"), ("3", "three", "три", "трёх", "тремя"),
             ("4", "four", "четыре", "четырёх"),
             ("5", "five", "пять", "пяти"), ("6", "six", "шесть", "шести"), ("7", "seven", "семь", "семи"),
             ("8", "eight", "восемь", "восьми"), ("9", "nine", "девять"), ("10", "ten", "десять", "десяти"))


@lru_cache(maxsize=1)
def _numerals() -> dict[str, frozenset[str]]:
    return {stem: all_of for group in _NUMERALS
            for all_of in (frozenset(stem for word in group for stem in stems(word)),) for stem in all_of}


def spelt(words: Iterable[str]) -> set[str]:
    """Stems, with each small number in figures and in words of both languages."""
    known, out = _numerals(), set(words)
    return out.union(*(known[word] for word in out & known.keys()))
