"""Kinds of notes that declare none (``vaultkit classify``)."""

from vaultkit.graph.classify.core import Classification, classify

__all__ = ["Classification", "classify"]
