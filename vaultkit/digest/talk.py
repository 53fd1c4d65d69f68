"""Messages of a chat as a talk: which of them answer a question that was asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vaultkit.digest.decisions import is_question
from vaultkit.digest.sentences import WORD, Sentence
from vaultkit.model import Turn
from vaultkit.text.lazy_pattern import lazy_pattern

_REFUSES = lazy_pattern(
    r"(?<!\w)(?:не\s+знаю|не\s+могу\s+(?:ответить|помочь|сказать)|затрудняюсь|нет\s+ответа|i\s+(?:don't|do\s+not)\s+know"
    r"|i\s+(?:can't|cannot|can\s+not|am\s+unable\s+to|'m\s+unable\s+to)\s+(?:help|answer|assist|say)|network\s+error|something\s+went\s+wrong"
    r"|ошибка\s+сети|что-то\s+пошло\s+не\s+так|error\s+in\s+message\s+stream)(?!\w)", re.IGNORECASE)
_SHORT, _FEW = 160, 6
_ANSWERS = lazy_pattern(
    r"^\W*(?:ответ|answer|решение|решили|решено|decision|decided)\s*[:—–-]"
    r"|^\W*(?:да|нет|yes|no|потому\s+что|because)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """A message with its sentences; ``shows``: code, a table or a list of tasks is in it too."""

    turn: Turn
    said: tuple[Sentence, ...]
    shows: bool

    @property
    def answers(self) -> bool:
        """True where it tells something: no empty message, no error, no counter-question alone."""
        if self.turn.role != "assistant":
            return False
        told = [sentence.text for sentence in self.said if not is_question(sentence.text)]
        words = sum(len(WORD.findall(text)) for text in told)
        if self.shows:
            return True
        short = sum(map(len, told)) < _SHORT
        if not words or (short and any(_REFUSES.search(text.replace("’", "'")) for text in told)):
            return False
        return words >= _FEW or len(told) == len(self.said)


def answer_to(talk: Sequence[SpokenTurn], at: int) -> SpokenTurn | None:
    """The message that answers what message ``at`` asks, or None. The time tells what came later, where both have one;
    an export with answers above their questions gives both the same minute."""
    asked = talk[at].turn
    turned = len(talk) > 1 and talk[0].turn.role == "assistant" and talk[1].turn.role == "user" \
        and _minute(talk[0].turn) is not None and _minute(talk[0].turn) == _minute(talk[1].turn)
    around: list[tuple[int, SpokenTurn]] = [*list(enumerate(talk))[at + 1:], *list(enumerate(talk[:at]))[::-1]]
    for number, other in around:
        if not other.answers:
            continue
        mine, its = _minute(asked), _minute(other.turn)
        if mine is None or its is None or mine == its:
            later = number > at or (turned and number == at - 1)
        else:
            later = its > mine
        if later:
            return other
    return None


def own_answer(said: Sequence[Sentence], at: int, decided: Collection[int]) -> Sentence | None:
    """The sentence of the same message in which the person answers her question ``at`` herself: the next one that is
    no question, where it begins as an answer does or is a decision (numbers: ``decided``) on what was asked."""
    nearest = next((number for number in range(at + 1, len(said)) if not is_question(said[number].text)), None)
    if nearest is None:
        return None
    behind = said[nearest]
    on_it = nearest in decided and bool(content(said[at].text) & content(behind.text))
    return behind if on_it or _ANSWERS.search(behind.text) else None


def content(text: str) -> frozenset[str]:
    """The words of a sentence that say what it is about, whatever their endings."""
    from vaultkit.text.lemma import lemma
    from vaultkit.text.stopwords import stop_words
    from vaultkit.text.tokens import fold_word

    return frozenset(lemma(word) for word in WORD.findall(text) if fold_word(word) not in stop_words())


def _minute(turn: Turn) -> str | None:
    return turn.time[:16] if turn.time and len(turn.time) >= 16 and turn.time[4:5] == "-" else None
