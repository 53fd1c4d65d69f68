"""Sentences of a note or of one message, each with its line: joined over a line's end, without marks and quotations."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from vaultkit.model import Note
from vaultkit.search.chunking.lines import bare_lines
from vaultkit.text.lazy_pattern import lazy_pattern

# What a line of a digest holds at most; longer sentences are cut.
LONGEST = 300
WORD = lazy_pattern(r"[^\W\d_]{2,}")
_END = lazy_pattern(r"(?:[.!…]+[»\"”)*_\]]*\s+(?=[«\"“(*_\[—–-]*\s*[^\W\d_a-zа-яё])|\?[?!]*[»\"”)*_\]]*\s+)")
_MARKS = lazy_pattern(r"^\s*(?:#{1,6}\s+)?(?:(?:[-*+]|\d+[.)])\s+)*(?:\[[^\]]\]\s+)?")
_STARTS = lazy_pattern(r"^\s*(?:#{1,6}\s|[-*+]\s|\d+[.)]\s|\||<!--|\[!|={3,}|-{3,}|!?\[\[[^\]]*\]\]\s*$)")
_NO_SENTENCE = lazy_pattern(r"^\s*(?:\||<!--|\[!|[-=]{3,}\s*$)")
_STRUCK = lazy_pattern(r"~~.+?~~")
_PLAIN = lazy_pattern(r"\*\*|__|==|`|%%.*?%%|<!--.*?-->|\s\^[\w-]+$")
_OVER = lazy_pattern(r"[.!?…:;][»\"”)*_\]]*\s*$")
_QUOTES = lazy_pattern(r"[ \t]{0,3}((?:>[ \t]?)+)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without marks and the line on which it begins; ``heading``: it is one."""

    text: str
    line: int
    heading: bool = False


class NoteSentences:
    """The sentences of one note. Fences, tables, comments, thoughts, tools and what is quoted of others are none."""

    def __init__(self, note: Note, text: str, apart: Collection[int]) -> None:
        self._lines = bare_lines(note, text)
        self._depths = [_depth(line) for line in text.removeprefix("\ufeff").splitlines()] if ">" in text else []
        self._apart = apart
        self._callouts = {line: item.depth + 1 for item in note.callouts
                          for line in range(item.line, item.end_line + 1)}

    @property
    def last(self) -> int:
        """The number of the last line."""
        return len(self._lines)

    def between(self, first: int, last: int, depth: int | None = None) -> Iterator[Sentence]:
        """The sentences of lines ``first`` to ``last``; of a message in a callout ``depth`` is that of the callout:
        what is quoted deeper is somebody else's."""
        run: list[str] = []
        start = 0
        for number in range(first, min(last, len(self._lines)) + 1):
            line = self._lines[number - 1]
            if self._is_out(number, line, depth):
                yield from _split(run, start)
                run = []
                continue
            if run and not _goes_on(run[-1], line):
                yield from _split(run, start)
                run = []
            if not run:
                start = number
            run.append(line)
        yield from _split(run, start)

    def _is_out(self, number: int, line: str, depth: int | None) -> bool:
        if number in self._apart or not line.strip() or _NO_SENTENCE.match(line):
            return True
        quoted = self._depths[number - 1] if number <= len(self._depths) else 0
        return quoted > (self._callouts.get(number, 0) if depth is None else depth)


def _depth(line: str) -> int:
    match = _QUOTES.match(line)
    return match[1].count(">") if match else 0


def _goes_on(before: str, line: str) -> bool:
    """Return whether ``line`` goes on with the sentence before it: in the middle of one, with a small letter."""
    return not _OVER.search(before) and not _STARTS.match(line) and not before.lstrip().startswith("#") \
        and line.lstrip()[:1].islower()


def _split(run: Sequence[str], start: int) -> Iterator[Sentence]:
    if not run:
        return
    heading = run[0].lstrip().startswith("#")
    for at, (line, first) in enumerate(_parts(run)):
        said = plain(_MARKS.sub("", line) if at == 0 else line)
        if said:
            yield Sentence(said, start + first, heading)


def _parts(run: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The sentences of a run of lines, each with the number of the line on which it begins, from 0."""
    text, at = "\n".join(run), 0
    for match in _END.finditer(text):
        yield text[at:match.end()], text.count("\n", 0, at)
        at = match.end()
    yield text[at:], text.count("\n", 0, at)


def plain(text: str) -> str:
    """``text`` on one line without marks; what is struck out is not said."""
    return " ".join(_PLAIN.sub("", _STRUCK.sub("", text) if "~~" in text else text).split())


def cut(text: str, at: int = 0) -> str:
    """A long sentence cut at words, with an ellipsis, so that what stands ``at`` is seen."""
    if len(text) <= LONGEST:
        return text
    start = 0 if at < LONGEST - 40 else text.rfind(" ", 0, at - LONGEST // 2) + 1
    end = start + LONGEST - 4
    if end < len(text):
        blank = text.rfind(" ", start, end)
        end = blank if blank > start + LONGEST // 2 else end
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")
