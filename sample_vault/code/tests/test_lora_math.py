import pytest
from lora_math import LoraLinear, matvec, train_toy, trainable_share

WEIGHT = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]


def test_fresh_adapter_changes_nothing():
    assert LoraLinear(WEIGHT, rank=2, alpha=16).forward([1.0, -1.0]) == matvec(WEIGHT, [1.0, -1.0])


def test_merged_layer_answers_as_the_pair():
    layer = LoraLinear(WEIGHT, rank=1, alpha=2)
    layer.step([1.0, 0.5], [0.0, 0.0, 0.0], lr=0.1)
    assert matvec(layer.merged(), [0.3, 0.7]) == pytest.approx(layer.forward([0.3, 0.7]))


def test_frozen_weight_stays():
    layer = LoraLinear([row[:] for row in WEIGHT], rank=1, alpha=2)
    layer.step([1.0, 0.5], [0.0, 0.0, 0.0], lr=0.1)
    assert layer.weight == WEIGHT


def test_toy_training_learns_a_rank_one_change():
    first, *_, last = train_toy()
    assert last < first / 100


def test_share_of_a_square_layer():
    assert trainable_share(4096, 4096, 8) == pytest.approx(65_536 / 16_777_216)


@pytest.mark.parametrize("rank", [0, 3])
def test_rank_outside_of_the_layer_is_refused(rank):
    with pytest.raises(ValueError, match="rank"):
        LoraLinear(WEIGHT, rank=rank, alpha=1)
