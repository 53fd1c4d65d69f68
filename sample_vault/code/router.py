"""Sends a request to one or two experts: softmax over expert scores, top-k, renormalised weights."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval import cosine, embed


def softmax(scores: Sequence[float], temperature: float = 1.0) -> list[float]:
    """Probabilities from scores; the greatest is subtracted first so that exp never overflows."""
    if temperature <= 0:
        raise ValueError("temperature must be positive")
    top = max(scores)
    weights = [math.exp((s - top) / temperature) for s in scores]
    total = sum(weights)
    return [w / total for w in weights]


@dataclass(frozen=True)
class Choice:
    expert: str
    weight: float


class Router:
    """Experts are described by example requests; a request goes to those whose examples it resembles."""

    def __init__(self, examples: Mapping[str, Sequence[str]], fallback: str, *, top_k: int = 2,
                 temperature: float = 0.1, threshold: float = 0.5) -> None:
        if fallback not in examples:
            raise ValueError(f"fallback {fallback!r} is no expert")
        self.names = list(examples)
        self.centres = [self._centre(list(examples[name])) for name in self.names]
        self.fallback, self.top_k = fallback, top_k
        self.temperature, self.threshold = temperature, threshold

    def gate(self, request: str) -> dict[str, float]:
        """Probability of every expert for the request; the probabilities sum to 1."""
        vector = embed(request)
        scores = [cosine(vector, centre) for centre in self.centres]
        return dict(zip(self.names, softmax(scores, self.temperature), strict=True))

    def route(self, request: str) -> list[Choice]:
        """The top-k experts with weights that sum to 1, or the fallback alone when nobody is sure enough."""
        ranked = sorted(self.gate(request).items(), key=lambda pair: -pair[1])[:self.top_k]
        mass = sum(weight for _, weight in ranked)
        if mass < self.threshold:
            return [Choice(self.fallback, 1.0)]
        return [Choice(name, weight / mass) for name, weight in ranked]

    @staticmethod
    def _centre(examples: list[str]) -> list[float]:
        vectors = [embed(text) for text in examples]
        return [sum(column) / len(vectors) for column in zip(*vectors, strict=True)]
