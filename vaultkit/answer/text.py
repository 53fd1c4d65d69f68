"""Words of questions and sentences in one form: stems by script, stop words, numbers, names, negation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.tokens import Stemmer

WORD = lazy_pattern(r"[^\W_]+(?:['’][^\W_]+)*")
CYRILLIC = lazy_pattern(r"[а-яё]", re.IGNORECASE)
_NUMBER = lazy_pattern(r"(?<![^\W\d_])\d+(?:[\s\u00a0\u202f](?=\d{3}\b)\d{3})*(?:[.,]\d+)*")
_NAME = lazy_pattern(r"[^\W\d_][\w+#]*(?:[-.][^\W_][\w+#]*)*")

STOP_EN = frozenset("""a about above after again all am amount an and any are as at be because been before being below
between both but by call called calls can could did do does doing down during each exactly few for from further get
gets give given gives had happen happens has have having he her here hers him his how i if in into is it its itself
just kind kinds let long made make makes many me mean means more most much must my need needed needs no nor not note
notes number of off often on once only or other our out over own please same say says shall she should so some such
take taken takes tell than that the their them then there these they thing things this those through to too under
until up us use used using vault very was way ways we were what when where whether which while who whom whose why will
with work works would you your""".split())
STOP_RU = frozenset("""а без более больше будет будто бы бывает бывают был была были было быть в вам вас ведь весь
взят взята взято взяты взять вид виде виды во вообще вот время все всегда всего всех всю вы выбран выбрана выбрано
выбраны выставлен выставлена выставлено выставлены где говорится да дает даже дают действие действия делать для до
другая другие другой его ее ей ему если есть еще ж же за задан задана задано заданы заметка заметках заметке заметки
занимает занимают занять записано затем зачем здесь значит зовется зовут и из или им имеется именно имеются иногда
использовать использует используется используются их к каждая каждое каждые каждый как какая какие каким каких каков
какова каково каковы какого какое какой какому какую кем ко когда кого коим количества количество кому конечно кто
куда ли либо лишь лучше между меня мне много мое моего моей может можно мои моих мой моя мы на над надо называется
называть называются наконец нас находится находятся не него нее ней нельзя нет ни нибудь никогда ним них ничего но ну
нужен нужна нужно нужны о об образом обычно один она они оно от отвечает отвечают перед по под пока помощью после
потом потому почему почти при приходится про происходит просто работает работают равен равна равно равны раз разве с
сам самый свою сделать себе себя сейчас сказано скольким сколькими скольких сколько следует сначала со совсем
составляет составляют способ способом стоит стоял стояла стоят так также такое такой там тебя тем теперь то тогда того
тоже только том тот три тут ты у уже узнать указан указана указано указаны хорошо хоть целом чего чей чем чему через
числа число что чтобы чуть чье чьих чья эта эти это этого этой этом этот эту я является являются""".split())
_NEGATIONS = frozenset(
    "not no never none nothing nobody neither nor cannot without не нет нельзя никогда ничего ни без никто".split())
_NEGATED_ENGLISH = lazy_pattern(r"\b\w+n['’]t\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer:
    return Stemmer()


@lru_cache(maxsize=20_000)
def stems(text: str) -> tuple[str, ...]:
    """Every word of ``text`` in the form under which its inflections meet (as search has them), in order."""
    return tuple(_stemmer().tokens(text))


def stem_word(word: str) -> str:
    """The stem of one word; of one in several parts that of the whole."""
    return next(iter(stems(word)), "")


@lru_cache(maxsize=20_000)
def content(text: str) -> tuple[str, ...]:
    """Stems of the words that carry meaning, each once, in order."""
    words = _stemmer().words(text)
    return tuple(dict.fromkeys(token for word, tokens in words if not is_stop(word) for token in tokens))


def is_stop(word: str) -> bool:
    """Return whether ``word`` (as written) says nothing about what a question is about."""
    low = word.casefold().replace("ё", "е").replace("’", "'").removesuffix("'s")
    return low in STOP_EN or low in STOP_RU


def question_language(text: str) -> str:
    """``ru`` or ``en``: of the function words first, since names in a question may be of another script; then of the
    letters."""
    words = [word.casefold().replace("ё", "е") for word in WORD.findall(text)]
    russian, english = (sum(word in stop for word in words) for stop in (STOP_RU, STOP_EN))
    if russian != english:
        return "ru" if russian > english else "en"
    return "ru" if len(CYRILLIC.findall(text)) * 2 >= sum(char.isalpha() for char in text) > 0 else "en"


def numbers(text: str) -> frozenset[str]:
    """The numbers in ``text``, thousands joined, a decimal comma as a point."""
    found = (re.sub(r"[\s\u00a0\u202f]", "", number) for number in _NUMBER.findall(text))
    return frozenset(number.replace(",", ".") for number in found)


def names(text: str) -> frozenset[str]:
    """Words that name something: with a capital where no sentence begins, with digits, or in other capitals than the
    first letter; as stems."""
    found: set[str] = set()
    for match in _NAME.finditer(text):
        word = match[0]
        opens = not text[:match.start()].rstrip(" «\"'*_`([|").strip() or bool(
            re.search(r"[.!?:|\n]\s*[«\"'*_`([]*$", text[:match.start()]))
        if any(char.isdigit() for char in word) or word[1:] != word[1:].lower() or (word[0].isupper() and not opens):
            found.update(stem_word(part) for part in WORD.findall(word))
    return frozenset(found)


def negations(text: str) -> int:
    """Count the words of ``text`` that negate."""
    return sum(word.casefold() in _NEGATIONS for word in WORD.findall(text)) + len(_NEGATED_ENGLISH.findall(text))


def overlap(one: Iterable[str], other: Iterable[str]) -> float:
    """The share of ``one`` that ``other`` holds; 0 for nothing."""
    wanted, there = set(one), set(other)
    return len(wanted & there) / len(wanted) if wanted else 0.0
