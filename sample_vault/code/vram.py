"""How much memory weights and KV cache take, before anything is downloaded."""

from __future__ import annotations

GIB = 1024**3


def weights_bytes(parameters: float, bits_per_weight: float) -> float:
    return parameters * bits_per_weight / 8


def kv_cache_bytes(layers: int, kv_heads: int, head_dim: int, context: int, element_bytes: int = 2) -> int:
    """Keys and values of every layer for ``context`` tokens of one sequence."""
    return 2 * layers * kv_heads * head_dim * context * element_bytes


def budget(parameters: float, bits_per_weight: float, cache_bytes: float, *, reserve: float = 1.0 * GIB) -> float:
    """Bytes that one card must have: weights, cache and a reserve for activations and the driver."""
    return weights_bytes(parameters, bits_per_weight) + cache_bytes + reserve


def fits(need: float, card_gib: float) -> bool:
    return need <= card_gib * GIB


if __name__ == "__main__":
    cache = kv_cache_bytes(layers=32, kv_heads=8, head_dim=128, context=8192)
    need = budget(8.03e9, 4.5, cache)
    print(f"KV cache {cache / GIB:.2f} GiB, in all {need / GIB:.2f} GiB, fits 12 GiB: {fits(need, 12)}")
