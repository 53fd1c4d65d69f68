"""One run of a question set: what was asked, found and answered, and the figures of it."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from vaultkit.evaluate.confidence import expected_calibration_error, risk_coverage
from vaultkit.evaluate.questions import GoldQuestion
from vaultkit.evaluate.replies import (
    Reply,
    accuracy,
    balanced_accuracy,
    citation_precision,
    citation_recall,
    contains,
    distinct,
    ndcg_at,
    recall_at,
    reciprocal_rank,
)
from vaultkit.evaluate.shown import ShownFigures, shown_figures

# A question → the notes of the passages found, best first.
Search = Callable[[str], Sequence[str]]
Ask = Callable[[str], Reply]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class QuestionOutcome:
    """Outcome of one question. ``ranked`` are the notes found, each once, best first; ``reply`` is None when only
    search was asked."""

    question: GoldQuestion
    ranked: tuple[str, ...]
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over questions; None where there was nothing to measure (docs/contract.md, ``eval``).

    Recall, MRR and nDCG over the answerable questions; citation precision over all that were answered (an answer to an
    unanswerable question has none right), citation recall over the answerable ones that were answered; containment over
    those that say what a right answer contains (a refusal contains nothing); refusal accuracy is the share of all
    questions for which answering or refusing was right.
    """

    questions: int
    recall_at_1: float | None
    recall_at_5: float | None
    recall_at_10: float | None
    mrr: float | None
    ndcg_at_10: float | None
    citation_precision: float | None
    citation_recall: float | None
    answer_containment: float | None
    refusal_accuracy: float | None
    balanced_accuracy: float | None
    expected_calibration_error: float | None


@dataclass(frozen=True, slots=True)
class EvalReport:
    """The figures of the whole set and of each part, what became of each question, (coverage, risk) points, seconds by
    what they went into, and what was shown of the right blocks, over all and by part (None and empty without ask)."""

    figures: Figures
    parts: dict[str, Figures]
    outcomes: tuple[QuestionOutcome, ...]
    risk_coverage: tuple[tuple[float, float], ...]
    seconds: dict[str, float]
    shown: ShownFigures | None = None
    shown_parts: dict[str, ShownFigures] = field(default_factory=dict)


def evaluate(questions: Sequence[GoldQuestion], search: Search, ask: Ask | None = None,
             progress: Progress | None = None) -> EvalReport:
    """Put every question to ``search``, and to ``ask`` when given, and measure. ``progress`` gets (done, total)."""
    outcomes = []
    seconds = {"search": 0.0, "ask": 0.0}
    for done, question in enumerate(questions, start=1):
        start = time.perf_counter()
        ranked = distinct([_nfc(note) for note in search(question.question)])
        found = time.perf_counter()
        reply = ask(question.question) if ask else None
        seconds["search"] += found - start
        seconds["ask"] += time.perf_counter() - found
        if reply:
            reply = replace(reply, cited=tuple(map(_nfc, reply.cited)))
        outcomes.append(QuestionOutcome(question, ranked, reply))
        if progress:
            progress(done, len(questions))
    parts = dict.fromkeys(one.part for one in questions if one.part)
    by_part = {part: mean_figures([one for one in outcomes if one.question.part == part]) for part in parts}
    replied = [one for one in outcomes if one.reply]
    curve = risk_coverage([one.reply.confidence for one in replied if one.reply], [_right(one) for one in replied])
    shown = {part: figures for part in parts if (figures := shown_figures(
        [(one.question, one.reply) for one in outcomes if one.reply and one.question.part == part]))}
    whole = shown_figures([(one.question, one.reply) for one in outcomes if one.reply])
    return EvalReport(mean_figures(outcomes), by_part, tuple(outcomes), tuple(curve), seconds, whole, shown)


def mean_figures(outcomes: Sequence[QuestionOutcome]) -> Figures:
    """The means over some outcomes."""
    ranked = [(one.ranked, one.question.notes) for one in outcomes if one.question.notes]
    replies = [(one.reply, one.question) for one in outcomes if one.reply]
    wanted = [(reply, question.answer) for reply, question in replies if question.answer and question.notes]
    said = [reply.answered for reply, _ in replies]
    truth = [not question.unanswerable for _, question in replies]
    return Figures(
        len(outcomes),
        _mean(recall_at(1, notes, gold) for notes, gold in ranked),
        _mean(recall_at(5, notes, gold) for notes, gold in ranked),
        _mean(recall_at(10, notes, gold) for notes, gold in ranked),
        _mean(reciprocal_rank(notes, gold) for notes, gold in ranked),
        _mean(ndcg_at(10, notes, gold) for notes, gold in ranked),
        _mean(citation_precision(reply, question.notes) for reply, question in replies),
        _mean(citation_recall(reply, question.notes) for reply, question in replies),
        _mean(float(reply.answered and contains(reply.text, answer)) for reply, answer in wanted),
        accuracy(said, truth) if truth else None,
        balanced_accuracy(said, truth) if truth else None,
        expected_calibration_error([reply.confidence for reply, _ in replies],
                                   [_right(one) for one in outcomes if one.reply]),
    )


def misses(outcomes: Iterable[QuestionOutcome]) -> list[QuestionOutcome]:
    """The outcomes that a person wants to look at: a gold note is missing among the first ten, or the question was
    answered and should not have been, or the other way round."""
    def wrong(one: QuestionOutcome) -> bool:
        lost = bool(set(one.question.notes).difference(one.ranked[:10]))
        return lost or (one.reply is not None and one.reply.answered == one.question.unanswerable)

    return [one for one in outcomes if wrong(one)]


def _right(one: QuestionOutcome) -> float:
    """Rate how right the reply is, or would have been: the share of its citations that are gold; of a refusal that
    cites nothing whether the first note found is gold."""
    assert one.reply is not None
    if one.reply.cited:
        return sum(note in one.question.notes for note in one.reply.cited) / len(one.reply.cited)
    return float(not one.reply.answered and any(note in one.question.notes for note in one.ranked[:1]))


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _nfc(path: str) -> str:
    return unicodedata.normalize("NFC", path)
