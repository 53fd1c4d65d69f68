"""Kinds of notes that declare none (``vaultkit classify``)."""

from vaultkit.classify.classify import Classification, classify

__all__ = ["Classification", "classify"]
