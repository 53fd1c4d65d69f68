"""What the rules about chains share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.model import STRENGTHS

if TYPE_CHECKING:
    from vaultkit.check.scene import Scene
    from vaultkit.graph.gap_types import Gap


def failing(scene: Scene) -> Iterator[Gap]:
    """The gaps of concepts that are strong enough to count (``coverage.fail_from``), in the scene's graph."""
    counts = STRENGTHS[:STRENGTHS.index(scene.config.fail_from) + 1]
    return (gap for gap in scene.report.gaps if gap.strength in counts)


def concept_place(scene: Scene, gap: Gap) -> tuple[str, int, int]:
    """Where a concept says that it is one: its heading, its property, else the note's first line."""
    if "#" in gap.concept:
        return gap.path, gap.line, 1
    note = scene.facts_of([gap.path])
    line = scene.kind(note[0]).line if note else 1
    return gap.path, line, 1
