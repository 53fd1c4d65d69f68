"""Numbers of sources: one a note, counted by first use, each with the passages it stands on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from vaultkit.answer.sentences import Sentence
from vaultkit.model import AnswerSource, Passage

# A note's path → its text as it is on disk, or None where it can't be read.
NoteText = Callable[[str], "str | None"]
_SAID = {"ru": "ассистент: «{text}»", "en": "assistant: “{text}”"}


class Sources:
    """The sources of one answer as they come to be cited. ``text_of`` lets quotes be taken from the note itself, with
    whatever stands before its lines in callouts."""

    def __init__(self, text_of: NoteText | None = None) -> None:
        self._found: dict[str, AnswerSource] = {}
        self._text_of = text_of

    def cite(self, sentence: Sentence) -> int:
        """The number of the note that ``sentence`` stands in; the place is remembered."""
        chunk = sentence.chunk
        passage = Passage(chunk.headings, sentence.line, sentence.end_line, self._exact(sentence))
        return self.cite_passage(chunk.note, passage, chunk.role)

    def cite_passage(self, note: str, passage: Passage, role: str | None = None) -> int:
        """The number of ``note``; ``passage`` is added to what is known of it."""
        source = self._found.get(note)
        if source is None:
            source = AnswerSource(len(self._found) + 1, note, role, ())
        if passage not in source.passages:
            source = replace(source, passages=(*source.passages, passage))
        self._found[note] = source
        return source.n

    def all(self) -> tuple[AnswerSource, ...]:
        """Every source by its number."""
        return tuple(self._found.values())

    def _exact(self, sentence: Sentence) -> str:
        return exact(sentence, self._text_of(sentence.chunk.note) if self._text_of else None)


def exact(sentence: Sentence, text: str | None) -> str:
    """The quote as it stands in the note's ``text``: over a line's end a callout has its mark there."""
    if text is None or sentence.quote in text:
        return sentence.quote
    lines = [re.escape(line.strip()) for line in sentence.quote.split("\n")]
    found = re.search(r"[ \t]*\r?\n[ \t>]*".join(lines), text)
    return found[0] if found else sentence.quote


def as_said(text: str, sentence: Sentence, language: str) -> str:
    """``text``, shown as an assistant's words where they are."""
    if sentence.chunk.role != "assistant":
        return text
    return _SAID["ru" if language == "ru" else "en"].format(text=text)
