"""``answer``: one question → one Answer; the graph where it knows exactly, else the notes' own sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from vaultkit.answer.from_passages import Clock, Judged, Means, direct, judge_passages
from vaultkit.answer.generators.protocol import Generator, Watch
from vaultkit.answer.question import read_question
from vaultkit.answer.routes import GraphFacts, form_of, graph_answer
from vaultkit.answer.routes.forms import Form
from vaultkit.errors import UsageError
from vaultkit.model import Answer, Style


def answer(question: str, means: Means, generator: Generator, *, style: Style = "direct", k: int = 8,
           graph: Callable[[], GraphFacts] | None = None, carried: str = "", watch: Watch | None = None) -> Answer:
    """The answer to ``question`` from the first ``k`` passages. ``graph`` is asked for only where the question has the
    form of one that it answers; ``carried`` are words of earlier questions; ``watch`` sees a model's text as it comes.

    Raises UsageError for an empty question, EnvironmentFailure when a model or store fails."""
    text = " ".join(question.split())
    if not text.strip():
        raise UsageError("the question is empty", "ask something")
    clock = Clock()
    form = form_of(text) if graph is not None and style == "direct" else None
    if form is not None and graph is not None:
        facts = graph()
        clock.lap("load")
        exact = graph_answer(text, form, facts, style)
        clock.lap("generate")
        if exact is not None:
            return replace(exact, seconds=clock.seconds())
    judged = judge_passages(read_question(text, carried), means, k, clock)
    if form is not None and form.route == "where" and graph is not None and judged.blocks:
        likely = _likely(text, form, graph(), judged)
        if likely is not None:
            return replace(likely, seconds=clock.seconds())
    if style == "problem":
        from vaultkit.answer.problem import problem

        return problem(judged, means, generator, k, clock, watch)
    return direct(judged, means, generator, clock, watch)


def _likely(text: str, form: Form, facts: GraphFacts, judged: Judged) -> Answer | None:
    """Answer with the place of the code of the note that the question most likely means, as a guess; None where it has
    none."""
    note = judged.blocks[0].note
    gap = facts.gap(note)
    if gap is None or not any(item.stage == "code" and item.nodes for item in gap.chain):
        return None
    found = graph_answer(text, replace(form, x=gap.title), facts)
    if found is None or not any(source.note == note for source in found.sources):
        return None
    return replace(found, state="probable", answered=False, confidence=round(judged.confidence, 4))
