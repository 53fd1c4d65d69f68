import random

import pytest
from sampling import nucleus, sample_top_p


def test_nucleus_is_the_smallest_set_that_reaches_the_mass():
    assert nucleus([0.5, 0.3, 0.15, 0.05], top_p=0.8) == pytest.approx({0: 0.625, 1: 0.375})


def test_temperature_zero_is_greedy():
    assert sample_top_p([0.1, 2.0, 1.0], temperature=0, top_p=1.0, rng=random.Random(0)) == 1


def test_same_seed_same_tokens():
    def draw(seed):
        rng = random.Random(seed)
        return [sample_top_p([1.0, 1.1, 0.9], 0.8, 0.95, rng) for _ in range(20)]

    assert draw(3) == draw(3)
    assert len(set(draw(3))) > 1
