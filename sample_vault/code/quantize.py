"""Block quantisation Q4_0 as in ggml: 32 weights share one half-precision scale.

A block is 18 bytes (2 for the scale, 16 for 32 four-bit numbers), 4.5 bits a weight.
"""

# implements: [[Блочное квантование]]

from __future__ import annotations

import struct
from collections.abc import Sequence

BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2


def quantize_block(weights: Sequence[float]) -> bytes:
    """32 numbers to 18 bytes. The weight of greatest magnitude keeps its sign and lands on -8."""
    if len(weights) != BLOCK:
        raise ValueError(f"a block holds {BLOCK} weights, got {len(weights)}")
    extreme = max(weights, key=abs)
    scale = extreme / -8
    inverse = 1 / scale if scale else 0.0
    codes = [min(15, int(w * inverse + 8.5)) for w in weights]
    half = BLOCK // 2
    return struct.pack("<e", scale) + bytes(codes[i] | codes[i + half] << 4 for i in range(half))


def dequantize_block(block: bytes) -> list[float]:
    """18 bytes back to 32 numbers: (code - 8) * scale; low nibbles first, then high ones."""
    (scale,) = struct.unpack_from("<e", block)
    packed = block[2:BLOCK_BYTES]
    codes = [byte & 0x0F for byte in packed] + [byte >> 4 for byte in packed]
    return [(code - 8) * scale for code in codes]


def quantize(weights: Sequence[float]) -> bytes:
    """A whole row; its length must be a multiple of 32."""
    if len(weights) % BLOCK:
        raise ValueError(f"{len(weights)} weights do not fill blocks of {BLOCK}")
    return b"".join(quantize_block(weights[i:i + BLOCK]) for i in range(0, len(weights), BLOCK))


def dequantize(data: bytes) -> list[float]:
    return [w for i in range(0, len(data), BLOCK_BYTES) for w in dequantize_block(data[i:i + BLOCK_BYTES])]


def bits_per_weight() -> float:
    return BLOCK_BYTES * 8 / BLOCK
