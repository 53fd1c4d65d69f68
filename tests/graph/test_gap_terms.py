"""Every vault about the graph against its expected.yaml."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml

VAULTS = Path(__file__).resolve().parent.parent / "vaults"
NAMES = ["graph-terms", "graph-sections", "graph-chains", "graph-other-chain", "graph-code"]
EXPECTED = {name: yaml.safe_load((VAULTS / name / "expected.yaml").read_text("utf-8")) for name in NAMES}
CONCEPTS = [(name, concept) for name in NAMES for concept in EXPECTED[name]["concepts"]]


def compare(gap: Any, right: dict[str, Any]) -> None:
    got = {"state": gap.state, "last": gap.last_stage, "missing": gap.missing_stage, "strength": gap.strength,
           "title": gap.title}
    simple = {key: value for key, value in right.items() if key in got}
    assert {key: got[key] for key in simple} == simple
    for stage, ids in right.get("stages", {}).items():
        assert {node.id for step in gap.chain if step.stage == stage for node in step.nodes} == set(ids)
    evidence = [asdict(item) for item in gap.evidence]
    for item in right.get("evidence", []):
        assert item in evidence


@pytest.mark.parametrize(("name", "concept"), CONCEPTS)
def test_a_concept_is_in_the_state_that_its_chains_give_it(case: Callable[[str], Any], name: str, concept: str):
    compare(case(name).gap(concept), EXPECTED[name]["concepts"][concept])


@pytest.mark.parametrize("name", NAMES)
def test_the_report_holds_every_concept_and_nothing_else(case: Callable[[str], Any], name: str):
    assert sorted(gap.concept for gap in case(name).gaps().gaps) == sorted(EXPECTED[name]["concepts"])


@pytest.mark.parametrize("name", NAMES)
def test_what_no_concept_leads_to_is_an_orphan(case: Callable[[str], Any], name: str):
    assert sorted(orphan.id for orphan in case(name).gaps().orphaned) == sorted(EXPECTED[name]["orphaned"])


@pytest.mark.parametrize("concept", EXPECTED["graph-chains"]["all"])
def test_mode_all_wants_every_chain_good(case: Callable[[str], Any], concept: str):
    compare(case("graph-chains").gap(concept, coverage_mode="all"), EXPECTED["graph-chains"]["all"][concept])


def test_the_summary_counts_states_and_stages(case: Callable[[str], Any]):
    summary = case("graph-terms").gaps().summary
    right = EXPECTED["graph-terms"]
    assert (summary.concepts, summary.by_state) == (len(right["concepts"]), right["by_state"])
    assert {stage: asdict(counts) for stage, counts in summary.coverage.items()} == right["coverage"]
    assert [(folder.folder, folder.concepts, folder.covered) for folder in summary.folders] == [("", 12, 2)]


def test_another_chain_names_its_own_stages(case: Callable[[str], Any]):
    report = case("graph-other-chain").gaps()
    assert list(report.chain) == list(report.summary.coverage) == EXPECTED["graph-other-chain"]["chain"]
