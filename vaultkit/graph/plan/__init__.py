"""Gaps as weeks: prerequisites first, the most valuable first, one subsystem a week."""

from vaultkit.graph.plan.core import make_plan
from vaultkit.graph.plan.steps import steps_of
from vaultkit.graph.plan.types import Plan, Step, Week

__all__ = ["Plan", "Step", "Week", "make_plan", "steps_of"]
