"""A digest put together: the lines of the last days, what was answered or done meanwhile, by idea and topic."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from vaultkit.digest.decisions import is_question
from vaultkit.digest.note_lines import NoteLines
from vaultkit.digest.sentences import WORD
from vaultkit.digest.talk import content
from vaultkit.digest.types import KINDS, AnswerPlace, Digest, DigestLine, IdeaNamed
from vaultkit.model import Note, NoteFacts

DAYS = 7
# So much of what a question is about a decision has to name to answer it.
_SHARED, _SHARE = 2, 0.6
_AGAIN = "🔁"


def digest(notes: Iterable[tuple[Note, NoteFacts]], text: Callable[[str], str], since: str | None,
           idea_of: Callable[[DigestLine], IdeaNamed | None], today: str) -> Digest:
    """Digest of ``notes`` since a day; without one in the last ``DAYS`` days up to ``today`` that have anything.
    ``text`` gives a note's text by path, ``idea_of`` the idea that a line speaks of."""
    found = [line for note, facts in notes for line in NoteLines(note, facts, text(note.path))]
    # A file's own day is that of a copy or checkout, so it decides nothing about the others; nor does a plan's.
    said = [line.date for line in found if line.dated != "file"] or [line.date for line in found]
    if since is None and said:
        newest = max((day for day in said if day <= today), default=max(said))
        since = (datetime.date.fromisoformat(newest) - datetime.timedelta(days=DAYS)).isoformat()
    lately = [line for line in _without_done(_answered(found)) if since is None or line.date >= since]
    lines = [replace(line, idea=idea_of(line)) for line in _once(lately)]
    return Digest(since, max((line.date for line in lines), default=None), tuple(_in_order(lines)))


def _words(line: DigestLine) -> str:
    return " ".join(WORD.findall(line.text.casefold()))


def _once(lines: Sequence[DigestLine]) -> list[DigestLine]:
    """The lines, of several alike the newest."""
    kept: dict[tuple[str, str], DigestLine] = {}
    for line in sorted(lines, key=lambda line: (line.note, line.line)):
        before = kept.get(key := (line.kind, _words(line)))
        if before is None or (line.dated != "file", line.date) > (before.dated != "file", before.date):
            kept[key] = line
    return list(kept.values())


def _without_done(lines: Sequence[DigestLine]) -> list[DigestLine]:
    """The lines without tasks left open that were done or given up later, in another note; those that come again
    aside."""
    last: dict[str, str] = {}
    for line in lines:
        if line.kind in ("done", "cancelled") and line.dated != "file":
            last[_words(line)] = max(line.date, last.get(_words(line), ""))
    return [line for line in lines if line.kind != "open" or line.dated == "file" or _AGAIN in line.text
            or last.get(_words(line), "") <= line.date]


def _answered(lines: Sequence[DigestLine]) -> list[DigestLine]:
    """The lines, questions left open told as answered where the same one was answered later, or it was decided."""
    questions = [line for line in lines if line.kind == "open" and line.role == "user" and is_question(line.text)]
    if not questions:
        return list(lines)
    asked: dict[frozenset[str], list[DigestLine]] = defaultdict(list)
    for line in lines:
        if line.kind == "asked":
            asked[content(line.text)].append(line)
    decided = [(line, content(line.text)) for line in lines if line.kind == "decided"]
    places = {line: place for line in questions if (place := _answer_of(line, asked, decided)) is not None}
    return [replace(line, kind="asked", answer=places[line]) if line in places else line for line in lines]


def _answer_of(question: DigestLine, asked: dict[frozenset[str], list[DigestLine]],
               decided: Sequence[tuple[DigestLine, frozenset[str]]]) -> AnswerPlace | None:
    about = content(question.text)
    if len(about) < _SHARED:
        return None
    for again in asked.get(about, ()):
        if _is_later(again, question):
            return again.answer
    for line, words in decided:
        shared = len(about & words)
        if shared >= _SHARED and shared >= _SHARE * len(about) and _is_later(line, question):
            return AnswerPlace(line.note, line.line)
    return None


def _is_later(line: DigestLine, than: DigestLine) -> bool:
    if line.note == than.note:
        return (line.date, line.line) > (than.date, than.line)
    return "file" not in (line.dated, than.dated) and line.date >= than.date


def _in_order(lines: Sequence[DigestLine]) -> list[DigestLine]:
    """By kind, the newest first, of one day in the order in which it was said."""
    told = sorted(lines, key=lambda line: (line.note, line.line))
    told.sort(key=lambda line: (line.dated != "file", line.date), reverse=True)
    return sorted(told, key=lambda line: KINDS.index(line.kind))
