"""Choosing the next token from logits."""

from __future__ import annotations

import random
from collections.abc import Sequence

from router import softmax


def nucleus(probabilities: Sequence[float], top_p: float) -> dict[int, float]:
    """The smallest set of most probable tokens whose mass reaches ``top_p``, renormalised to 1."""
    if not 0 < top_p <= 1:
        raise ValueError("top_p must lie in (0, 1]")
    kept: dict[int, float] = {}
    mass = 0.0
    for token in sorted(range(len(probabilities)), key=lambda t: (-probabilities[t], t)):
        kept[token] = probabilities[token]
        mass += probabilities[token]
        if mass >= top_p:
            break
    return {token: p / mass for token, p in kept.items()}


def sample_top_p(logits: Sequence[float], temperature: float, top_p: float, rng: random.Random) -> int:
    """Temperature, softmax, nucleus, one draw. Temperature 0 means the most probable token."""
    if temperature == 0:
        return max(range(len(logits)), key=lambda t: logits[t])
    kept = nucleus(softmax(logits, temperature), top_p)
    return rng.choices(list(kept), weights=list(kept.values()))[0]


def speculative_step(draft: Sequence[float], target: Sequence[float], token: int, rng: random.Random) -> int:
    """Accept or replace one drafted token."""
    raise NotImplementedError("сначала проверить на игрушечных распределениях")
