"""Chains from left to right: a column a stage, each group of connected nodes a band of its own."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

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
