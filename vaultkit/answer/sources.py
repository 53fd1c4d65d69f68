"""Sources of an answer: notes by number, quotes as they stand in them, and whether they say what a sentence claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from vaultkit.answer.block_score import Similarity
from vaultkit.answer.question import Question
from vaultkit.answer.sentences import Sentence, spans
from vaultkit.answer.text import content, names, negations, numbers, overlap, stems
from vaultkit.messages.words import words_in
from vaultkit.model import AnswerSource, Passage

# A note's path → its text as it is on disk, or None where it can't be read.
NoteText = Callable[[str], "str | None"]


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
    return words_in(language)("answer.said", text=text)


# Chosen by benchmarks/verification.py on drafts with the passage they came from and with one of a wrong note; the
# figures are in docs/decisions/0011-answers.md.
LEXICAL, LEXICAL_WITH_MEANING, MEANING = 0.7, 0.45, 0.55


@dataclass(frozen=True, slots=True)
class SupportCheck:
    """``support`` in [0, 1]; ``why`` names what disagrees, or is None."""

    supported: bool
    support: float
    why: str | None = None


def verify(text: str, evidence: Sequence[Sentence], question: Question,
           similarity: Similarity | None = None) -> SupportCheck:
    """Check whether the passages that ``evidence`` stands in say ``text``."""
    if not evidence or not text.strip():
        return SupportCheck(False, 0.0, "no evidence")
    if any(text == item.text for item in evidence):
        return SupportCheck(True, 1.0)
    passage = "\n".join(" \n".join((item.chunk.title, *item.chunk.headings, item.chunk.text)) for item in evidence)
    lexical = overlap(content(text), stems(passage))
    closest = _closest(text, evidence)
    cosine = float(similarity([text], [closest])[0][0]) if similarity is not None else None
    support = round(lexical if cosine is None else 0.6 * lexical + 0.4 * max(cosine, 0.0), 4)
    enough = lexical >= LEXICAL or (cosine is not None and cosine >= MEANING and lexical >= LEXICAL_WITH_MEANING)
    why = _disagreement(text, passage, closest, question) if enough else "too little of it stands there"
    return SupportCheck(why is None, support, why)


def _disagreement(text: str, passage: str, closest: str, question: Question) -> str | None:
    if numbers(text) - numbers(passage):
        return "a number that is not there"
    if names(text) - set(stems(passage)) - set(stems(question.text)):
        return "a name that is not there"
    if bool(negations(text)) != bool(negations(closest)):
        return "one says not"
    return None


def _closest(text: str, evidence: Sequence[Sentence]) -> str:
    """The sentence of the passages that shares most words with ``text``."""
    wanted = content(text)
    options = [item.text for item in evidence]
    for item in evidence:
        options += [item.chunk.text[begin:end] for begin, end in spans(item.chunk.text)]
    return max(options, key=lambda option: (overlap(wanted, stems(option)), -len(option)))
