"""Inferred kinds: the right one, from evidence that a person can check, with a confidence; never for declared notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from vaultkit.classify import Classification, classify
from vaultkit.classify.classify import calibrated
from vaultkit.classify.weights import CALIBRATION, FOR_ITS_KIND, POINTS
from vaultkit.messages.message import language
from vaultkit.messages.words import Words

TESTS = Path(__file__).resolve().parent.parent
EXPECTED = yaml.safe_load((TESTS / "vaults/kinds-inferred/expected.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def found(case: Callable[[str], Any]) -> dict[str, Classification]:
    vault = case("kinds-inferred")
    return classify(vault.facts, vault.edges, vault.ontology, vault.config)


@pytest.mark.parametrize("path", EXPECTED)
def test_a_note_that_declares_nothing_gets_the_kind_it_looks_like(found: dict[str, Classification], path: str):
    assert found[path].kind == EXPECTED[path]


def test_a_note_that_declares_its_kind_is_not_asked(found: dict[str, Classification]):
    assert set(found) == set(EXPECTED)


def test_every_verdict_says_how_sure_it_is_and_why(found: dict[str, Classification]):
    for verdict in found.values():
        assert 0 < verdict.confidence < 1
        assert verdict.evidence and all(isinstance(text, str) and text for text in verdict.evidence)


def test_evidence_is_told_in_every_language(found: dict[str, Classification]):
    evidence = found["Как пересадить фикус.md"].evidence
    assert any("how-to" in text for text in Words("en").say_all(evidence))
    assert any("инструкцию" in text for text in Words("ru").say_all(evidence))


def test_the_same_vault_gives_the_same_verdicts(case: Callable[[str], Any], found: dict[str, Classification]):
    vault = case("kinds-inferred")
    assert classify(reversed(vault.facts), vault.edges, vault.ontology, vault.config) == found


def test_a_vault_with_another_chain_gets_kinds_of_that_chain(case: Callable[[str], Any]):
    vault = case("graph-other-chain")
    bare = [replace(note, properties={}, tags=(), fields=()) for note in vault.facts]
    found = classify(bare, vault.edges, vault.ontology, replace(vault.config, kind_folders={}))
    assert {verdict.kind for verdict in found.values()} <= {*vault.ontology.chain, "note"}


def test_every_piece_of_evidence_has_points_and_words():
    worded = {key.removeprefix("sign.") for key in language("en").texts if key.startswith("sign.")}
    assert worded == {*POINTS, *FOR_ITS_KIND, "nothing_else"}


def test_confidence_rises_with_the_lead_and_stays_within_what_was_measured():
    values = [calibrated(step / 100) for step in range(1, 101)]
    assert values == sorted(values)
    assert values[0] == CALIBRATION[0][1] and values[-1] == CALIBRATION[-1][1]


@pytest.fixture(scope="module")
def benchmark(benchmark_module: Callable[[str], ModuleType]) -> ModuleType:
    return benchmark_module("classify")


def test_the_sample_vault_without_its_kinds_is_recognised(benchmark: ModuleType):
    mean, scores = benchmark.macro_f1(benchmark.of_sample(), 5)
    assert mean >= 0.85, scores
