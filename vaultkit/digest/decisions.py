"""Reading of what a sentence says of a decision: that it was made, that it is not, or nothing of it.

A decision counts where its maker speaks: in the first person, or without a subject. What others decided, what would be
decided, what is only asked, thought or retold is none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from vaultkit.digest.sentences import WORD
from vaultkit.text.lazy_pattern import lazy_pattern

_I = re.IGNORECASE


class Verdict(NamedTuple):
    """``kind`` and the place of the word that says so."""

    kind: Literal["decided", "open"]
    at: int


_LABEL = lazy_pattern(
    r"^\W*(?:мо[её]\s+|наше\s+|итоговое\s+|our\s+|my\s+|final\s+)?(?:решение|решено|решили|решил|решила|итог|вывод|договорились|договор[её]нность"
    r"|decision|decided|conclusion|agreed|verdict)(?:\s*\([^)]*\))?\s*(?::|\s[—–-]\s)\s*(?P<rest>.*)", _I)
_NOTHING = lazy_pattern(
    r"^\W*(?:(?:пока|ещ[её])(?=\s+не)|пока\W*$|нет\W*$|не\s+(?:решен[оы]|принято|найдено|знаю|ясно|понятно|готово)|отложен[оы]?"
    r"|завис(?:ит|ят)|открыт[оы]?\W*$|no(?:ne|t|thing)?\s+(?:yet|decision|decided|made|so\s+far)|no(?:ne|thing)\W*$|tbd|todo|pending"
    r"|unknown|unclear|open\W*$|depends|postponed|deferred)(?!\w)", _I)
# "Решение:" of a text that teaches is a solution.
_SOLUTION = lazy_pattern(
    r"^\W*решение.*?[:—–-]\s*(?:не\s+)?(?:[а-яё]+(?:ть|ти|чь|ться|тись|йте|ите)(?!\w)|.*(?<!\w)"
    r"(?:следует|нужно|надо|необходимо|можно)(?!\w))", _I)
_OPEN_LABEL = lazy_pattern(
    r"^\W*(?:todo|to do|fixme|tbd|осталось(?:\s+сделать)?|открыт(?:ый|ые)\s+вопрос\w*|open\s+questions?"
    r"|still\s+to\s+do|не\s+решено|не\s+сделано)\s*(?::|\s[—–-]\s)\s*\S", _I)
_OPEN = lazy_pattern(
    r"^\W*осталось\s+(?!\d)(?=\w)|^\W*(?-i:TODO|FIXME)(?!\w)|(?<!\w)(?-i:TBD)(?!\w)"
    r"|(?<!\w)(?:решени[ея]\s+(?:пока\s+|ещ[её]\s+|так\s+и\s+)*не\s+(?:принято|приняты|найдено)"
    r"|(?:пока\s+|ещ[её]\s+)*не\s+решено|вопрос\w*\s+(?:пока\s+|ещ[её]\s+|вс[её]\s+ещ[её]\s+)*откры(?:т|ты|тый|тые)"
    r"|оста[её]тся\s+(?:открытым|неясн\w+|решить|выяснить|понять|выбрать)"
    r"|to\s+be\s+decided|(?:is|are|remains?|still)\s+(?:an?\s+)?(?:undecided|open\s+questions?)|remains?\s+open"
    r"|^not\s+(?:yet\s+)?decided|yet\s+to\s+decide)(?!\w)", _I)
# A text that teaches says so too.
_OPEN_LOOSE = lazy_pattern(
    r"(?<!\w)(?:(?:надо|нужно|предстоит|осталось)\s+(?:ещ[её]\s+|пока\s+)?(?:решить|выбрать|договориться|определиться)"
    r"|(?:still|we|i)\s+(?:need|have|has)\s+to\s+decide)(?!\w)", _I)

# Verbs of having decided, in the first person or without one.
_RU = lazy_pattern(
    r"(?<!\w)(?P<verb>решил[иа]?|выбрал[иа]?|договорил(?:ся|ась|ись)|определил(?:ся|ась|ись)\s+с"
    r"|остановил(?:ся|ась|ись)\s+на"
    r"|прин(?:ял[иа]?|ято)\s+решение|решено)(?!\w)", _I)
_RU_NOW = lazy_pattern(
    r"(?<!\w)(?P<verb>бер[её]м|выбираем|беру|выбираю|возьм[её]м|возьму|останавлива(?:емся|юсь)\s+на)(?!\w)", _I)
_EN_ADVERB = r"(?:(?:have|had|all|both|also|now|then|just|so|together|\w+ly|already|eventually)\s+)"
_EN_VERB = r"(?:decided|agreed|chose|chosen|picked|settled\s+on|opted|went\s+with)"
_EN = lazy_pattern(
    rf"(?<!\w)(?:we|i|we've|i've|we'd|i'd)\s+{_EN_ADVERB}{{0,4}}(?P<verb>{_EN_VERB})(?![\w-])"
    rf"|(?<!\w)it\s+(?:was|is|has\s+been)\s+{_EN_ADVERB}{{0,3}}(?P<passive>decided|agreed)(?![\w-])(?!\s+by\s)"
    rf"|^\W*{_EN_ADVERB}{{0,3}}(?P<bare>{_EN_VERB})(?![\w-])"
    rf"|(?<!\w)(?:and|but|so|then)\s+{_EN_ADVERB}{{0,3}}(?P<after>{_EN_VERB})(?![\w-])", _I)
_EN_NOW = lazy_pattern(
    r"(?<!\w)(?P<verb>(?:we'll|we\s+will|i'll|i\s+will)\s+(?:use|go\s+with)|(?:we're|we\s+are|i'm|i\s+am)\s+(?:not\s+)?going\s+with"
    r"|let'?s\s+go\s+with)(?!\w)", _I)
_EN_NOT = lazy_pattern(
    r"(?<!\w)(?:we|i)\s+(?:(?:have|had|did|do|still|really|yet)\s*(?:n't|not)?\s+|(?:haven't|hadn't|didn't|don't)\s+)"
    r"(?:yet\s+|really\s+|still\s+)?(?P<verb>decided?|agreed?|chosen|choose|picked?|settled?)(?!\w)"
    r"|(?<!\w)(?:we|i)(?:'ve)?\s+(?:still\s+)?(?:have\s+)?not\s+(?:yet\s+)?"
    r"(?P<plain>decided|agreed|chosen|picked|settled)(?!\w)", _I)

# Words before the verb that make it a thought, a condition or somebody's report.
_UNSURE = lazy_pattern(
    r"(?<!\w)(?:если|ежели|либо|будто|якобы|вдруг|возможно|наверно\w*|может|кажется|вроде|допустим|предположим"
    r"|представ\w+|ли|бы|б|чтобы|что|как\s+будто|сказал\w*|говор\w+|пиш[еу]т\w*|написал\w*|мол|словам|слухам"
    r"|if|unless|whenever|whether|suppose|supposing|assum\w+|imagine|maybe|perhaps|probably"
    r"|might|may|could|would|should|hypothetically|what|who|which|how|said|says?|told|thinks?|claim\w*|believ\w+|heard|wrote"
    r"|reported\w*|according|guess|remember|wonder|wish|as\s+though|in\s+case)(?!\w)", _I)
# The same where they open the clause of the verb.
_MEANWHILE = lazy_pattern(
    r"(?<!\w)(?:когда|пока|прежде)(?!\w)|(?<!\w)(?:when|once|until|till|before|after|since)\s*$", _I)
# "Why we decided" after these, and what stands behind them, is meant.
_MEANT = lazy_pattern(
    r"(?<!\w)(?:вот\s+что|так\s+что|потому\s+что|поэтому|оказал\w+,\s+что|that's\s+why|that\s+is\s+why|this\s+is\s+why"
    r"|which\s+is\s+why)(?!\w)", _I)
_OTHERS = lazy_pattern(
    r"(?<!\w)(?:он|она|они|оно|никто|кто|который|которая|которые|те|все\s+они|he|she|they|you|nobody"
    r"|someone|everyone|people)(?!\w)", _I)
_US = lazy_pattern(r"(?<!\w)(?:мы|я|we|i|we've|i've|we'd|i'd)(?!\w)", _I)
_CLAUSE = lazy_pattern(r"[,;:()]|\s[—–-]\s|(?<!\w)(?:и|а|но|and|but|so)(?!\w)", _I)
_NOT = lazy_pattern(r"(?<!\w)(?:не|ни|нельзя|not|never|no)(?!\w)", _I)
_QUOTED = lazy_pattern(r"«[^»]*»|“[^”]*”|„[^“”]*[“”]|\"[^\"]*\"|'(?<!\w')[^']*'(?!\w)")
_BEHIND = lazy_pattern(r"^\s+(?:бы|ли|б)(?!\w)", _I)
_SOLVED = ("задач", "проблем", "уравнен", "пример", "неравенств", "систем", "головолом", "ребус", "кроссворд")
_INFINITIVE = lazy_pattern(r"^\s+(?:не\s+)?[а-яё]+(?:ть|ти|чь|ться|тись)(?!\w)", _I)
_FEWEST_WORDS = 2
_TOKEN = lazy_pattern(r"[^\W\d_]+")
_TAIL = lazy_pattern(r"[\s\W]+$")


def is_question(said: str) -> bool:
    """Return whether a sentence asks, whatever closes behind its mark: a quote, a bracket, an emoji."""
    tail = _TAIL.search(said)
    return tail is not None and any(sign in tail[0] for sign in "?？؟")


def verdict(said: str, *, own: bool, loose: bool) -> Verdict | None:
    """Return what ``said`` tells of a decision, or None. ``own``: words of the person whose vault it is; of others only
    a label or an explicit "we" counts. ``loose``: "we'll use", "берём" are decisions too (a tutorial says so
    as well)."""
    if is_question(said) or len(WORD.findall(said)) < _FEWEST_WORDS:
        return None
    label = _LABEL.match(said)
    if label is not None:
        if not WORD.search(label["rest"]) or is_question(label["rest"]) or (not loose and _SOLUTION.match(said)):
            return None
        return Verdict("open" if _NOTHING.match(label["rest"]) else "decided", 0)
    if _OPEN_LABEL.match(said):
        return Verdict("open", 0)
    bare = _QUOTED.sub(lambda match: " " * len(match[0]), said).replace("’", "'")
    found = _OPEN.search(bare) or (_OPEN_LOOSE.search(bare) if loose else None)
    if found is not None and not _UNSURE.search(bare[:found.start()]):
        return None if _OTHERS.search(bare[:found.start()]) else Verdict("open", found.start())
    return _english(bare, own=own, loose=loose) or _russian(bare, own=own, loose=loose)


def _english(said: str, *, own: bool, loose: bool) -> Verdict | None:
    if (found := _EN_NOT.search(said)) is not None:
        return None if _is_unsure(said[:found.start()]) else Verdict("open", found.start())
    for match in _EN.finditer(said):
        group = str(match.lastgroup)
        before = said[:match.start()]
        explicit = group == "verb"
        if _is_unsure(before) or not (own or explicit) or (group == "bare" and before.strip()):
            continue
        if group == "after" and (_OTHERS.search(before) or not _US.search(before) or _NOT.search(before)):
            continue
        return Verdict("decided", match.start(group))
    if loose and own and (now := _EN_NOW.search(said)) is not None and not _is_unsure(said):
        return Verdict("decided", now.start())
    return None


def _russian(said: str, *, own: bool, loose: bool) -> Verdict | None:
    for match in _RU.finditer(said):
        before, behind = said[:match.start()], said[match.end():]
        clause = _clause(before)
        us = _US.search(clause) is not None
        if _is_unsure(before) or _BEHIND.match(behind) or not (own or us) or _is_solved(match["verb"], behind):
            continue
        if not us and _has_other_subject(before, clause, match["verb"], behind):
            continue
        return Verdict("open" if _NOT.search(clause) else "decided", match.start())
    if loose and own and (now := _RU_NOW.search(said)) is not None and not _is_unsure(said) \
            and not _OTHERS.search(said[:now.start()]):
        return Verdict("decided", now.start())
    return None


def _is_unsure(before: str) -> bool:
    return _UNSURE.search(_MEANT.sub(" ", before)) is not None or _MEANWHILE.search(_clause(before)) is not None


def _clause(before: str) -> str:
    return _CLAUSE.split(before)[-1]


def _is_solved(verb: str, behind: str) -> bool:
    """Return whether ``решили`` is said of a problem that was solved."""
    if not verb.casefold().startswith("решил") or _INFINITIVE.match(behind):
        return False
    near = [word.casefold() for word in WORD.findall(behind)[:3]]
    return any(word.startswith(_SOLVED) for word in near)


def _has_other_subject(before: str, clause: str, verb: str, behind: str) -> bool:
    """Return whether somebody else is named who decided: in the clause of the verb, right behind it, or before, where
    the clause has no subject of its own."""
    if _OTHERS.search(clause) or (_OTHERS.search(before) and not _US.search(before)):
        return True
    number, gender = _form(verb)
    words = _TOKEN.findall(clause)
    if number == "plur" and words and re.search(r"(?<!\w)и\s+\S+\s*$", before) and _may_act(words[-1], None, None):
        return True  # "Вася и Петя решили"
    earlier = [] if _US.search(before) else _TOKEN.findall(before[:len(before) - len(clause)])
    if any(_acts_surely(word, number, gender) for word in (*earlier, *words, *_TOKEN.findall(behind)[:1])):
        return True
    # Behind a preposition or another noun a word is more likely no subject: "в конце встречи решили".
    return any(_may_act(word, number, gender) and (at == 0 or not (_readings(words[at - 1]) or _joins(words[at - 1])))
               for at, word in enumerate(words))


def _joins(word: str) -> bool:
    """Return whether ``word`` is a Russian preposition."""
    from vaultkit.text.lemma import readings

    return "PREP" in readings(word)


def _form(verb: str) -> tuple[str, str | None]:
    first = verb.split()[0].casefold().removesuffix("ся").removesuffix("сь")
    if first.endswith("и"):
        return "plur", None
    return "sing", "femn" if first.endswith("а") else "neut" if first.endswith("о") else "masc"


@lru_cache(maxsize=20_000)
def _readings(word: str) -> tuple[tuple[str, str, str | None], ...]:
    """(case, number, gender) of the readings of a word as a noun; a name in Latin letters may be a subject."""
    from vaultkit.text.lemma import CYRILLIC, noun_readings

    if not CYRILLIC.search(word):
        return (("nomn", "sing", None), ("accs", "sing", None)) if word[:1].isupper() else ()
    return noun_readings(word) if len(word) > 1 else ()  # "в" is an initial, too


def _may_act(word: str, number: str | None, gender: str | None) -> bool:
    return any(case == "nomn" and number in (None, one) and (one != "sing" or gender is None or of in (gender, None))
               for case, one, of in _readings(word))


def _acts_surely(word: str, number: str, gender: str | None) -> bool:
    """Return whether a word can only be a subject that agrees with the verb: it has no form of an object."""
    return _may_act(word, number, gender) and all(case in ("nomn", "voct") for case, *_ in _readings(word))
