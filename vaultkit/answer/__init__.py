"""Answers: routes, generators, styles, and the verification of citations."""

from vaultkit.answer.ask import answer
from vaultkit.answer.from_passages import Means

__all__ = ["Means", "answer"]
