"""Measures of what an answer shows: whether the right block is there, how much of it, and what that is worth."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from vaultkit.evaluate.questions import GoldQuestion
from vaultkit.evaluate.replies import Reply, contains

# Worth of a reply to a person: the right block as the answer, among three probable ones (she still has to read them),
# a refusal where the vault does not say it; a wrong answer costs her more than none.
RIGHT, PROBABLE, REFUSED, WRONG = 1.0, 0.4, 1.0, -1.0
THREE = 3


@dataclass(frozen=True, slots=True)
class ShownBlocks:
    """Of one reply: the greatest share of a gold block's lines that the answer shows (``answer``), and that any of its
    first three blocks does (``three``), both 0 for a refusal."""

    answer: float
    three: float


def shown_blocks(question: GoldQuestion, reply: Reply) -> ShownBlocks:
    """Measure what ``reply`` shows. Without gold blocks a block is right, whole, where its note is gold and the text
    that a right answer contains stands in it; of an answer without blocks the text is looked at."""
    if question.unanswerable or reply.state == "nothing":
        return ShownBlocks(0.0, 0.0)
    shares = [_share(question, block.note, range(block.start_line, block.end_line + 1), block.text)
              for block in reply.blocks[:THREE]]
    if not reply.blocks and any(note in question.notes for note in reply.cited):
        shares = [float(question.answer is None or contains(reply.text, question.answer))]
    best = max(shares, default=0.0)
    return ShownBlocks(best if reply.answered else 0.0, best)


def _share(question: GoldQuestion, note: str, lines: range, text: str) -> float:
    path = unicodedata.normalize("NFC", note)
    if question.blocks:
        return max((len(range(max(gold.start_line, lines.start), min(gold.end_line + 1, lines.stop)))
                    / (gold.end_line - gold.start_line + 1) for gold in question.blocks if gold.note == path),
                   default=0.0)
    return float(path in question.notes and (question.answer is None or contains(text, question.answer)))


@dataclass(frozen=True, slots=True)
class ShownFigures:
    """Shares over questions; None where there was nothing to measure. ``answered``, ``probable``, ``nothing``: of all;
    ``right``: of the answerable ones the right block as the answer; ``right_in_3``: there or among three probable ones;
    ``helped``: the same, and of the unanswerable ones those that were refused; ``half_shown``: of the answerable ones
    at least half of the right block is shown; ``wrong``: of all, answered with nothing right; ``right_of_answered``;
    ``refused``: of the unanswerable ones, refused or at most probable; ``utility``: the mean worth."""

    answered: float
    probable: float
    nothing: float
    right: float | None
    right_in_3: float | None
    helped: float
    half_shown: float | None
    wrong: float
    right_of_answered: float | None
    refused: float | None
    utility: float


def shown_figures(outcomes: Sequence[tuple[GoldQuestion, Reply]]) -> ShownFigures | None:
    """The figures of some questions with their replies; None for none."""
    if not outcomes:
        return None
    judged = [(question, reply, shown_blocks(question, reply)) for question, reply in outcomes]
    able = [(reply, shown) for question, reply, shown in judged if not question.unanswerable]
    said = [shown for _, reply, shown in judged if reply.answered]
    lacking = [reply for question, reply, _ in judged if question.unanswerable]
    return ShownFigures(
        _mean([reply.state == "answered" for _, reply, _ in judged]) or 0.0,
        _mean([reply.state == "probable" for _, reply, _ in judged]) or 0.0,
        _mean([reply.state == "nothing" for _, reply, _ in judged]) or 0.0,
        _mean([shown.answer > 0 for _, shown in able]), _mean([shown.three > 0 for _, shown in able]),
        _mean([reply.state == "nothing" if question.unanswerable else shown.three > 0
               for question, reply, shown in judged]) or 0.0,
        _mean([shown.three >= 0.5 for _, shown in able]),
        _mean([reply.answered and not shown.answer for _, reply, shown in judged]) or 0.0,
        _mean([shown.answer > 0 for shown in said]), _mean([not reply.answered for reply in lacking]),
        _mean([worth(question, reply, shown) for question, reply, shown in judged]) or 0.0)


def worth(question: GoldQuestion, reply: Reply, shown: ShownBlocks) -> float:
    """The worth of one reply (see ``RIGHT`` and its neighbours)."""
    if reply.answered:
        return RIGHT if shown.answer else WRONG
    if reply.state == "probable":
        return PROBABLE if shown.three else 0.0
    return REFUSED if question.unanswerable else 0.0


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
