"""Lines of a digest: sentences and tasks of notes and chats as they stand, each with its place, speaker and date."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from vaultkit.assess.claims import claim_date
from vaultkit.markdown.turns import part_lines
from vaultkit.model import Note, NoteFacts, Turn
from vaultkit.text.lazy_pattern import lazy_pattern

Kind = Literal["decided", "open", "asked", "done", "said"]
KINDS: tuple[Kind, ...] = ("decided", "open", "asked", "done", "said")
# Words by which a sentence tells that something was decided or is left open, by stem, in both languages.
_DECIDED = lazy_pattern(
    r"(?<!\w)(?:не\s)?(?:решил[иа]?|решено|выбрал[иа]?|выбираем|бер[её]м|договорил(?:ся|ись)"
    r"|решение:|итог:|вывод:|decided|we(?:'ll| will) use|(?:we(?:'re| are)|i(?:'m| am)) going with"
    r"|let'?s go with|agreed"
    r"|settled on|decision:|conclusion:)(?!\w)", 2)
_OPEN = lazy_pattern(
    r"^(?:\W*)осталось(?!\w)|(?<!\w)(?:todo|fixme|tbd|осталось:|не решено|не решил[иа]?"
    r"|открыт(?:ый|ые) вопрос\w*|open questions?|still to do"
    r"|not decided|undecided)(?!\w)", 2)
_SENTENCE = lazy_pattern(r"(?<=[.!?…])\s+(?=[^\W\d_a-zа-яё])")
_MARKS = lazy_pattern(r"^[\s>]*(?:#{1,6}\s+)?(?:(?:[-*+]|\d+[.)])\s+)?(?:\[[^\]]\]\s+)?")
_PLAIN = lazy_pattern(r"\*\*|__|==|~~|`|%%.*?%%|<!--.*?-->|\s\^[\w-]+$")
_WORD = lazy_pattern(r"[^\W\d_]{2,}")
_FEWEST_WORDS, _LONGEST = 4, 300
# Of one message so many statements: the rest is one click away.
_SAID_PER_TURN = 2
DAYS = 7


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One line: what kind it is, its text word for word, its place, whose words it is (user, assistant, note), its day
    (ISO 8601) and where that is known from (turn, note, file), and the chat or note as a topic."""

    kind: Kind
    text: str
    note: str
    line: int
    role: str
    date: str
    dated: Literal["turn", "note", "file"]
    topic: str


@dataclass(frozen=True, slots=True)
class Digest:
    """The lines from ``since`` to ``until`` (ISO days; None: nothing has a date), by kind, the newest first."""

    since: str | None
    until: str | None
    lines: tuple[DigestLine, ...]


def digest(notes: Iterable[tuple[Note, NoteFacts]], text: Callable[[str], str], since: str | None) -> Digest:
    """Digest of ``notes`` since a day; without one in the last ``DAYS`` days that have anything. ``text`` gives a
    note's text by path."""
    found = [line for note, facts in notes for line in _of_note(note, facts, text(note.path))]
    # A file's own day is that of a copy or checkout, so it decides nothing about the others.
    said = [line.date for line in found if line.dated != "file"] or [line.date for line in found]
    until = max(said, default=None)
    if since is None and until is not None:
        since = (datetime.date.fromisoformat(until) - datetime.timedelta(days=DAYS)).isoformat()
    kept: dict[tuple[str, str], DigestLine] = {}
    for line in sorted(found, key=lambda line: (line.note, line.line)):
        if since is None or line.date >= since:
            kept.setdefault((line.kind, " ".join(_WORD.findall(line.text.casefold()))), line)
    # Of one day in the order in which it was said.
    newest = sorted(kept.values(), key=lambda line: line.date, reverse=True)
    return Digest(since, until, tuple(sorted(newest, key=lambda line: KINDS.index(line.kind))))


def _of_note(note: Note, facts: NoteFacts, text: str) -> Iterator[DigestLine]:
    lines = text.splitlines()
    apart = part_lines(note) | {line for fence in note.fences for line in range(fence.line, fence.end_line + 1)}
    day, dated = _day_of(facts)

    def at(kind: Kind, said: str, line: int, turn: Turn | None) -> DigestLine:
        spoken = turn is not None and turn.time is not None and _is_day(turn.time[:10])
        return DigestLine(kind, said, note.path, line, turn.role if turn else "note",
                          turn.time[:10] if spoken and turn and turn.time else day, "turn" if spoken else dated,
                          facts.title)

    for task in note.tasks:
        if task.line not in apart and _WORD.search(task.text):
            turn = next((one for one in note.turns if one.line <= task.line <= one.end_line), None)
            if turn is None or turn.role in ("user", "assistant"):
                yield at("open" if task.status == " " else "done", _plain(task.text), task.line, turn)
    tasks = {task.line for task in note.tasks}
    if note.turns:
        talk = [turn for turn in note.turns if turn.role in ("user", "assistant")]
        for turn in talk:
            yield from _of_turn(turn, turn is talk[-1], lines, apart | tasks, at)
        return
    for number, line in enumerate(lines, 1):
        if number >= note.body_line and number not in apart and number not in tasks:
            for said in _sentences(line):
                if kind := _decides(said):
                    yield at(kind, said, number, None)


def _of_turn(turn: Turn, last: bool, lines: list[str], apart: Collection[int],
             at: Callable[[Kind, str, int, Turn | None], DigestLine]) -> Iterator[DigestLine]:
    """The lines of one message: of the person her decisions, questions and statements, of the model its conclusions."""
    statements = 0
    for number in range(turn.body_line, min(turn.end_line, len(lines)) + 1):
        if number in apart:
            continue
        line = lines[number - 1][turn.body_column - 1 if number == turn.line else 0:]
        if line.lstrip("> \t").startswith(("|", "#", "<!--", "[!")):
            continue
        for said in _sentences(line):
            kind: Kind | None = _decides(said)
            if turn.role == "user":
                if said.endswith("?"):
                    kind = "open" if last else "asked"  # nobody has answered the last one
                elif kind is None and statements < _SAID_PER_TURN and len(_WORD.findall(said)) >= _FEWEST_WORDS:
                    kind, statements = "said", statements + 1
            if kind is not None:
                yield at(kind, said, number, turn)


def _decides(said: str) -> Kind | None:
    if said.endswith("?") or len(_WORD.findall(said)) < _FEWEST_WORDS - 1:
        return None
    if _OPEN.search(said):
        return "open"
    return "decided" if _DECIDED.search(said) else None


def _sentences(line: str) -> list[str]:
    if len(line) > 20 * _LONGEST:
        return []
    return [text for part in _SENTENCE.split(_MARKS.sub("", line)) if (text := _plain(part)) and len(text) <= _LONGEST]


def _plain(text: str) -> str:
    return " ".join(_PLAIN.sub("", text).split())


def _day_of(facts: NoteFacts) -> tuple[str, Literal["note", "file"]]:
    own = claim_date(facts)
    if own and _is_day(own[:10]):
        return own[:10], "note"
    return datetime.datetime.fromtimestamp(facts.mtime_ns / 1e9, tz=datetime.UTC).date().isoformat(), "file"


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True
