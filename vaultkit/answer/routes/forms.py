"""The forms of questions that go to the graph: one table a language, each row a route and a pattern.

``{x}`` stands for a note's name, ``{stage}`` for a stage's word, ``{concepts}`` for words like "concepts". A pattern
fits the whole question, case, punctuation at the end and a polite opening aside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from vaultkit.answer.text import STOP_EN, STOP_RU, WORD, stem_word
from vaultkit.assess import Assessment
from vaultkit.graph.gap_types import Gap, GapReport
from vaultkit.graph.nodes import Node, Tie
from vaultkit.model import NoteFacts
from vaultkit.plan import Plan
from vaultkit.text.lazy_pattern import lazy_pattern

Route = Literal["lacking", "having", "depends", "dependents", "where", "next", "state", "trouble", "orphans", "members",
                "plan", "levels", "open", "moved", "said"]

STAGES: dict[str, str] = {
    "scheme": r"схем\w*|диаграмм\w*|schemes?|diagrams?",
    "algorithm": r"алгоритм\w*|algorithms?",
    "pseudocode": r"псевдокод\w*|pseudo-?code",
    "code": r"(?:рабоч\w+ |готов\w+ )?(?:код\w*|реализаци\w+)|(?:working |source )?(?:code|implementations?)",
}
_STAGE = "|".join(STAGES.values())
_MACROS = {
    "{x}": "(?P<x>.+?)",
    "{stage}": f"(?P<stage>{_STAGE})",
    "{concepts_ru}": r"(?:концепци\w+|концепт\w*|иде[яиюейях]+|понятия?х?|понятий)",
    "{concepts}": r"(?:concepts?|ideas?|notes?)",
    "{speak_ru}": r"(?:сказал\w*|говорил\w*|заговорил\w*|упомянул\w*|упоминал\w*|предложил\w*|придумал\w*|писал\w*"
                  r"|написал\w*|спросил\w*|спрашивал\w*)",
    "{speak}": r"(?:said|mentioned|proposed|suggested|invented|brought up|wrote|talked|asked|mention|talk|say|bring up"
               r"|write|ask)",
    "{still}": r"(?:ещё |еще |пока |до сих пор |вообще |сейчас )*",
}

FORMS: dict[str, tuple[tuple[Route, str], ...]] = {
    "ru": (
        ("lacking", r"(?:а )?(?:какие|каких|что за|перечисли|покажи|назови)? ?(?:все )?{concepts_ru} "
                    r"{still}(?:остались |остаются |стоят |живут )?без {stage}"),
        ("lacking", r"(?:у каких|какие|у скольких) {concepts_ru} {still}(?:нет|не имеют|не хватает) {stage}"),
        ("lacking", r"у каких {concepts_ru} отсутствует {stage}"),
        ("lacking", r"(?:для каких|каким) {concepts_ru} {still}(?:нет|не написан[ао]?|не хватает) {stage}"),
        ("lacking", r"(?:какие|что из) {concepts_ru} {still}не (?:реализован\w*|запрограммирован\w*|доведен\w* до "
                    r"(?:{stage}|конца)|доведён\w* до (?:{stage}|конца)|дошл\w+ до {stage}|доходят до {stage})"),
        ("lacking", r"что {still}(?:не реализовано|без {stage}|не доведено до {stage}|не дошло до {stage})"),
        ("having", r"(?:какие|каких) {concepts_ru} (?:уже )?(?:реализован\w*|запрограммирован\w*|(?:доведен\w*"
                   r"|доведён\w*|дошл\w+|доходят) до {stage}|имеют {stage})"),
        ("having", r"(?:у каких|для каких) {concepts_ru} (?:уже )?(?:есть|готов\w*|написан\w*) {stage}"),
        ("having", r"что (?:уже )?(?:реализовано|доведено до {stage})(?: в {stage})?"),
        ("depends", r"от (?:чего|каких \w+|каких) (?:зависит|зависят) {x}"),
        ("depends", r"(?:какие|каковы) (?:есть )?зависимости (?:у )?{x}"),
        ("depends", r"на (?:чём|чем|что) (?:опирается|опираются|основан\w*|держится) {x}"),
        ("depends", r"зависимости {x}"),
        ("dependents", r"(?:что|кто|какие \w+) (?:зависит|зависят) от {x}"),
        ("dependents", r"(?:что|какие \w+) (?:опирается|опираются) на {x}"),
        ("where", r"где (?:же )?(?:{still})(?:реализован\w*|запрограммирован\w*|закодирован\w*|воплощен\w*"
                  r"|воплощён\w*) {x}"),
        ("where", r"где (?:находится|лежит|живёт|живет|искать|найти)? ?(?:код|реализация|реализацию|исходник\w*) "
                  r"(?:для |у )?{x}"),
        ("where", r"в (?:каком|каких) (?:файл\w+|модул\w+|функци\w+|класс\w*) (?:реализован\w*|находится|лежит|живёт"
                  r"|живет|написан\w*) (?:код )?{x}"),
        ("where", r"(?:какой|какая|какие|чем) (?:код|файл|функция|класс|модуль)? ?(?:реализует|реализуют"
                  r"|реализован\w*) {x}"),
        ("where", r"где (?:в коде) {x}"),
        ("next", r"(?:а )?что (?:делать )?(?:дальше|далее|следующее) (?:по|с|со|для|у|про|в) {x}"),
        ("next", r"(?:а )?что (?:по|с|со|для) {x} (?:делать )?(?:дальше|далее)"),
        ("next", r"(?:какой|каков) (?:следующий|ближайший) шаг (?:по|с|для|у|в) {x}"),
        ("next", r"(?:следующий шаг|дальнейшие шаги) (?:по|с|для|у|в) {x}"),
        ("next", r"чего (?:{still})не хватает (?:концепции |концепту |идее |у |для ){x}"),
        ("state", r"(?:{still})(?:реализован\w*|запрограммирован\w*) ли (?:уже )?{x}"),
        ("state", r"(?:докуда|до (?:чего|какой (?:стадии|ступени)|какого этапа)) (?:дошл?[ао]?|дошёл|доведен\w*"
                  r"|доведён\w*) {x}"),
        ("state", r"(?:в каком состоянии|каково состояние|каков статус|какой статус у) {x}"),
        ("state", r"есть ли (?:{still})(?:код|реализация) (?:у|для) {x}"),
        ("trouble", r"(?:какие|что за) (?:ссылки на код|связи с кодом) (?:сломаны|сломались|не работают|битые)"),
        ("trouble", r"(?:какие|у каких) {concepts_ru} (?:сломан\w*|с заглушками|имеют заглушки|(?:с )?битым кодом)"),
        ("trouble", r"(?:где|какие есть) (?:стоят )?заглушки(?: в коде)?"),
        ("orphans", r"(?:какой|что за) код (?:ни к чему не относится|без {concepts_ru}|не относится ни к (?:одной"
                    r"|одному) {concepts_ru})"),
        ("orphans", r"какие (?:схемы|алгоритмы|заметки с кодом) (?:без|не относятся ни к одной) {concepts_ru}"),
        ("plan", r"(?:а )?(?:что|чем) (?:мне )?(?:делать|заняться|закрыть|закрывать) (?:на (?:этой|ближайшей|следующей)"
                 r" неделе|в первую очередь|сначала)"),
        ("plan", r"(?:какой|каков|покажи|составь|дай)? ?(?:мне )?план (?:на|этой) (?:эту|ближайшую|следующую)? "
                 r"?недел[юи]"),
        ("plan", r"(?:с чего|с какой подсистемы) (?:мне )?(?:начать|начинать)(?: на этой неделе)?"),
        ("levels", r"(?:какой|каков) (?:у меня )?(?:мой )?уровень (?:по|в|у|подсистемы) {x}"),
        ("levels", r"на каком (?:я )?уровне (?:у меня )?(?:по |в )?{x}"),
        ("levels", r"(?:где|в каких подсистемах|в чём|в чем|какие подсистемы, где) (?:мышление|теория|идеи) "
                   r"(?:опережа\w+|обгоня\w+|ушл[аои] дальше|впереди) практик\w+"),
        ("levels", r"(?:какие|какая) подсистем\w+ (?:самые |самая )?(?:слабые|слабая|отстают|отста[её]т|проседают)"),
        ("levels", r"(?:покажи |какие |оцени )?(?:уровни|уровень) (?:моих |всех )?подсистем"),
        ("open", r"(?:что|какие {concepts_ru}|что из {concepts_ru}) {still}(?:у меня )?(?:{still})(?:открыт\w*"
                 r"|не закрыт\w*|не доделан\w*|осталось (?:сделать|доделать|открытым))"),
        ("open", r"(?:какие|перечисли|покажи) (?:все )?(?:открытые|незакрытые|недоделанные) {concepts_ru}"),
        ("moved", r"(?:что|какой код|какие (?:файлы|пути)) (?:из кода )?(?:переехал\w*|перемещ[её]н\w*|перемещал\w*"
                  r"|переместил\w*|перенес\w+|перен[её]с\w*)"),
        ("said", r"кто (?:и когда )?(?:первым |впервые |раньше всех )?{speak_ru} (?:про |о |об |обо )?{x}"),
        ("said", r"когда (?:я |мы )?(?:впервые |в первый раз |последний раз |в последний раз )?{speak_ru} "
                 r"(?:про |о |об |обо )?{x}"),
        ("said", r"(?:с каких пор|с какого времени|как давно|когда появил\w+) (?:идея |известн\w+ |открыт\w* "
                 r"|есть )?{x}"),
        ("members", r"какие {concepts_ru} (?:входят в|относятся к|есть в|в составе) {x}"),
    ),
    "en": (
        ("lacking", r"(?:which|what|list|show(?: me)?)? ?(?:all )?(?:the )?{concepts} (?:that )?(?:still |yet "
                    r"|currently )?(?:have|has|with|are|is)? ?(?:no|without|lack|lacks|lacking|missing)(?: any| a| "
                    r"an)? {stage}(?: yet| at all)?"),
        ("lacking", r"(?:which|what) {concepts} (?:do not|don't|does not|doesn't) (?:yet |still )?have (?:any |a "
                    r"|an )?{stage}(?: yet)?"),
        ("lacking", r"(?:which|what) {concepts} (?:are|is) (?:still |yet )?(?:not|un) ?(?:yet )?implemented(?: yet)?"),
        ("lacking", r"(?:which|what) {concepts} (?:never|do not|don't) reach(?:es)? {stage}"),
        ("lacking", r"what (?:is|are) (?:still |yet )?(?:not (?:yet )?implemented|unimplemented|without {stage})(?: "
                    r"yet)?"),
        ("lacking", r"what (?:has|have) no {stage}(?: yet)?"),
        ("having", r"(?:which|what) {concepts} (?:already )?(?:have|has|reach|reaches) (?:working )?{stage}"),
        ("having", r"(?:which|what) {concepts} (?:are|is) (?:already )?implemented(?: already)?"),
        ("having", r"what is (?:already )?implemented(?: already)?"),
        ("depends", r"(?:what|which \w+) (?:does|do) {x} (?:depend|rely|build|rest) (?:up)?on"),
        ("depends", r"on (?:what|which \w+) does {x} (?:depend|rely|build|rest)"),
        ("depends", r"(?:what|which) (?:are|is) (?:the )?(?:dependenc(?:y|ies)|prerequisites?) (?:of|for) {x}"),
        ("depends", r"(?:dependencies|prerequisites) (?:of|for) {x}"),
        ("depends", r"what does {x} require"),
        ("dependents", r"(?:what|which \w+|who) (?:depends?|relies|rely|builds?) (?:up)?on {x}"),
        ("where", r"where (?:is|are) (?:the )?(?:code|implementation|source) (?:of|for) {x}"),
        ("where", r"where (?:is|are) {x} (?:already |currently )?(?:implemented|coded|programmed)(?: in (?:the "
                  r")?code)?"),
        ("where", r"where in the code is {x}"),
        ("where", r"(?:which|what) (?:code|file|function|class|module|symbol)? ?(?:implements|realizes) {x}"),
        ("where", r"(?:in )?(?:which|what) (?:file|function|class|module) (?:implements|is|holds) {x}(?: "
                  r"implemented(?: in)?)?"),
        ("next", r"(?:so )?what(?:'s| is| comes)? next (?:for|with|on|in|about) {x}"),
        ("next", r"what (?:should|do|must) i do next (?:for|with|on|about) {x}"),
        ("next", r"(?:what is )?(?:the )?next steps? (?:for|with|on|in) {x}"),
        ("next", r"what (?:is|does) {x} (?:still )?(?:missing|lack|need next)"),
        ("state", r"is {x} (?:already |yet )?implemented(?: yet| already)?"),
        ("state", r"how far (?:is|did|has) {x}(?: come| got| get| gotten)?"),
        ("state", r"what(?:'s| is) the (?:state|status) of {x}"),
        ("state", r"does {x} (?:already )?have (?:any )?(?:code|an implementation)(?: yet)?"),
        ("trouble", r"(?:which|what) (?:code links|links to code|concepts|ideas) (?:are|is) (?:broken|stubs?)"),
        ("trouble", r"where are the stubs"),
        ("orphans", r"(?:which|what) (?:code|notes|schemes|algorithms) (?:has|have|belongs to|belong to|is without"
                    r"|are without) no {concepts}"),
        ("plan", r"what (?:should|do|must) i (?:do|work on|close) (?:this|next) week"),
        ("plan", r"(?:what is |what's |show )?(?:me )?(?:my |the )?plan for (?:this|next|the) week"),
        ("plan", r"(?:where|with what|what) (?:should|do) i (?:start|begin)(?: with)?(?: this week)?"),
        ("levels", r"what(?:'s| is) my level (?:in|of|at|on|with) {x}"),
        ("levels", r"(?:where|in which subsystems) (?:does|do|is|are) (?:my )?(?:thinking|theory|ideas) (?:outrun"
                   r"|exceed|ahead of) (?:my )?practice"),
        ("levels", r"(?:which|what) subsystems? (?:is|are) (?:the )?(?:weakest|behind|lagging)"),
        ("levels", r"(?:show |what are )?(?:me )?(?:the )?levels of (?:my |all |the )?subsystems"),
        ("open", r"what(?:'s| is) (?:still |yet )?(?:open|unfinished|left to do)(?: yet)?"),
        ("open", r"(?:which|what) {concepts} (?:are|is) (?:still |yet )?(?:open|unfinished)"),
        ("open", r"(?:list|show)(?: me)? (?:all )?(?:the |my )?open {concepts}"),
        ("moved", r"(?:what|which (?:code|files|paths)) (?:has |have |was |were )?moved"),
        ("said", r"who (?:first )?{speak} (?:about |of )?{x}(?: first)?(?:,? and when)?"),
        ("said", r"when did (?:i|we) (?:first |last )?{speak} (?:about |of )?{x}(?: first| last)?"),
        ("said", r"(?:since when|how long) (?:is|has|have) {x} (?:been )?(?:open|there|known|an idea|in my notes)"),
        ("members", r"(?:which|what) {concepts} (?:belong to|are (?:in|part of)) {x}"),
    ),
}
_POLITE = lazy_pattern(
    r"^(?:скажи(?:те)?|подскажи(?:те)?|покажи(?:те)?|пожалуйста|please|tell me|hey|can you tell me|и|а|and"
    r"|so)[,:]?\s+(?=\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """A question's form: the route, the name it asks about and the stage it names, each None where it has none."""

    route: Route
    language: str
    x: str | None = None
    stage: str | None = None


def form_of(question: str) -> Form | None:
    """The form of ``question``, or None when it has none of the table."""
    text = re.sub(r"\s+", " ", question).strip(" \t?!.…")
    for attempt in (text, _POLITE.sub("", text)):
        for language, route, pattern in _compiled():
            match = pattern.fullmatch(attempt)
            if match:
                groups = match.groupdict()
                found = next((word for name, word in groups.items() if name.startswith("stage") and word), None)
                return Form(route, language, _name(groups.get("x")), _stage(found))
    return None


def _name(text: str | None) -> str | None:
    return text.strip(" «»\"'“”`[]") if text else None


def _stage(word: str | None) -> str | None:
    if word is None:
        return None
    return next((stage for stage, pattern in STAGES.items() if re.fullmatch(pattern, word, re.IGNORECASE)), None)


def _compiled() -> list[tuple[str, Route, re.Pattern[str]]]:
    if not _TABLE:
        for language, rows in FORMS.items():
            for route, pattern in rows:
                _TABLE.append((language, route, re.compile(_expanded(pattern), re.IGNORECASE)))
    return _TABLE


def _expanded(pattern: str) -> str:
    for macro, meaning in _MACROS.items():
        while macro in pattern:
            # A name may stand twice in one pattern, which regular expressions refuse.
            number = pattern.count("(?P<")
            fresh = meaning.replace("(?P<stage>", f"(?P<stage{number}>") if macro == "{stage}" else meaning
            pattern = pattern.replace(macro, fresh, 1)
    return pattern


_TABLE: list[tuple[str, Route, re.Pattern[str]]] = []


_EXTRA = frozenset("концепция концепции концепцию концепцией концепт концепта идея идеи идею заметка заметки "
                   "подсистема подсистемы подсистеме тема теме "
                   "темы concept idea note subsystem topic the".split())


class CodePlace(NamedTuple):
    """A definition or file of the source trees: how a person goes to it, and the places, (note, line), that name it."""

    place: str
    named_in: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class GraphFacts:
    """``notes`` are those not excluded; ``link`` writes a path as the wikilink that opens it; ``text_of`` reads a note
    as it is on disk, None where it can't; ``mend`` says in the question's language what to do next about a gap;
    ``plan`` and ``assess`` are computed when a question asks for them; ``code`` finds definitions and files by name,
    ``named`` the notes that a name sounds like in the other script's letters."""

    notes: Sequence[NoteFacts]
    report: GapReport
    nodes: Mapping[str, Node]
    ties: Sequence[Tie]
    link: Callable[[str], str]
    text_of: Callable[[str], str | None]
    mend: Callable[[Gap, str], Sequence[str]] = lambda gap, language: ()
    plan: Callable[[], Plan | None] = lambda: None
    assess: Callable[[], Sequence[Assessment]] = lambda: ()
    code: Callable[[str], Sequence[CodePlace]] = lambda name: ()
    named: Callable[[str], Sequence[str]] = lambda name: ()

    def gap(self, note: str) -> Gap | None:
        """The gap report's entry of a note, or None for one that is no concept."""
        return next((gap for gap in self.report.gaps if gap.concept == note), None)


def ideas_named(name: str, gaps: Sequence[Gap]) -> list[str]:
    """The ideas without a note of their own that a person means by ``name``, as the gap report has them."""
    wanted = _key(name)
    return [gap.concept for gap in gaps if gap.form != "note" and wanted and _same(wanted, _key(gap.title))]


def notes_named(name: str, notes: Sequence[NoteFacts], *, wide: bool = False) -> list[str]:
    """The notes that a person means by ``name`` in whatever inflection: those whose title, alias or file is called so;
    where there are none, or with ``wide``, those whose name holds all of its words too. At most eight, shorter names
    first; nothing when no note fits."""
    wanted = _key(name)
    if not wanted:
        return []
    keys = [(note.path, [_key(text) for text in (note.title, *note.aliases, note.path.rsplit("/", 1)[-1][:-3])])
            for note in notes]
    exact = [path for path, known in keys if any(_same(wanted, key) for key in known)]
    if exact and not wide:
        return exact[:8]
    holding = [(min(len(key) for key in known if _holds(key, wanted)), path) for path, known in keys
               if any(_holds(key, wanted) for key in known)]
    return list(dict.fromkeys([*exact, *(path for _, path in sorted(holding))]))[:8]


def _key(name: str) -> tuple[str, ...]:
    words = [word.casefold().replace("ё", "е") for word in WORD.findall(name)]
    kept = [word for word in words if word not in STOP_EN and word not in STOP_RU and word not in _EXTRA]
    return tuple(stem_word(word) for word in kept or words)


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(one) == len(other) and all(_alike(*pair) for pair in zip(one, other, strict=True))


def _holds(key: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return all(any(_alike(word, part) for part in key) for word in wanted)


def _alike(one: str, other: str) -> bool:
    """Return whether two stems are of one word: Snowball leaves some inflections apart by a letter or two at the
    end."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 5 and len(long) - len(short) <= 2 and long.startswith(short) and not short.isascii()
