"""``gaps`` as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap

HEADER = ["concept", "title", "state", "last_stage", "missing_stage", "strength", "priority", "why"]


def gap_rows(gaps: Iterable[Gap]) -> Iterator[list[Any]]:
    """A row a concept, its cells as HEADER names them."""
    return ([*(getattr(gap, name) for name in HEADER[:-1]), "; ".join(gap.why)] for gap in gaps)
