"""Verification of a line that a model wrote against the passages that it was given; no model is needed for it."""

from vaultkit.answer.verification.verdict import Verdict, check_line

__all__ = ["Verdict", "check_line"]
