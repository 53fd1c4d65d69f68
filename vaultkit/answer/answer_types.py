"""Test of whether a sentence holds the type of answer that a question asks for: a number, a name, a place …"""

from __future__ import annotations

import re
from collections.abc import Callable

from vaultkit.answer.question import Question, Want
from vaultkit.answer.sentences import Sentence
from vaultkit.answer.text import WORD, content, names, numbers, overlap, stems
from vaultkit.answer.units import without_formulas
from vaultkit.text.lazy_pattern import lazy_pattern

WORD_NUMBER = lazy_pattern(
    r"\b(?:два|две|двух|двумя|три|тр[её]х|четыре|четыр[её]х|пять|пяти|шесть|семь|восемь|восьми|девять|десять|десяти"
    r"|двадцать|сто|тысяч\w*|половин\w+|треть\w*|четверт\w+|вдвое|втрое|дважды|two|three|four|five|six|seven"
    r"|eight|nine"
    r"|ten|twelve|twenty|hundred|thousand|half|third|quarter|twice|once|double)\b", re.IGNORECASE)
_NAMED = lazy_pattern(r"\b\d+(?!(?:[кмгт]и?б|[kmgt]i?b|ms|мс|px|k|x|w|вт|вт·ч|гц|hz|s|h|м|км|мм|см|m|km|mm|cm|млн"
                    r"|млрд|kg|кг)\b)"
                    r"[^\W\d_]\w*", re.IGNORECASE)
# How a number of each kind is written.
KINDS = {
    "money": lazy_pattern(r"[$€₽£¥]|\b(?:руб\w*|доллар\w*|евро|копе\w+|тенге|гривен\w*|USD|EUR|RUB|GBP|dollars?"
                        r"|euros?|cents?"
                        r"|pounds?|roubles?|rubles?|бесплатн\w+|free)\b", re.IGNORECASE),
    "often": lazy_pattern(r"\b(?:раз\w* в|кажд\w+|ежедневн\w+|еженедельн\w+|ежемесячн\w+|ежегодн\w+|ежечасн\w+"
                        r"|раз\b|every|each|daily"
                        r"|weekly|monthly|yearly|hourly|once|twice|per|по (?:утрам|вечерам|ночам))\b", re.IGNORECASE),
    "time": lazy_pattern(r"\b(?:сек\w*|мин|минут\w*|час\w*|д(?:ень|ня|ней|ни)|сут\w+|недел\w+|месяц\w*|год\w*|лет"
                       r"|мс|seconds?|secs?"
                       r"|minutes?|mins?|hours?|days?|weeks?|months?|years?|ms|all day|indefinitely|forever"
                       r"|навсегда|вечер\w*)\b"
                       r"|\d ?(?:s|с|h|ч)\b", re.IGNORECASE),
    "heat": lazy_pattern(r"°|\b(?:градус\w*|degrees?|celsius)\b", re.IGNORECASE),
    "share": lazy_pattern(r"%|\b(?:процент\w*|percent\w*|половин\w+|четверт\w+|трет\w+|half|third|quarter"
                        r"|дол[яюи])\b", re.IGNORECASE),
    "bytes": lazy_pattern(r"\b(?:байт\w*|\w*байт\w*|bytes?|\w+bytes?|bits?|бит\w*)\b|\d ?(?:[кмгт]и?б"
                        r"|[kmgt]i?b)\b", re.IGNORECASE),
}


def of_kind(kind: str, text: str) -> bool:
    """Return whether ``text`` has a number of this kind, or says it in a word; any will do for a kind that is not
    known."""
    pattern = KINDS.get(kind)
    return pattern is None or bool(pattern.search(text))


def numbers_of(text: str) -> frozenset[str]:
    """The numbers of ``text`` outside its formulas; a name that has a digit (``2FA``) does not count."""
    return numbers(_NAMED.sub(" ", without_formulas(text)))


def close(text: str, counted: tuple[str, ...], asked: tuple[str, ...], within: int = 3) -> bool:
    """Return whether a number that is not in ``asked`` counts one of ``counted`` (stems): it stands at most so many
    words before it in the same clause, or after it as in ``layers: 32``."""
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


COUNTS = lazy_pattern(r"\bскольк|\bhow many\b|\bnumber of\b|\bколичеств|\bчисло\b", re.IGNORECASE)
_DATE = lazy_pattern(
    r"\b\d{4}-\d\d(?:-\d\d)?\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(?:1[5-9]|20)\d\d\b|\b\d{1,2}:\d\d\b"
    r"|\b(?:январ|феврал|март|апрел|ма[йяе]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|понедельник|вторник"
    r"|сред[ауы]\b|четверг"
    r"|пятниц|суббот|воскресень|вчера|сегодня|завтра|утр|вечер|недел|ноч|лет[оау]м?\b|зим|весн|осен)\w*"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday"
    r"|wednesday"
    r"|thursday|friday|saturday|sunday|yesterday|today|tomorrow|week|morning|evening|night)\w*"
    r"|\b(?:после|прежде|пока|когда|как только|каждый раз|after|before|when|until|once|every time|whenever)\b",
    re.IGNORECASE)
_REASON = lazy_pattern(
    r"\b(?:потому|поэтому|так как|поскольку|из-за|чтобы|иначе|значит|ради|оттого|ведь|причин\w+|because|since|so "
    r"that|therefore|due to"
    r"|otherwise|in order to|reason\w*|thus|hence|as a result|to avoid|so)\b|[:—]\s", re.IGNORECASE)
_DEFINES = lazy_pattern(
    r"^[\w`*\[«\"(][^.!?]{0,80}?(?:\s[—–-]\s(?:это\s)?|\bэто\b|\bназыва\w+|\bозначает\b|\bis (?:an?|the|one|how|what"
                "|where|when)\b|\bare\b"
    r"|\bmeans?\b|\brefers? to\b|\blets? you\b|\ballows? you\b|\bпозволя\w+)", re.IGNORECASE)
_PLACE = lazy_pattern(
    r"`[^`/\\.]*+[/\\.][^`]*+`|https?://|\w/\w|\*\*[^*]+\*\*\s*(?:→|>|->)|→|\b(?:в|во|на|из|под|над|у|за|рядом|in|at|on"
    r"|under|inside|from|to|into|near)\s+"
    r"(?:the\s+)?[\w«\"`*\[]|\b(?:папк|файл|каталог|раздел|меню|настройк|вкладк|folder|file|settings?|menu|tab|panel"
                      r"|director)\w*", re.IGNORECASE)
_COMMAND = lazy_pattern(r"`[^`]+`|^\s*(?:\$|sudo |pip |docker |git |python|make |npm |curl )|\b(?:Ctrl|Cmd|Alt"
                      r"|Shift)\b", re.IGNORECASE)
_DOES = lazy_pattern(
    r"^\W*(?:\d+[.)]\s*)?(?:[а-яё]+(?:ть|ти|чь|ться|йте|ите|ай|уй|и)\b|(?:click|select|open|press|choose|go|run|use"
    r"|set|add|create|type|enter|copy|make|take|put"
    r"|write|install|download|enable|drag|right|in|to|from)\b)|\b(?:нужно|надо|следует|можно|should|can|must|need to"
    r"|you)\b", re.IGNORECASE)


def answer_type_fit(question: Question, sentence: Sentence, beside: str = "") -> float:
    """Rate how well the sentence has what is asked for: 1 yes, 0 no, 0.5 where any sentence may do. ``beside`` is what
    stands before and after it in its paragraph: what is counted may be named there."""
    if question.want == "number":
        return _number(question, sentence, beside)
    check = _CHECKS.get(question.want)
    return 0.5 if check is None else float(check(question, sentence))


def _number(question: Question, sentence: Sentence, beside: str = "") -> float:
    if not of_kind(question.quantity, sentence.text):
        return 0.0
    if numbers_of(sentence.text) - numbers(question.text):
        if question.quantity or not question.focus or not COUNTS.search(question.text) \
                or close(sentence.text, question.focus, question.terms):
            return 1.0
        return 0.9 if overlap(question.focus, stems(beside)) else 0.5
    if question.quantity in ("money", "often") or (
            question.focus and close(sentence.text, question.focus, question.terms)):
        return 0.8
    return 0.5 if WORD_NUMBER.search(sentence.text) else 0.0


def _name(question: Question, sentence: Sentence) -> float:
    asked = set(question.terms)
    if names(sentence.text) - asked:
        return 1.0
    return 0.7 if re.search(r"[«\"`*][^»\"`*]+[»\"`*]|\b[A-ZА-Я]\w+", sentence.text) else 0.0


def _definition(question: Question, sentence: Sentence) -> float:
    subject = _DEFINES.search(sentence.text)
    if subject is not None and overlap(question.terms, content(subject[0])) >= 0.5:
        return 1.0
    title = " ".join((sentence.chunk.title, *sentence.chunk.headings[-1:]))
    first = sentence.order == 0 and sentence.line <= sentence.chunk.start_line + 2
    if first and overlap(question.terms, content(title)) > 0.6:
        return 0.8
    return 0.3 * bool(overlap(question.terms, content(" ".join(sentence.text.split()[:8]))))


def _steps(question: Question, sentence: Sentence) -> float:
    if re.match(r"\s*\d+[.)]\s", sentence.quote) or _DOES.search(sentence.text):
        return 1.0
    return 0.6 if sentence.form in ("code", "item") else 0.2


def _pattern(pattern: re.Pattern[str]) -> Callable[[Question, Sentence], float]:
    return lambda question, sentence: float(bool(pattern.search(sentence.text)))


_CHECKS: dict[Want, Callable[[Question, Sentence], float]] = {
    "date": _pattern(_DATE),
    "name": _name,
    "place": _pattern(_PLACE),
    "command": lambda question, sentence: float(sentence.form == "code" or bool(_COMMAND.search(sentence.text))),
    "definition": _definition,
    "reason": _pattern(_REASON),
    "steps": _steps,
    "list": lambda question, sentence: 1.0 if sentence.form in ("item", "row") or sentence.text.count(",") > 1 else 0.4,
}
