"""Ideas that have no note of their own (``vaultkit discover``)."""

from vaultkit.graph.discover.core import discover
from vaultkit.graph.discover.ideas import Discovery, Idea, Source

__all__ = ["Discovery", "Idea", "Source", "discover"]
