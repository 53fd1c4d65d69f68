"""Places at which to draw the nodes of a graph: in columns by stage, or by forces. Pure functions over numbers."""

from __future__ import annotations

import math
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

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


_SWEEPS = 12
_TURNS = 6


def column_layout(columns: Mapping[str, int], edges: Iterable[tuple[str, str]], *, width: float = 300.0,
                  height: float = 64.0, gap: float = 40.0) -> dict[str, Point]:
    """A position for every node of ``columns`` (node → column): x is ``width`` times the column, rows are at least
    ``height`` apart, bands ``gap`` more. Bands stand in the order in which their first node comes; edges within a
    column tie nothing together.

    Within a band rows are ordered by barycentres, sweeping to and fro, and the order with the fewest crossings is kept
    (Sugiyama, Tagawa, Toda, "Methods for Visual Understanding of Hierarchical System Structures", 1981); then each node
    comes as near to the height of its neighbours as that order allows."""
    beside: dict[str, list[str]] = defaultdict(list)
    for one, other in edges:
        if one in columns and other in columns and columns[one] != columns[other]:
            beside[one].append(other)
            beside[other].append(one)
    positions: dict[str, Point] = {}
    top = 0.0
    for band in _bands(columns, beside):
        heights = _straightened(_ordered(band, columns, beside), beside, height)
        highest = min(heights.values())
        positions.update((node, (columns[node] * width, top + y - highest)) for node, y in heights.items())
        top += max(heights.values()) - highest + height + gap
    return {node: positions[node] for node in columns}


def _bands(columns: Mapping[str, int], beside: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The connected components, nodes in the order of ``columns``."""
    band_of: dict[str, int] = {}
    bands: list[list[str]] = []
    for start in columns:
        if start in band_of:
            continue
        todo = [start]
        band_of[start] = len(bands)
        while todo:
            for other in beside.get(todo.pop(), ()):
                if other not in band_of:
                    band_of[other] = len(bands)
                    todo.append(other)
        bands.append([])
    for node in columns:
        bands[band_of[node]].append(node)
    return bands


def _ordered(band: Sequence[str], columns: Mapping[str, int],
             beside: Mapping[str, Sequence[str]]) -> dict[int, list[str]]:
    rows: dict[int, list[str]] = defaultdict(list)
    for node in band:
        rows[columns[node]].append(node)
    if len(band) < 4:
        return rows
    ties = [(node, other) for node in band for other in beside.get(node, ()) if columns[node] < columns[other]]
    best, fewest = rows, _count(rows, columns, ties)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        rows = _sweep(rows, beside, backwards=sweep % 2 == 1)
        count = _count(rows, columns, ties)
        if count < fewest:
            best, fewest = rows, count
    return best


def _straightened(rows: Mapping[int, list[str]], beside: Mapping[str, Sequence[str]],
                  height: float) -> dict[str, float]:
    """The height of every node: rows keep their order and distance, chains run as straight as that allows."""
    heights = {node: row * height for members in rows.values() for row, node in enumerate(members)}
    for turn in range(_TURNS):
        for column in sorted(rows, reverse=turn % 2 == 1):
            members = rows[column]
            wanted = []
            for row, node in enumerate(members):
                others = [heights[other] for other in beside.get(node, ())]
                wanted.append((sum(others) / len(others) if others else heights[node]) - row * height)
            for row, (node, offset) in enumerate(zip(members, _rising(wanted), strict=True)):
                heights[node] = offset + row * height
    return heights


def _rising(values: Sequence[float]) -> list[float]:
    """The nearest sequence that never falls, by least squares: pool adjacent violators (Ayer and others, "An Empirical
    Distribution Function for Sampling with Incomplete Information", 1955)."""
    pools: list[tuple[float, int]] = []
    for value in values:
        total, count = value, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before, members = pools.pop()
            total, count = total + before, count + members
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]


def _sweep(rows: Mapping[int, list[str]], beside: Mapping[str, Sequence[str]], *,
           backwards: bool) -> dict[int, list[str]]:
    place = {node: row / len(members) for members in rows.values() for row, node in enumerate(members)}
    swept: dict[int, list[str]] = {}
    for column in sorted(rows, reverse=backwards):
        centre = {}
        for node in rows[column]:
            others = [place[other] for other in beside.get(node, ())]
            centre[node] = sum(others) / len(others) if others else place[node]
        swept[column] = sorted(rows[column], key=centre.__getitem__)
        for row, node in enumerate(swept[column]):
            place[node] = row / len(swept[column])
    return swept


def _count(rows: Mapping[int, list[str]], columns: Mapping[str, int], ties: Sequence[tuple[str, str]]) -> int:
    place = {node: (float(columns[node]), float(row)) for members in rows.values() for row, node in enumerate(members)}
    return crossings(place, ties)


if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

_LENGTH = 90.0
_SEED = 20210
# Keeps groups that nothing ties to the rest from drifting away, without squeezing what is tied.
_GRAVITY = 0.3


def force_layout(count: int, edges: Sequence[tuple[int, int]], rounds: int = 180) -> list[tuple[float, float]]:
    """Positions of ``count`` nodes, linked ones about 90 units apart; the same input gives the same map.

    Springs and repulsion as by Fruchterman and Reingold ("Graph Drawing by Force-directed Placement", 1991); the
    repulsion of all from all is a convolution on a grid, taken by FFT in n log n (as Linderman and others do for t-SNE,
    "Fast interpolation-based t-SNE", 2019). Nodes without an edge stand in rows below."""
    linked = sorted({node for edge in edges for node in edge if edge[0] != edge[1]})
    spots: list[tuple[float, float]] = [(0.0, 0.0)] * count
    bottom = 0.0
    if linked:
        number = {node: i for i, node in enumerate(linked)}
        ties = [(number[a], number[b]) for a, b in edges if a != b]
        found = _simulate(len(linked), ties, rounds)
        for node, (x, y) in zip(linked, found, strict=True):
            spots[node] = (x, y)
        bottom = max(y for _, y in found) + 2 * _LENGTH
    alone = [node for node in range(count) if node not in set(linked)] if len(linked) < count else []
    across = max(1, math.ceil(math.sqrt(len(alone) * 3)))
    for i, node in enumerate(alone):
        spots[node] = ((i % across - (across - 1) / 2) * _LENGTH, bottom + i // across * _LENGTH / 2)
    return spots


def _simulate(count: int, ties: Sequence[tuple[int, int]], rounds: int) -> list[tuple[float, float]]:
    import numpy

    pairs = numpy.array(ties, dtype=numpy.int64)
    degree = numpy.bincount(pairs.ravel(), minlength=count).astype(float)
    pull = 1.0 / numpy.sqrt(numpy.minimum(degree[pairs[:, 0]], degree[pairs[:, 1]]))
    span = _LENGTH * math.sqrt(count)
    at = numpy.random.default_rng(_SEED).uniform(-span / 2, span / 2, (count, 2))
    field = _Field(256 if count > 2500 else 128 if count > 300 else 64)
    for step in range(rounds):
        force = field.repulsion(at, _LENGTH * _LENGTH)
        difference = at[pairs[:, 1]] - at[pairs[:, 0]]
        distance = numpy.hypot(difference[:, 0], difference[:, 1])[:, None]
        spring = difference * distance / _LENGTH * pull[:, None]
        for axis in (0, 1):
            force[:, axis] += numpy.bincount(pairs[:, 0], spring[:, axis], count)
            force[:, axis] -= numpy.bincount(pairs[:, 1], spring[:, axis], count)
        force -= at * _GRAVITY
        size = numpy.hypot(force[:, 0], force[:, 1])[:, None] + 1e-9
        heat = span * 0.12 * (1 - step / rounds) ** 2 + _LENGTH * 0.01
        at += force / size * numpy.minimum(size, heat)
        at -= at.mean(axis=0)
    return [(round(float(x), 1), round(float(y), 1)) for x, y in at]


class _Field:
    """The repulsion of a cloud of points on a grid of ``cells`` by ``cells``."""

    def __init__(self, cells: int) -> None:
        import numpy

        self._cells = cells
        reach = numpy.fft.fftfreq(2 * cells, 1 / (2 * cells))
        dx, dy = numpy.meshgrid(reach, reach, indexing="ij")
        square = dx * dx + dy * dy + 0.25
        # Every point pushes by 1/r; the padding to twice the size keeps the far side from wrapping around.
        self._kernels = [numpy.fft.rfft2(part / square) for part in (dx, dy)]

    def repulsion(self, at: Array, strength: float) -> Array:
        """The force on each of ``at`` (n by 2), ``strength`` over distance from every other point."""
        import numpy

        cells = self._cells
        low = at.min(axis=0)
        step = float((at.max(axis=0) - low).max()) / (cells - 2) + 1e-9
        place = (at - low) / step
        corner = place.astype(numpy.int64)
        share = place - corner
        spots, weights = [], []
        for right in (0, 1):
            for up in (0, 1):
                spot = (corner[:, 0] + right) * 2 * cells + corner[:, 1] + up
                weight = numpy.abs(1 - right - share[:, 0]) * numpy.abs(1 - up - share[:, 1])
                spots.append(spot)
                weights.append(weight)
        mass = numpy.bincount(numpy.concatenate(spots), numpy.concatenate(weights), 4 * cells * cells)
        spectrum = numpy.fft.rfft2(mass.reshape(2 * cells, 2 * cells))
        force = numpy.zeros_like(at)
        for axis, kernel in enumerate(self._kernels):
            pushed = numpy.fft.irfft2(spectrum * kernel, (2 * cells, 2 * cells)).ravel()
            for spot, weight in zip(spots, weights, strict=True):
                force[:, axis] += pushed[spot] * weight
        return force * strength / step


__all__ = ["column_layout", "crossings", "force_layout"]
