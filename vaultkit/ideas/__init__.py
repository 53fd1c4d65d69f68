"""Ideas that have no note of their own (``vaultkit discover``)."""

from vaultkit.ideas.discover import discover
from vaultkit.ideas.ideas import Discovery, Idea, IdeaSource

__all__ = ["Discovery", "Idea", "IdeaSource", "discover"]
