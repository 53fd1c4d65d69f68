"""A plan for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from vaultkit.render.style import bold, dim
from vaultkit.render.terminal import wrap
from vaultkit.render.words import Words

if TYPE_CHECKING:
    from vaultkit.graph.plan import Plan


def plan_lines(vault: str, plan: Plan, title: Callable[[str], str], words: Words, width: int) -> Iterator[str]:
    """A block a week, two lines a step."""
    count = sum(len(week.steps) for week in plan.weeks)
    if not count:
        yield words("plan.none")
        return
    yield bold(words("plan.head", vault=vault, steps=words.count("step", count),
                     weeks=words.count("week", len(plan.weeks))))
    for week in plan.weeks:
        yield ""
        yield bold(words("plan.week", n=week.week)) + (f": {week.subsystem}" if week.subsystem else "")
        for step in week.steps:
            name = f"{words.name('stage', step.stage)}: {title(step.concept)}"
            head = f"{'✓' if step.done else '·'} {name} — {step.action}"
            first, *rest = wrap(head, width - 4)
            yield f"  {first}"
            yield from (f"    {line}" for line in rest)
            for text in (words("plan.done_when", what=step.done_when), words("plan.why", why=step.why)):
                yield from (dim(f"    {line}") for line in wrap(text, width - 4))
    for cycle in plan.cycles:
        yield ""
        yield f"{words('plan.cycles')}: {' ↔ '.join(map(title, cycle))}"
