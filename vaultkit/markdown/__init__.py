"""Text of one note → Note: one pass over pyromark's events, one small file per construct
(model/constructs.py lists them)."""

from vaultkit.markdown.blocks import blocks
from vaultkit.markdown.parse import parse

__all__ = ["blocks", "parse"]
