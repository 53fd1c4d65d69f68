"""Answers about what comes next and how thinking stands to practice: the plan and the levels in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from vaultkit.answer.routes.forms import Form, GraphFacts
from vaultkit.answer.routes.phrases import level_name, phrase, stage_name

if TYPE_CHECKING:
    from vaultkit.assess import Assessment

# A sentence and the places, (note, line), that it stands on.
Sentence = tuple[str, tuple[tuple[str, int], ...]]
_MOST = 8


def plan(form: Form, facts: GraphFacts, notes: Sequence[str]) -> Iterator[Sentence]:
    """The steps of the first week."""
    made = facts.plan()
    if made is None or not made.weeks:
        return
    week = made.weeks[0]
    for step in week.steps[:_MOST]:
        gap = next((gap for gap in facts.report.gaps if gap.concept == step.concept), None)
        if gap is not None:
            text = phrase("step", form.language, title=f"[[{facts.link(gap.path)}]]",
                          stage=stage_name(step.stage, form.language),
                          week=week.subsystem or phrase("week", form.language))
            yield text, ((gap.path, gap.line),)


def levels(form: Form, facts: GraphFacts, notes: Sequence[str]) -> Iterator[Sentence]:
    """The levels of the subsystem that is named, else of all, the ones whose thinking is furthest ahead first."""
    found = [item for item in facts.assess() if item.note is not None and (not form.x or item.note in notes)]
    for item in sorted(found, key=lambda one: one.practice.score - one.thinking.score)[:_MOST]:
        yield _level(item, form, facts)


def _level(item: Assessment, form: Form, facts: GraphFacts) -> Sentence:
    text = phrase("level", form.language, title=f"[[{facts.link(item.note or '')}]]",
                  thinking=level_name(item.thinking.level, form.language),
                  practice=level_name(item.practice.level, form.language))
    places = [(item.note or "", 1)]
    for proof in (*item.practice.evidence[:1], *item.thinking.evidence[:1]):
        if proof.path.endswith(".md"):
            places.append((proof.path, proof.line))
    if item.claimed:
        text += " " + phrase("claimed", form.language, text=item.claimed.text, who=phrase(
            item.claimed.role if item.claimed.role in ("user", "assistant") else "note", form.language))
        places.append((item.claimed.note, item.claimed.line))
    return text, tuple(dict.fromkeys(places))
