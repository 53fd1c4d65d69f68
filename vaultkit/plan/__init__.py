"""Gaps as weeks: prerequisites first, the most valuable first, one subsystem a week."""

from vaultkit.plan.plan import Plan, PlanStep, Week, make_plan, steps_of

__all__ = ["Plan", "PlanStep", "Week", "make_plan", "steps_of"]
