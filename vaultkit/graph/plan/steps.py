"""The steps that a gap asks for: every stage that is missing, or the code that is no good."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from vaultkit.graph.gap_types import Gap
from vaultkit.graph.plan.types import Step
from vaultkit.graph.verdict import TROUBLED

# Said of a step by its concept, stage and state: what to do, and what proves it done.
Say = Callable[[Gap, str], tuple[str, str]]
CLOSED = ("covered", "waived", "skipped")


def stages_of(gap: Gap, chain: Sequence[str]) -> list[str]:
    """The stages that are still to be done of a concept, from the top down. Nothing for one that is covered, waived or
    only skips a stage; code alone where the code that is named is no good."""
    if gap.state in CLOSED:
        return []
    if gap.state in TROUBLED:
        return [chain[-1]]
    missing = gap.missing_stage
    if missing is None or missing not in chain:
        return []
    present = {stage.stage for stage in gap.chain if stage.present}
    return [stage for stage in chain[chain.index(missing):] if stage not in present]


def steps_of(gap: Gap, chain: Sequence[str], needs: Sequence[str], say: Say,
             ticked: Callable[[str, str], bool] = lambda concept, stage: False) -> list[Step]:
    """The steps of one gap. ``needs``: concepts that come before it; ``ticked``: whether the person ticked a step."""
    steps = []
    for stage in stages_of(gap, chain):
        action, done_when = say(gap, stage)
        steps.append(Step(gap.concept, stage, action, "; ".join(gap.why) or gap.state, done_when,
                          ticked(gap.concept, stage), tuple(needs)))
    return steps
