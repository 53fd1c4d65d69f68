"""A whole vault as a map: what is linked lies close, everything else keeps apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

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
