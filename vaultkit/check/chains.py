"""What the rules about chains share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.model import STRENGTHS
from vaultkit.model.ids import path_of, subpath_of

if TYPE_CHECKING:
    from vaultkit.check.scene import Scene
    from vaultkit.graph.gap_types import Gap
    from vaultkit.graph.web import Tie


def failing(scene: Scene) -> Iterator[Gap]:
    """The gaps of concepts that are strong enough to count (``coverage.fail_from``), in the scene's graph."""
    counts = STRENGTHS[:STRENGTHS.index(scene.config.fail_from) + 1]
    return (gap for gap in scene.report.gaps if gap.strength in counts)


def concept_place(scene: Scene, gap: Gap) -> tuple[str, int, int]:
    """Where a concept says that it is one: its heading, its property, else the note's first line."""
    if subpath_of(gap.concept):
        return gap.path, gap.line, 1
    note = scene.facts_of([gap.path])
    line = scene.kind(note[0]).line if note else 1
    return gap.path, line, 1


def place_of_tie(scene: Scene, tie: Tie, note: str, below: str) -> tuple[str, int, int]:
    """Where a link from ``note`` down to ``below`` is written; where that is in the code, the note's beginning."""
    if tie.path != note:
        found = scene.facts_of([note])
        return note, scene.kind(found[0]).line if found else 1, 1
    name = path_of(below).rsplit("/", 1)[-1]
    line, column = scene.spot(note, tie.line, name, last=tie.line)
    return note, line, column
