"""``eval`` for a person: a table of figures, a row a part; and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from vaultkit.evaluate import EvalReport, Figures, QuestionOutcome, ShownFigures, misses, shown_blocks
from vaultkit.messages.words import Words
from vaultkit.render.plain import to_json_value
from vaultkit.render.terminal import bold, clip, dim, pad

# Figure → its heading in the catalogue, in the order of the columns.
COLUMNS = {
    "questions": "eval.questions", "recall_at_1": "eval.recall_1", "recall_at_5": "eval.recall_5",
    "recall_at_10": "eval.recall_10", "mrr": "eval.mrr", "ndcg_at_10": "eval.ndcg",
    "citation_precision": "eval.precision", "citation_recall": "eval.cited", "answer_containment": "eval.contains",
    "refusal_accuracy": "eval.refusal", "expected_calibration_error": "eval.ece",
}


def eval_lines(report: EvalReport, words: Words, width: int, *, wrong: bool = False) -> Iterator[str]:
    """A table of the figures of each part and of all; columns that nothing was measured for are left out. ``wrong``:
    the questions that went wrong below it."""
    rows = [*report.parts.items(), (words("eval.all"), report.figures)]
    columns = {name: words(key) for name, key in COLUMNS.items()
               if any(getattr(figures, name) is not None for _, figures in rows)}
    first = max(len(name) for name, _ in rows)
    yield bold(" " * first + "".join(f"  {heading:>6}" for heading in columns.values()))
    for name, figures in rows:
        cells = (_cell(getattr(figures, column), words).rjust(max(6, len(heading)))
                 for column, heading in columns.items())
        yield pad(name, first) + "".join(f"  {cell}" for cell in cells)
    if report.shown is not None:
        yield from _shown(report.shown, words)
    spent = ", ".join(f"{words('eval.' + what)} {words.seconds(value)}"
                      for what, value in report.seconds.items() if value)
    yield dim(spent)
    if wrong:
        for outcome in misses(report.outcomes):
            yield from _miss(outcome, words, width)


def eval_object(report: EvalReport, mode: str) -> dict[str, Any]:
    """The object that schemas/eval.schema.json describes, with the parts and each question's outcome beside."""
    whole = {field.name: getattr(report.figures, field.name) for field in fields(Figures)}
    shown = to_json_value(report.shown) if report.shown else {}
    return {"schema": "eval/1", **whole, **shown, "mode": mode, "seconds": report.seconds,
            "parts": [{"part": part, **to_json_value(figures), **(to_json_value(report.shown_parts[part])
                                                                 if part in report.shown_parts else {})}
                      for part, figures in report.parts.items()],
            "risk_coverage": [{"coverage": x, "risk": y} for x, y in report.risk_coverage],
            "outcomes": map(_outcome, report.outcomes)}


def _shown(figures: ShownFigures, words: Words) -> Iterator[str]:
    """A line of the three states, and one of what they showed."""
    yield ", ".join(f"{words('eval.' + name)} {_share(getattr(figures, name), words)}"
                    for name in ("answered", "probable", "nothing"))
    yield ", ".join(f"{words('eval.' + name)} {_share(getattr(figures, name), words)}"
                    for name in ("right_in_3", "helped", "wrong")) + \
        f", {words('eval.utility')} {words.decimal(figures.utility, 2)}"


def _share(value: float | None, words: Words) -> str:
    return "–" if value is None else f"{words.number(round(100 * value))} %"


def _outcome(one: QuestionOutcome) -> dict[str, Any]:
    reply = one.reply
    return {"question": one.question.question, "notes": list(one.question.notes), "part": one.question.part,
            "line": one.question.line, "found": list(one.ranked[:10]),
            "answered": reply.answered if reply else None, "confidence": reply.confidence if reply else None,
            "cited": list(dict.fromkeys(reply.cited)) if reply else None, "state": reply.state if reply else None,
            "blocks": [{"note": block.note, "start_line": block.start_line, "end_line": block.end_line}
                       for block in reply.blocks] if reply else None,
            "right_shown": shown_blocks(one.question, reply).three if reply else None}


def _cell(value: float | int | None, words: Words) -> str:
    if value is None:
        return "–"
    return words.number(value) if isinstance(value, int) else words.decimal(value, 2)


def _miss(one: QuestionOutcome, words: Words, width: int) -> Iterator[str]:
    yield clip(f"{one.question.line}: {one.question.question}", width)
    for note in one.question.notes:
        found = note in one.ranked
        place = (words("eval.rank", note=note, rank=one.ranked.index(note) + 1) if found
                 else words("eval.not_found", note=note))
        yield dim(clip(f"    {place}", width))
    if one.reply and one.reply.answered == one.question.unanswerable:
        yield dim("    " + words("eval.wrongly_answered" if one.question.unanswerable else "eval.wrongly_refused"))
