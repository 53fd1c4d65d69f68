"""The gap term of a node from the outcomes of its chains (docs/design.md, "Gap terms")."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from vaultkit.graph.coverage import ChainOutcome, Ending

State = Literal["broken", "stub", "moved", "suspect", "ambiguous", "skipped", "covered", "partial", "uncovered",
                "waived", "orphaned"]
# The worst first; in mode "all" the first of these that one of the chains has.
ORDER: tuple[State, ...] = ("broken", "stub", "moved", "suspect", "ambiguous", "uncovered", "partial", "skipped",
                            "covered", "waived")
# The code that a chain names is no good: mending it comes before writing what is missing.
TROUBLED: frozenset[State] = frozenset(("broken", "stub", "suspect", "moved"))
# The same states of a piece of evidence.
TROUBLES: frozenset[str] = frozenset(("missing", "stub", "suspect", "moved"))
# What a drawing marks as a gap, of concepts and of evidence.
GAPS: frozenset[str] = frozenset(("partial", "uncovered", "skipped", "ambiguous", "orphaned")) | TROUBLED | TROUBLES
GOOD: frozenset[State] = frozenset(("covered", "skipped"))
_TERMS: dict[Ending, State] = {"missing": "broken", "stub": "stub", "moved": "moved", "suspect": "suspect"}


class Verdict(NamedTuple):
    """The state of a node, the outcome that decided it, and where the chain stops: the last stage reached and the
    first one missing (None when nothing is), as places in the chain."""

    state: State
    outcome: ChainOutcome
    last: int
    missing: int | None


def chain_verdict(outcomes: Iterable[ChainOutcome], start: int, last: int, mode: Literal["any", "all"]) -> Verdict:
    """Judge the chains of a node of stage ``start``: by the best of them (``any``), or by the worst (``all``).

    ``outcomes`` must not be empty; ``last`` is the last stage of the chain."""
    judged = [(chain_state(outcome, start, last), outcome) for outcome in outcomes]
    if mode == "any":
        state, outcome = max(judged, key=lambda item: (item[0] in GOOD, item[1].far, item[0] == "covered",
                                                       item[1].mask, -ORDER.index(item[0])))
    else:
        state, outcome = min(judged, key=lambda item: (ORDER.index(item[0]), item[1].far, item[1].mask))
    return Verdict(state, outcome, *_stops(state, outcome, start, last))


def chain_state(outcome: ChainOutcome, start: int, last: int) -> State:
    """The term of one chain from ``start``."""
    if outcome.ending in _TERMS:
        return _TERMS[outcome.ending]
    if outcome.suspect:
        return "suspect"
    if outcome.ambiguous:
        return "ambiguous"
    if outcome.ending == "good":
        return "skipped" if _hole(outcome.mask, start, last) is not None else "covered"
    return "partial" if outcome.at > start else "uncovered"


def _hole(mask: int, start: int, last: int) -> int | None:
    return next((stage for stage in range(start, last + 1) if not mask >> stage & 1), None)


def _stops(state: State, outcome: ChainOutcome, start: int, last: int) -> tuple[int, int | None]:
    reached = max(outcome.mask.bit_length() - 1, start)
    if outcome.ending in ("missing", "stub"):
        return reached, outcome.at
    if outcome.ending == "stop":
        return outcome.at, outcome.at + 1
    return reached, None if state in ("moved", "suspect") else _hole(outcome.mask, start, last)
