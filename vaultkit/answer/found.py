"""Whether a sentence holds the type of answer that a question asks for: a number, a name, a place, a command …"""

from __future__ import annotations

import re
from collections.abc import Callable

from vaultkit.answer.quantity import WORD_NUMBER, close, figures, of_kind
from vaultkit.answer.question import Question, Want
from vaultkit.answer.sentences import Sentence
from vaultkit.answer.text import content, names, numbers, overlap, stems

COUNTS = re.compile(r"\bскольк|\bhow many\b|\bnumber of\b|\bколичеств|\bчисло\b", re.IGNORECASE)
_DATE = re.compile(
    r"\b\d{4}-\d\d(?:-\d\d)?\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(?:1[5-9]|20)\d\d\b|\b\d{1,2}:\d\d\b"
    r"|\b(?:январ|феврал|март|апрел|ма[йяе]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|понедельник|вторник"
    r"|сред[ауы]\b|четверг"
    r"|пятниц|суббот|воскресень|вчера|сегодня|завтра|утр|вечер|недел|ноч|лет[оау]м?\b|зим|весн|осен)\w*"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday"
    r"|wednesday"
    r"|thursday|friday|saturday|sunday|yesterday|today|tomorrow|week|morning|evening|night)\w*"
    r"|\b(?:после|прежде|пока|когда|как только|каждый раз|after|before|when|until|once|every time|whenever)\b",
    re.IGNORECASE)
_REASON = re.compile(
    r"\b(?:потому|поэтому|так как|поскольку|из-за|чтобы|иначе|значит|ради|оттого|ведь|причин\w+|because|since|so "
    r"that|therefore|due to"
    r"|otherwise|in order to|reason\w*|thus|hence|as a result|to avoid|so)\b|[:—]\s", re.IGNORECASE)
_DEFINES = re.compile(
    r"^[\w`*\[«\"(][^.!?]{0,80}?(?:\s[—–-]\s(?:это\s)?|\bэто\b|\bназыва\w+|\bозначает\b|\bis (?:an?|the|one|how|what"
                "|where|when)\b|\bare\b"
    r"|\bmeans?\b|\brefers? to\b|\blets? you\b|\ballows? you\b|\bпозволя\w+)", re.IGNORECASE)
_PLACE = re.compile(
    r"`[^`]*[/\\.][^`]*`|https?://|\w/\w|\*\*[^*]+\*\*\s*(?:→|>|->)|→|\b(?:в|во|на|из|под|над|у|за|рядом|in|at|on"
    r"|under|inside|from|to|into|near)\s+"
    r"(?:the\s+)?[\w«\"`*\[]|\b(?:папк|файл|каталог|раздел|меню|настройк|вкладк|folder|file|settings?|menu|tab|panel"
                      r"|director)\w*", re.IGNORECASE)
_COMMAND = re.compile(r"`[^`]+`|^\s*(?:\$|sudo |pip |docker |git |python|make |npm |curl )|\b(?:Ctrl|Cmd|Alt"
                      r"|Shift)\b", re.IGNORECASE)
_DOES = re.compile(
    r"^\W*(?:\d+[.)]\s*)?(?:[а-яё]+(?:ть|ти|чь|ться|йте|ите|ай|уй|и)\b|(?:click|select|open|press|choose|go|run|use"
    r"|set|add|create|type|enter|copy|make|take|put"
    r"|write|install|download|enable|drag|right|in|to|from)\b)|\b(?:нужно|надо|следует|можно|should|can|must|need to"
    r"|you)\b", re.IGNORECASE)


def found(question: Question, sentence: Sentence, beside: str = "") -> float:
    """How well the sentence has what is asked for: 1 yes, 0 no, 0.5 where any sentence may do. ``beside`` is what
    stands before and after it in its paragraph: what is counted may be named there."""
    if question.want == "number":
        return _number(question, sentence, beside)
    check = _CHECKS.get(question.want)
    return 0.5 if check is None else float(check(question, sentence))


def _number(question: Question, sentence: Sentence, beside: str = "") -> float:
    if not of_kind(question.quantity, sentence.text):
        return 0.0
    if figures(sentence.text) - numbers(question.text):
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
    head = " ".join(sentence.text.split()[:8])
    near = overlap(question.terms, content(head))
    if _DEFINES.search(sentence.text) and near:
        return 1.0
    title = " ".join((sentence.chunk.title, *sentence.chunk.headings[-1:]))
    first = sentence.order == 0 and overlap(question.terms, content(title)) > 0.6
    return 0.8 if first else 0.3 * bool(near)


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
