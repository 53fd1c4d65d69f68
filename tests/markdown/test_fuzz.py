"""Notes that nobody wrote are read: the fuzzer of benchmarks/, a few thousand notes of it."""

import random
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def fuzz(benchmark_module):
    return benchmark_module("fuzz")


def test_five_thousand_notes_through_the_parser(fuzz, tmp_path):
    run, maker = fuzz.Run(tmp_path), fuzz.Maker(random.Random(7), [ROOT / "sample_vault"])
    for _ in range(5_000):
        run.note(maker.note())
    assert not run.failed, "\n".join(file.read_text("utf-8") for file in tmp_path.glob("*.txt"))


def test_a_vault_of_them_through_index_links_gaps_and_check(fuzz, tmp_path):
    run, maker = fuzz.Run(tmp_path), fuzz.Maker(random.Random(8), [ROOT / "sample_vault"])
    fuzz.check_vault(maker, run, 60)
    assert not run.failed, "\n".join(file.read_text("utf-8") for file in tmp_path.glob("*.txt"))


def test_what_fails_is_found_and_kept(fuzz, tmp_path, monkeypatch):
    def broken(text, path):
        raise RuntimeError("broken")

    monkeypatch.setattr(fuzz, "parse", broken)
    run = fuzz.Run(tmp_path)
    run.note("a note")
    assert run.failed and [file.read_text("utf-8") for file in tmp_path.glob("*.md")] == ["a note"]
