"""Prose cut into runs of words between which no noun phrase goes: at punctuation, function words, verbs, line ends.

Only lines that are a note's own are read: a line that stands in several notes came from a template.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from sys import intern
from typing import NamedTuple

from vaultkit.ideas.word_lists import ENGLISH_BREAKS
from vaultkit.markdown.turns import part_lines
from vaultkit.model import Note
from vaultkit.text.lazy_pattern import lazy_pattern

_NOISE = lazy_pattern(
    r"`+[^`]*`+|!\[\[[^\[\]]*+\]\]|\[\[[^\[\]|\n\\]*+\\?\|(?=[^\]])|\]\([^)\s]*+(?:\s+\"[^\"]*\")?\)|<[^>\n]++>|https?://\S+|\{\{[^}]*+\}\}"
    r"|\[\^[^\]]+\]|\^[\w-]+$|(?<!\w)[@#][\w/-]+|\*\*|__|==")
_TOKEN = lazy_pattern(r"[^\W\d_][\w]*(?:[-'’.][^\W_]+)*(?:\+\+|#)?|\d[\w.]*|[^\w\s]")
# Without one of these neither pattern has anything to find, and most lines have none.
_NOISY = frozenset("`[]<{^@#*_=")
_FILLING = frozenset("`[]0123456789")
_FILLED = lazy_pattern(r"\]\([^)]*\)|https?://\S+|\[\[[^\]]*\]\]|`[^`]*`|\d+")
TEMPLATE_NOTES = 4
LONGEST_LINE = 4000
_KINDS: dict[str, str | None] = {}
_MOST_KINDS = 200_000


class Run(NamedTuple):
    """Words that follow each other, as written; ``before`` is the token before them in lower case ("" at a line's or
    sentence's start)."""

    line: int
    before: str
    words: tuple[str, ...]


class Line(NamedTuple):
    """One line of prose; ``shape`` is what it has in common with the same line of another filled-in form."""

    number: int
    text: str
    shape: int


def prose_lines(note: Note, lines: list[str]) -> list[Line]:
    """Lines of prose: no frontmatter, fences, comments or tables."""
    skip: set[int] = set(range(1, note.body_line))
    for line, end in [(b.line, b.end_line) for b in note.fences] + [(b.line, b.end_line) for b in note.tables]:
        skip.update(range(line, end + 1))
    skip |= part_lines(note)
    if note.turns:
        skip.update(turn.line for turn in note.turns if turn.body_column == 1)
        lines = list(lines)
        for turn in note.turns:
            lines[turn.line - 1] = lines[turn.line - 1][turn.body_column - 1:]
    for comment in note.comments:
        skip.update(range(comment.line, comment.end_line + 1) if comment.end_line > comment.line
                    else (comment.line,) if comment.column == 1 and comment.end_column >= len(lines[comment.line - 1])
                    else ())
    return [Line(number, line, hash(_shape(line))) for number, line in enumerate(lines, 1)
            if number not in skip and len(line) > 2 and not line.isspace()]


def _shape(line: str) -> str:
    plain = _FILLING.isdisjoint(line) and "http" not in line
    return line.strip() if plain else _FILLED.sub("", line).strip()


def template_lines(texts: Iterable[list[Line]]) -> frozenset[int]:
    """Shapes of the lines that stand in several notes."""
    counts: Counter[int] = Counter()
    for lines in texts:
        counts.update({line.shape for line in lines})
    return frozenset(shape for shape, count in counts.items() if count >= TEMPLATE_NOTES)


def _in_a_name(token: str, words: list[str]) -> bool:
    """Return whether a function word is part of a name (``Font Awesome``, ``Day One``): it follows another capital."""
    return bool(words) and token[0].isupper() and token[1:].islower() and words[-1][0].isupper() and len(token) > 2


def _prose(line: str) -> str:
    """A line without markup, code and addresses; a bar stands where something was that a phrase does not go across."""
    if _NOISY.isdisjoint(line) and "http" not in line:
        return line
    return _NOISE.sub(" | " if "`" in line or "](" in line else " ", line)


def _breaks(token: str) -> str | None:
    """Return None for a word that may be part of a phrase, else what stands before the next one: the token in lower
    case, "" for punctuation."""
    low = token.lower()
    if token[0].isalpha() and len(token) > 1 and low not in ENGLISH_BREAKS:
        return None
    return low if token[0].isalnum() else ""


def runs_of(lines: Iterable[Line], template: frozenset[int]) -> list[Run]:
    """All runs of one note's lines."""
    found: list[Run] = []
    kinds: dict[str, str | None] = _KINDS if len(_KINDS) < _MOST_KINDS else {}
    for number, line, shape in lines:
        if shape in template:
            continue
        before = ""
        words: list[str] = []
        for token in _TOKEN.findall(_prose(line[:LONGEST_LINE])):
            breaks = kinds[token] if token in kinds else kinds.setdefault(token, _breaks(token))
            if breaks is None or (breaks in ENGLISH_BREAKS and len(token) > 1 and _in_a_name(token, words)):
                words.append(intern(token))
                continue
            if words:
                found.append(Run(number, before, tuple(words)))
                words = []
            before = breaks
        if words:
            found.append(Run(number, before, tuple(words)))
    return found
