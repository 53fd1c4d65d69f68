"""Lines of a digest that one note or chat gives: its tasks, its decisions, what its messages ask and say."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from vaultkit.assess.claims import claim_date
from vaultkit.digest.decisions import is_question, verdict
from vaultkit.digest.sentences import WORD, NoteSentences, Sentence, cut, plain
from vaultkit.digest.talk import SpokenTurn, answer_to, own_answer
from vaultkit.digest.tasks import is_day, task_state
from vaultkit.digest.types import AnswerPlace, DigestLine, Kind
from vaultkit.markdown.times import iso_time
from vaultkit.markdown.turns import part_lines, turn_at
from vaultkit.model import Note, NoteFacts, Turn
from vaultkit.text.lazy_pattern import lazy_pattern

_IN_HEADING = lazy_pattern(r"(?<!\d)(?:\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{2}\.\d{4})(?!\d)")
_DAY_IN_NAME = lazy_pattern(r"(?<!\d)\d{4}[-_.]\d{2}[-_.]\d{2}(?!\d)")
_SUMMARY = lazy_pattern(r"This session is being continued from a previous conversation")
_PROGRAM = lazy_pattern(r"</?(?:[a-z]+(?:-[a-z]+)+|summary|status|stdout|stderr)>"
                        r"|\[Request interrupted|Caveat: The messages below were generated")
_FEWEST_WORDS, _FEWEST_ASKED = 4, 2
# Of one message so many statements: the rest is one click away.
_SAID_PER_TURN = 2


class NoteLines:
    """The digest's lines of one note; iterate."""

    def __init__(self, note: Note, facts: NoteFacts, text: str) -> None:
        self._note, self._facts = note, facts
        fenced = {line for fence in note.fences for line in range(fence.line, fence.end_line + 1)}
        self._apart = part_lines(note)
        self._tasks = {task.line for task in note.tasks}
        tables = {line for table in note.tables for line in range(table.line, table.end_line + 1)}
        self._shown = fenced | tables | self._tasks
        self._sentences = NoteSentences(note, text, self._apart | self._shown)
        self._text = text
        self._day, self._dated = _day_of(facts)
        self._days = [(item.line, item.end_line, day) for item in note.headings if (day := _day_in(item.text))]
        self._is_journal = bool(self._days) or _DAY_IN_NAME.search(note.path.rpartition("/")[2]) is not None

    def __iter__(self) -> Iterator[DigestLine]:
        """Tasks first, then sentences by place."""
        yield from self._of_tasks()
        if self._note.turns:
            yield from self._of_talk()
        else:
            yield from self._of_prose()

    def _line(self, kind: Kind, said: str, line: int, turn: Turn | None) -> DigestLine:
        day, dated = self._when(line, turn)
        return DigestLine(kind, said, self._note.path, line, turn.role if turn else "note", day, dated,
                          self._facts.title)

    def _when(self, line: int, turn: Turn | None) -> tuple[str, Literal["turn", "note", "file"]]:
        if turn is not None and turn.time is not None and is_day(turn.time[:10]):
            return turn.time[:10], "turn"
        under = [day for first, last, day in self._days if first <= line <= last]
        return (under[-1], "note") if under else (self._day, self._dated)

    def _of_tasks(self) -> Iterator[DigestLine]:
        for task in self._note.tasks:
            if task.line in self._apart:
                continue
            state, said = task_state(task.status, task.text), plain(task.text)
            turn = turn_at(self._note.turns, task.line)
            if state is None or not WORD.search(said) or (turn is not None and turn.role not in ("user", "assistant")):
                continue
            line = self._line(state.kind, cut(said), task.line, turn)
            yield replace(line, date=state.day, dated="note") if state.day else line

    def _of_prose(self) -> Iterator[DigestLine]:
        for said in self._sentences.between(self._note.body_line, self._sentences.last):
            found = verdict(said.text, own=True, loose=self._is_journal)
            if found is not None and not (said.heading and found.kind == "open"):
                yield self._line(found.kind, cut(said.text, found.at), said.line, None)

    def _of_talk(self) -> Iterator[DigestLine]:
        raw = self._text.removeprefix("\ufeff").splitlines()
        talk = [self._spoken(turn, raw) for turn in self._note.turns if turn.role in ("user", "assistant")]
        for at, spoken in enumerate(talk):
            if spoken.turn.role == "assistant":
                for said in spoken.said:
                    if found := verdict(said.text, own=False, loose=False):
                        yield self._line(found.kind, cut(said.text, found.at), said.line, spoken.turn)
            else:
                yield from self._of_person(spoken, answer_to(talk, at))

    def _spoken(self, turn: Turn, raw: Sequence[str]) -> SpokenTurn:
        depth = 1 if turn.line <= len(raw) and raw[turn.line - 1].lstrip().startswith(">") else 0
        said = tuple(self._sentences.between(turn.body_line, turn.end_line, depth))
        if turn.role == "user":
            # What a program put into her mouth: its own tags, or the summary of a talk that had grown too long.
            said = () if said and _SUMMARY.match(said[0].text) else tuple(
                [one for one in said if not _PROGRAM.match(one.text)])
        shows = not (self._shown - self._apart).isdisjoint(range(turn.body_line, turn.end_line + 1))
        return SpokenTurn(turn, tuple(one for one in said if not one.heading), shows)

    def _of_person(self, spoken: SpokenTurn, answer: SpokenTurn | None) -> Iterator[DigestLine]:
        """Her decisions, questions and the first statements."""
        verdicts = [verdict(said.text, own=True, loose=True) for said in spoken.said]
        decided = {at for at, found in enumerate(verdicts) if found and found.kind == "decided"}
        statements = 0
        for at, (said, found) in enumerate(zip(spoken.said, verdicts, strict=True)):
            if is_question(said.text):
                if len(WORD.findall(said.text)) >= _FEWEST_ASKED:
                    yield self._question(said, at, spoken, decided, answer)
            elif found is not None:
                yield self._line(found.kind, cut(said.text, found.at), said.line, spoken.turn)
            elif statements < _SAID_PER_TURN and len(WORD.findall(said.text)) >= _FEWEST_WORDS:
                statements += 1
                yield self._line("said", cut(said.text), said.line, spoken.turn)

    def _question(self, said: Sentence, at: int, spoken: SpokenTurn, decided: Collection[int],
                  answer: SpokenTurn | None) -> DigestLine:
        own = own_answer(spoken.said, at, decided)
        line = own.line if own else answer.turn.body_line if answer else None
        made = self._line("asked" if line else "open", cut(said.text, len(said.text)), said.line, spoken.turn)
        return replace(made, answer=AnswerPlace(self._note.path, line)) if line else made


def _day_of(facts: NoteFacts) -> tuple[str, Literal["note", "file"]]:
    own = claim_date(facts)
    if own and is_day(own[:10]):
        return own[:10], "note"
    return datetime.datetime.fromtimestamp(facts.mtime_ns / 1e9, tz=datetime.UTC).date().isoformat(), "file"


def _day_in(heading: str) -> str | None:
    match = _IN_HEADING.search(heading)
    found = iso_time(match[0]) if match else None
    return found[:10] if found and is_day(found[:10]) else None
