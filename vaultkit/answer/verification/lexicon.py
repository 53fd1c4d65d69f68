"""Words that change what is said: negation, opposites, number words, units; Russian and English."""

from __future__ import annotations

import re

from vaultkit.answer.text import stem_word

NEGATIONS = frozenset("""not no never none nothing nobody neither nor cannot without lacks lack fails fail
не нет нельзя никогда ничего ни без никто незачем никому никакой никакие ниоткуда лишён лишен лишена лишены""".split())
NEGATED_ENGLISH = re.compile(r"n['’]t$")

# Each line holds two sides of one thing; a word's side is compared, not the word.
OPPOSITES = (
    ("large larger big bigger больше большой большая большое большие большим больших больш", "small smaller less малый "
     "малая малое малые малым малых меньше маленький маленькая"),
    ("before prior earlier до раньше прежде", "after later после позже потом"),
    ("cheap cheaper дешёвый дешевле дёшево", "expensive dearer дороже дорого дорогой"),
    ("fast faster быстрее быстро быстрый", "slow slower медленнее медленно медленный"),
    ("first первый первая первое", "last последний последняя последнее"),
    ("increases increase grows rises растёт увеличивает увеличивается повышает", "decreases decrease falls shrinks "
     "падает уменьшает уменьшается снижает"),
    ("all every always все всё всегда каждый каждая каждое everything everybody", "некоторые иногда изредка some "
     "sometimes"),
    ("week weekly неделя неделю недели", "month monthly месяц месяца day daily день дня year yearly год года"),
    ("possible можно can may", "impossible"),
)
SIDES: dict[str, tuple[int, int]] = {
    word.replace("ё", "е"): (pair, side) for pair, both in enumerate(OPPOSITES)
    for side, words in enumerate(both) for word in words.split()}

STEMMED: dict[str, tuple[int, int]] = {stem_word(word): side for word, side in SIDES.items() if len(word) > 4}

_ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
         "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
         "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
         "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000}
_RUSSIAN = {"одн": 1, "один": 1, "дв(?:а|е|ух|ум|умя)": 2, "тр(?:и|ех|ем|емя)": 3, "четыр(?:е|ех|ем|ьмя)": 4,
            "пят(?:ь|и|ью)": 5, "шест(?:ь|и|ью)": 6, "сем(?:ь|и|ью)": 7, "вос(?:емь|ьми|емью|ьмью)": 8,
            "девят(?:ь|и|ью)": 9, "десят(?:ь|и|ью)": 10, "одиннадцат(?:ь|и|ью)": 11, "двенадцат(?:ь|и|ью)": 12,
            "тринадцат(?:ь|и|ью)": 13, "четырнадцат(?:ь|и|ью)": 14, "пятнадцат(?:ь|и|ью)": 15,
            "шестнадцат(?:ь|и|ью)": 16, "семнадцат(?:ь|и|ью)": 17, "восемнадцат(?:ь|и|ью)": 18,
            "девятнадцат(?:ь|и|ью)": 19, "двадцат(?:ь|и|ью)": 20, "тридцат(?:ь|и|ью)": 30, "сорок[ау]?": 40,
            "пят(?:ь|и)десят(?:и)?": 50, "шест(?:ь|и)десят(?:и)?": 60, "сем(?:ь|и)десят(?:и)?": 70,
            "восем(?:ь|и)десят(?:и)?": 80, "девяност[оа]": 90, "ст[оа]": 100, "тысяч[аиу]?": 1000}
_READ = [(re.compile(pattern + "$"), value) for pattern, value in _RUSSIAN.items()]


def number_word(word: str) -> int | None:
    """The number that ``word`` (lower case, ё as е) names, or None. «один» and "one" name nothing: they stand for
    "a" as often as for 1."""
    if word in ("one", "один", "одн"):
        return None
    if word in _ONES:
        return _ONES[word]
    if "а" <= word[:1] <= "я":
        return next((value for pattern, value in _READ if pattern.match(word)), None)
    return None


_UNITS = """бит bit bits бита битов битах бите битам|байт byte bytes байта байтов байтах|кб kb|мб mb|гб gb|тб tb
киб kib|миб mib|гиб gib|токен token tokens токена токенов|слой layer layers слоев слоя слои слоями
тыс thousand тысяч тысячи|млн million миллионов миллиона миллион|млрд billion миллиардов миллиарда миллиард
процент percent процентов процента|секунда second seconds секунд секунды|минута minute minutes минут минуты
час hour hours часов часа|день day days дней дня|неделя week weeks недель недели|месяц month months месяцев месяца
год year years лет года|вес weight weights веса весов|модель model models модели|карта card cards карты карт картах
параметр parameter parameters параметров|масштаб scale scales масштаба масштабы|эксперт expert experts эксперта
вопрос question questions вопросов|заметка note notes заметки|роутер router|кэш cache кеш|память memory памяти
нужен нужна нужно нужны требуется требуются need needs needed required|call calls called вызывает вызывается"""
SAME: dict[str, str] = {word: group.split()[0] for group in re.split(r"[|\n]", _UNITS) for word in group.split()}
MEASURES = frozenset("бит байт кб мб гб тб киб миб гиб тыс млн млрд процент секунда минута час день неделя месяц год"
                     .split())
