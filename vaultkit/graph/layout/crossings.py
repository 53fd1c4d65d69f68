"""How many edges of a drawing in columns cross."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable

Point = tuple[float, float]


def crossings(positions: dict[str, Point], edges: Iterable[tuple[str, str]]) -> int:
    """Pairs of edges between the same two columns (equal x) that cross: with the edges sorted by one end these are the
    inversions of the other (Barth, Jünger, Mutzel, "Simple and Efficient Bilayer Cross Counting", 2002)."""
    between: dict[tuple[float, float], list[tuple[float, float]]] = defaultdict(list)
    for one, other in edges:
        a, b = sorted((positions[one], positions[other]))
        if a[0] != b[0]:
            between[a[0], b[0]].append((a[1], b[1]))
    return sum(map(_inversions, between.values()))


def segment_crossings(positions: dict[str, Point], edges: Iterable[tuple[str, str]]) -> int:
    """Pairs of straight edges without a common end that cross, wherever the nodes lie. Quadratic: for hundreds."""
    lines = [(positions[a], positions[b], a, b) for a, b in edges]
    count = 0
    for i, (p, q, a, b) in enumerate(lines):
        for r, s, c, d in lines[i + 1:]:
            if len({a, b, c, d}) == 4 and _side(p, q, r) * _side(p, q, s) < 0 and _side(r, s, p) * _side(r, s, q) < 0:
                count += 1
    return count


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _inversions(pairs: list[tuple[float, float]]) -> int:
    count = 0
    seen: list[float] = []
    row: list[float] = []
    left: float | None = None
    for one, other in sorted(pairs):
        if one != left:
            for value in row:
                insort(seen, value)
            row, left = [], one
        count += len(seen) - bisect_right(seen, other)
        row.append(other)
    return count
