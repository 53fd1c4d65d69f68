"""Answers: routes, generators, styles, and the verification of citations."""

from vaultkit.answer.ask import answer
from vaultkit.answer.retrieved import Means

__all__ = ["Means", "answer"]
