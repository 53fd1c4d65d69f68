"""vaultkit: reads a vault of notes and the code beside it, and shows which ideas reach working code."""

__version__ = "0.1.0"
