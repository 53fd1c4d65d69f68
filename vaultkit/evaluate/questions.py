"""Question sets: one JSON object a line (JSON Lines, jsonlines.org)."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vaultkit.errors import UsageError

EXAMPLE = '{"question": "…", "notes": ["path/of/note.md"]}'


@dataclass(frozen=True, slots=True)
class GoldBlock:
    """Lines of a note (from 1, inclusive) that a person with the note open would point at."""

    note: str
    start_line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One line of a set. ``notes`` are the gold notes, vault-relative POSIX paths in NFC; ``answer`` is text that a
    right answer contains, or None; ``unanswerable``: the vault does not say it, so refusing is right; ``part`` (or
    ``type``) names the kind of question, for figures of each kind; ``line`` is where it stands in its file; any of
    ``blocks`` answers it; ``split`` is a word of the set's own."""

    question: str
    notes: tuple[str, ...]
    answer: str | None = None
    unanswerable: bool = False
    part: str | None = None
    line: int = 0
    blocks: tuple[GoldBlock, ...] = ()
    split: str | None = None


def read_questions(path: Path) -> list[GoldQuestion]:
    """The questions of a set, in order; blank lines are passed over, fields that are not known too.

    Raises UsageError, with file and line, for a file that is missing or not UTF-8, a line that is no JSON object, a
    field of another type, and a question that has neither gold notes nor ``"unanswerable": true``.
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}", "name a file of questions, one JSON object a line"
                         ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 at byte {error.start}", "save it as UTF-8") from error
    found = [_question(line, f"{path}:{n}", n) for n, line in enumerate(lines, start=1) if line.strip()]
    if not found:
        raise UsageError(f"{path}: no question in it", f"write one a line: {EXAMPLE}")
    return found


def _question(text: str, where: str, line: int) -> GoldQuestion:
    try:
        row = json.loads(text)
    except ValueError as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise UsageError(f"{where}: not JSON ({reason})", f"one object a line: {EXAMPLE}") from error
    except RecursionError as error:
        raise UsageError(f"{where}: nested too deep", f"one object a line: {EXAMPLE}") from error
    if not isinstance(row, Mapping):
        raise UsageError(f"{where}: not an object", f"one object a line: {EXAMPLE}")
    question = _field(row, "question", str, where, "the question as text")
    if not question.strip():
        raise UsageError(f"{where}: the question is empty", "write the question as text")
    unanswerable = _field(row, "unanswerable", bool, where, "true or false", default=False)
    return GoldQuestion(question, _notes(row, unanswerable, where),
                    _field(row, "answer", str, where, "text, or leave it out", default=None) or None, unanswerable,
                    _field(row, "part", str, where, "text, or leave it out", default=None)
                    or _field(row, "type", str, where, "text, or leave it out", default=None), line,
                    tuple(_blocks(row, where)), _field(row, "split", str, where, "text, or leave it out", default=None))


def _blocks(row: Mapping[str, Any], where: str) -> Iterator[GoldBlock]:
    mend = 'write each as {"note": "path.md", "start_line": 3, "end_line": 5}'
    for block in _field(row, "blocks", list, where, "a list of places", default=[]):
        if not isinstance(block, Mapping):
            raise UsageError(f"{where}: blocks must be places of notes", mend)
        note, first, last = block.get("note"), block.get("start_line"), block.get("end_line")
        if not isinstance(note, str) or type(first) is not int or type(last) is not int or not 1 <= first <= last:
            raise UsageError(f"{where}: blocks must be places of notes", mend)
        yield GoldBlock(unicodedata.normalize("NFC", note.removeprefix("./")), first, last)


def _notes(row: Mapping[str, Any], unanswerable: bool, where: str) -> tuple[str, ...]:
    notes = _field(row, "notes", list, where, "a list of paths", default=[])
    if not all(isinstance(note, str) and note for note in notes):
        raise UsageError(f"{where}: notes must be texts", "write each as a path in the vault, with .md")
    if unanswerable and notes:
        raise UsageError(f"{where}: unanswerable, yet it has notes", "drop one of the two")
    if not unanswerable and not notes:
        raise UsageError(f"{where}: no notes", 'name the notes that answer it, or set "unanswerable": true')
    return tuple(dict.fromkeys(unicodedata.normalize("NFC", note.removeprefix("./")) for note in notes))


_LACKS = object()


def _field(row: Mapping[str, Any], name: str, kind: type, where: str, mend: str, default: Any = _LACKS) -> Any:
    value = row.get(name, default)
    if value is _LACKS:
        raise UsageError(f"{where}: no {name}", mend)
    if value is None and default is not _LACKS:
        return default
    if value is not default and not isinstance(value, kind):
        raise UsageError(f"{where}: {name} is no {kind.__name__}", mend)
    return value
