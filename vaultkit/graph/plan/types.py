"""What a plan is made of (CONTRACT, ``plan``)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of one concept to be written, or code to be mended. ``depends_on``: the concepts that come before it
    and are not done yet. ``done``: the person ticked it."""

    concept: str
    stage: str
    action: str
    why: str
    done_when: str
    done: bool
    depends_on: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same step in the next plan."""
        return self.concept, self.stage


@dataclass(frozen=True, slots=True)
class Week:
    """The steps of one week, counted from 1, and the subsystem that they belong to (None where there is none)."""

    week: int
    subsystem: str | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All weeks, and the circles of concepts that depend on each other: within one the order follows priority alone."""

    weeks: tuple[Week, ...]
    cycles: tuple[tuple[str, ...], ...]
