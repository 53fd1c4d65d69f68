"""The page of an evaluation: every question with what is right and what was shown, the misses first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vaultkit.evaluate import EvalReport, QuestionOutcome, shown_blocks
from vaultkit.messages.words import Words
from vaultkit.render.pages.html import asset, page


def eval_page(report: EvalReport, vault: str, figures: Iterable[str], words: Words) -> str:
    """The page; ``vault`` is the vault's name, ``figures`` are lines of text above the questions."""
    missed = [one for one in report.outcomes if not _helped(one)]
    rest = [one for one in report.outcomes if _helped(one)]
    groups = [(words("eval.missed", n=len(missed), of=len(report.outcomes)), [_row(one, words) for one in missed]),
              (words("eval.rest", n=len(rest)), [_row(one, words) for one in rest])]
    return page("eval.html.j2", scripts=[], styles=[asset("base.css"), _STYLE], data={}, lang=words.lang,
                title=words("eval.page", vault=vault), figures=list(figures), groups=groups,
                gold_word=words("eval.gold"), shown_word=words("eval.shown"))


_STYLE = "body{padding:1rem;max-width:60rem;margin:auto}pre{white-space:pre-wrap;background:var(--panel);padding:.6rem}"


def _helped(one: QuestionOutcome) -> bool:
    """Return whether the right block was shown, or nothing where nothing is right."""
    if one.reply is None:
        return True
    return not one.reply.answered if one.question.unanswerable else shown_blocks(one.question, one.reply).three > 0


def _row(one: QuestionOutcome, words: Words) -> dict[str, Any]:
    reply, question = one.reply, one.question
    gold = [f"{block.note}:{block.start_line}-{block.end_line}" for block in question.blocks] or list(question.notes)
    return {"question": question.question, "part": question.part, "gold": gold,
            "state": words(f"eval.{reply.state}") if reply else "",
            "confidence": words.decimal(reply.confidence, 2) if reply else "",
            "blocks": [{"place": f"{block.note}:{block.start_line}-{block.end_line}", "text": block.text}
                       for block in reply.blocks] if reply else []}
