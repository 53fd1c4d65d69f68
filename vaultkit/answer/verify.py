"""Does a note say what a sentence says? Words, meaning, numbers, names and negation must agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vaultkit.answer.question import Question
from vaultkit.answer.score import Similarity
from vaultkit.answer.sentences import Sentence, spans
from vaultkit.answer.text import content, names, negations, numbers, overlap, stems

# Swept by benchmarks/verification.py on drafts with the passage they came from and with one of a wrong note; the
# figures are in docs/decisions/0011-answers.md.
LEXICAL, LEXICAL_WITH_MEANING, MEANING = 0.7, 0.45, 0.55


@dataclass(frozen=True, slots=True)
class Checked:
    """``support`` in [0, 1]; ``why`` names what disagrees, or is None."""

    supported: bool
    support: float
    why: str | None = None


def verify(text: str, evidence: Sequence[Sentence], question: Question,
           similarity: Similarity | None = None) -> Checked:
    """Whether the passages that ``evidence`` stands in say ``text``."""
    if not evidence or not text.strip():
        return Checked(False, 0.0, "no evidence")
    if any(text == item.text for item in evidence):
        return Checked(True, 1.0)
    passage = "\n".join(" \n".join((item.chunk.title, *item.chunk.headings, item.chunk.text)) for item in evidence)
    lexical = overlap(content(text), stems(passage))
    closest = _closest(text, evidence)
    cosine = float(similarity([text], [closest])[0][0]) if similarity is not None else None
    support = round(lexical if cosine is None else 0.6 * lexical + 0.4 * max(cosine, 0.0), 4)
    enough = lexical >= LEXICAL or (cosine is not None and cosine >= MEANING and lexical >= LEXICAL_WITH_MEANING)
    why = _disagreement(text, passage, closest, question) if enough else "too little of it stands there"
    return Checked(why is None, support, why)


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
