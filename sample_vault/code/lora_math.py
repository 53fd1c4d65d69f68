"""Low-rank update of a frozen linear layer (Hu et al. 2021, arXiv:2106.09685) on plain lists.

Shapes: W is d_out x d_in, A is r x d_in, B is d_out x r; y = W x + (alpha / r) B A x.
"""

from __future__ import annotations

import random

Vector = list[float]
Matrix = list[list[float]]


def matvec(matrix: Matrix, x: Vector) -> Vector:
    return [sum(w * v for w, v in zip(row, x, strict=True)) for row in matrix]


def matmul(left: Matrix, right: Matrix) -> Matrix:
    columns = list(zip(*right, strict=True))
    return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in left]


def trainable_share(d_out: int, d_in: int, rank: int) -> float:
    """Share of the layer's weights that LoRA trains: r (d_out + d_in) / (d_out d_in)."""
    return rank * (d_out + d_in) / (d_out * d_in)


class LoraLinear:
    """A frozen weight with a trainable low-rank update. B starts at zero, so at first the layer is unchanged."""

    def __init__(self, weight: Matrix, rank: int, alpha: float, seed: int = 0) -> None:
        d_out, d_in = len(weight), len(weight[0])
        if not 1 <= rank <= min(d_out, d_in):
            raise ValueError(f"rank {rank} must lie between 1 and {min(d_out, d_in)}")
        noise = random.Random(seed)
        self.weight = weight
        self.scale = alpha / rank
        self.a: Matrix = [[noise.gauss(0.0, d_in**-0.5) for _ in range(d_in)] for _ in range(rank)]
        self.b: Matrix = [[0.0] * rank for _ in range(d_out)]

    def forward(self, x: Vector) -> Vector:
        """y = W x + (alpha / r) B (A x); B A is never built."""
        update = matvec(self.b, matvec(self.a, x))
        return [base + self.scale * delta for base, delta in zip(matvec(self.weight, x), update, strict=True)]

    def step(self, x: Vector, target: Vector, lr: float) -> float:
        """One SGD step on 0.5 |y - target|^2; only A and B move. Returns the loss before the step."""
        error = [y - t for y, t in zip(self.forward(x), target, strict=True)]
        hidden = matvec(self.a, x)
        back = [sum(self.b[i][k] * error[i] for i in range(len(error))) for k in range(len(hidden))]
        for i, e in enumerate(error):
            for k, h in enumerate(hidden):
                self.b[i][k] -= lr * self.scale * e * h
        for k, g in enumerate(back):
            for j, v in enumerate(x):
                self.a[k][j] -= lr * self.scale * g * v
        return 0.5 * sum(e * e for e in error)

    def merged(self) -> Matrix:
        """W + (alpha / r) B A: the same layer without an adapter beside it."""
        update = matmul(self.b, self.a)
        return [[w + self.scale * u for w, u in zip(*rows, strict=True)]
                for rows in zip(self.weight, update, strict=True)]


def train_toy(steps: int = 400, rank: int = 1, seed: int = 7) -> list[float]:
    """Recover a rank-1 change of an 8 x 8 layer from examples; returns the mean loss of each hundred steps."""
    data = random.Random(seed)
    weight = [[data.gauss(0, 1) for _ in range(8)] for _ in range(8)]
    left, right = ([data.gauss(0, 0.5) for _ in range(8)] for _ in range(2))
    goal = [[w + left[i] * right[j] for j, w in enumerate(row)] for i, row in enumerate(weight)]
    layer = LoraLinear(weight, rank=rank, alpha=float(rank), seed=seed)
    losses = []
    for _ in range(steps):
        x = [data.gauss(0, 1) for _ in range(8)]
        losses.append(layer.step(x, matvec(goal, x), lr=0.05))
    return [sum(losses[i:i + 100]) / 100 for i in range(0, steps, 100)]


if __name__ == "__main__":
    print(f"trainable share at 4096 x 4096, r = 8: {trainable_share(4096, 4096, 8):.4%}")
    for number, loss in enumerate(train_toy(), start=1):
        print(f"steps {number * 100 - 99}-{number * 100}: mean loss {loss:.6f}")
