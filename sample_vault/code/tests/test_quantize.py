import random

import pytest
from quantize import BLOCK_BYTES, bits_per_weight, dequantize, dequantize_block, quantize, quantize_block


def test_a_block_takes_eighteen_bytes_for_32_weights():
    assert len(quantize_block([0.1] * 32)) == BLOCK_BYTES == 18
    assert bits_per_weight() == 4.5


def test_error_stays_within_one_step():
    noise = random.Random(1)
    weights = [noise.gauss(0, 1) for _ in range(256)]
    for start in range(0, 256, 32):
        block = weights[start:start + 32]
        step = max(map(abs, block)) / 8
        back = dequantize_block(quantize_block(block))
        assert max(abs(a - b) for a, b in zip(block, back, strict=True)) <= step * 1.01


def test_zeros_stay_zeros():
    assert dequantize(quantize([0.0] * 64)) == [0.0] * 64


def test_the_extreme_weight_survives():
    block = [0.0] * 31 + [-4.0]
    assert dequantize_block(quantize_block(block))[-1] == -4.0


def test_a_partial_block_is_refused():
    with pytest.raises(ValueError, match="blocks of 32"):
        quantize([1.0] * 33)
