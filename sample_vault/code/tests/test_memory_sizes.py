import pytest
from vram import GIB, budget, fits, kv_cache_bytes, weights_bytes
from zero_memory import bytes_per_gpu


def test_kv_cache_of_an_8b_llama_is_128_kib_a_token():
    assert kv_cache_bytes(32, 8, 128, context=1) == 128 * 1024
    assert kv_cache_bytes(32, 8, 128, context=8192) == GIB


def test_an_8b_model_fits_in_four_bits_and_not_in_sixteen():
    cache = kv_cache_bytes(32, 8, 128, context=8192)
    assert fits(budget(8.03e9, 4.5, cache), 12)
    assert not fits(weights_bytes(8.03e9, 16), 12)


@pytest.mark.parametrize("stage, gigabytes", [(0, 120), (1, 31.4), (2, 16.6), (3, 1.9)])
def test_zero_matches_the_table_of_the_paper(stage, gigabytes):
    assert bytes_per_gpu(7.5e9, 64, stage) / 1e9 == pytest.approx(gigabytes, abs=0.05)


def test_there_is_no_fourth_stage():
    with pytest.raises(ValueError, match="stages"):
        bytes_per_gpu(1e9, 2, 4)
