"""Every technical number in the sample that follows from a formula is what the sample's own code computes."""

import importlib
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

SAMPLE = Path(__file__).parents[1] / "sample_vault"
MODULES = ("lora_math", "quantize", "vram", "zero_memory", "retrieval", "memory_loop", "router", "gguf_header")


@pytest.fixture(scope="module")
def code() -> Iterator[dict[str, ModuleType]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SAMPLE / "code")
        patch.setattr(sys, "dont_write_bytecode", True)
        yield {name: importlib.import_module(name) for name in MODULES}
    for name in MODULES:
        sys.modules.pop(name, None)


def note(path: str) -> str:
    return (SAMPLE / f"{path}.md").read_text("utf-8")


def russian(number: float, digits: int) -> str:
    return f"{number:.{digits}f}".replace(".", ",")


def test_share_of_lora(code):
    share = code["lora_math"].trainable_share(4096, 4096, 8)
    assert f"{russian(share * 100, 2)} %" in note("Концепции/Низкоранговая поправка")
    assert 8 * (4096 + 4096) == 65_536 and 4096 * 4096 == 16_777_216


def test_bits_of_a_q4_0_block(code):
    text = note("Концепции/Блочное квантование")
    assert f"всего {code['quantize'].BLOCK_BYTES} байт" in text
    assert f"{russian(code['quantize'].bits_per_weight(), 1)} бита на вес" in text
    assert f"{34 * 8 / 32} бита".replace(".", ",") in text


def test_double_quantisation_of_qlora():
    before, after = 32 / 64, 8 / 64 + 32 / (64 * 256)
    text = note("Концепции/QLoRA")
    assert russian(after, 3) in text and russian(before - after, 3) in text


def test_kv_cache_and_budget(code):
    vram = code["vram"]
    assert vram.kv_cache_bytes(32, 8, 128, 1) == 128 * 1024
    cache = vram.kv_cache_bytes(32, 8, 128, 8192)
    assert cache == vram.GIB
    need = vram.budget(8.03e9, 4.5, cache) / vram.GIB
    text = note("Концепции/Учёт видеопамяти")
    assert f"{russian(need, 2)} ГиБ" in text
    assert f"{russian(vram.weights_bytes(8.03e9, 4.5) / vram.GIB, 1)} ГиБ" in text
    assert f"{need:.2f} GiB" in note("Код в заметках/Калькулятор видеопамяти")


def test_zero_table(code):
    text = note("Концепции/Шардирование состояний")
    for stage, digits in ((0, 0), (1, 1), (2, 1), (3, 1)):
        assert russian(code["zero_memory"].bytes_per_gpu(7.5e9, 64, stage) / 1e9, digits) in text


def test_half_life_of_a_scene(code):
    hours = math.log(0.5) / math.log(code["memory_loop"].DECAY_PER_HOUR)
    assert f"за {hours:.0f} часов" in note("Концепции/Забывание")


def test_expected_tokens_of_speculative_decoding():
    assert f"{(1 - 0.8**5) / (1 - 0.8):.2f}" in note("Концепции/Speculative decoding")


def test_ceiling_of_speed():
    assert f"около {360 / 4.9:.0f} токенов" in note("Подсистемы/GGUF и llama.cpp")


def test_effective_batch():
    assert f"это {2 * 8 * 2}." in note("Подсистемы/DeepSpeed и Accelerate")


def test_size_of_the_vectors_and_of_an_adapter():
    assert f"{russian(1500 * 384 * 4 / 1e6, 1)} МБ" in note("Чаты/31_бд_или_папка")
    adapter = 8 * (4096 + 4096) * 2 * 32
    assert f"{adapter / 1e6:.1f} million" in note("Чаты/27_why_a_router_at_all")
    assert adapter * 2 == 8 * 2**20


def test_fusion_example(code):
    assert code["retrieval"].reciprocal_rank_fusion([[1, 2, 0], [3, 4, 0]])[0] == 0
    assert 2 / 63 > 1 / 61


def test_defaults_in_code_are_those_of_the_notes(code):
    loop = code["memory_loop"].MemoryLoop(code["memory_loop"].ToyGenerator())
    assert (loop.max_lines, loop.top) == (8, 3)
    router = code["router"].Router({"общий": ["привет"]}, fallback="общий")
    assert (router.top_k, router.temperature, router.threshold) == (2, 0.1, 0.5)
    assert code["gguf_header"].default_alignment() == 32


def test_numbers_of_the_run_logs_stand_in_the_journal():
    logs = {path.stem: path.read_text("utf-8") for path in (SAMPLE / "code" / "runs").glob("*.log")}
    journal = note("Журнал/Прогоны")
    assert "mean loss 0.000526" in logs["2026-03-14_lora_toy"] and "0,0005 за вторую сотню" in journal
    assert "in all 6.21 GiB" in logs["2026-04-02_vram"] and "6,21 ГиБ" in journal
    assert "отклонено: 1" in logs["2026-08-21_memory_loop"] and "одно переписывание отклонено" in journal
