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


def compared(gap: Any, right: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was found and what is right, each as far as the expectation says something."""
    got: dict[str, Any] = {"state": gap.state, "last": gap.last_stage, "missing": gap.missing_stage,
                           "strength": gap.strength, "title": gap.title}
    got["stages"] = {step.stage: sorted(node.id for node in step.nodes) for step in gap.chain
                     if step.stage in right.get("stages", {})}
    named = set().union(*right.get("evidence", []))
    told = [{key: value for key, value in asdict(item).items() if key in named} for item in gap.evidence]
    got["evidence"] = [item for item in told if item in right.get("evidence", [])]
    wanted = {**right, "stages": {stage: sorted(ids) for stage, ids in right.get("stages", {}).items()},
              "evidence": right.get("evidence", [])}
    for found in (got, wanted):
        found["evidence"].sort(key=lambda item: str(item["id"]))
    return {key: got[key] for key in wanted}, wanted


@pytest.mark.parametrize(("name", "concept"), CONCEPTS)
def test_a_concept_is_in_the_state_that_its_chains_give_it(case: Callable[[str], Any], name: str, concept: str):
    found, right = compared(case(name).gap(concept), EXPECTED[name]["concepts"][concept])
    assert found == right


@pytest.mark.parametrize("name", NAMES)
def test_the_report_holds_every_concept_and_nothing_else(case: Callable[[str], Any], name: str):
    assert sorted(gap.concept for gap in case(name).gaps().gaps) == sorted(EXPECTED[name]["concepts"])


@pytest.mark.parametrize("name", NAMES)
def test_what_no_concept_leads_to_is_an_orphan(case: Callable[[str], Any], name: str):
    assert sorted(orphan.id for orphan in case(name).gaps().orphaned) == sorted(EXPECTED[name]["orphaned"])


@pytest.mark.parametrize("concept", EXPECTED["graph-chains"]["all"])
def test_mode_all_wants_every_chain_good(case: Callable[[str], Any], concept: str):
    gap = case("graph-chains").gap(concept, coverage_mode="all")
    found, right = compared(gap, EXPECTED["graph-chains"]["all"][concept])
    assert found == right


def test_the_summary_counts_states_and_stages(case: Callable[[str], Any]):
    summary = case("graph-terms").gaps().summary
    right = EXPECTED["graph-terms"]
    assert (summary.concepts, summary.by_state) == (len(right["concepts"]), right["by_state"])
    assert {stage: asdict(counts) for stage, counts in summary.coverage.items()} == right["coverage"]
    assert [(folder.folder, folder.concepts, folder.covered) for folder in summary.folders] == [("", 12, 2)]


def test_another_chain_names_its_own_stages(case: Callable[[str], Any]):
    report = case("graph-other-chain").gaps()
    assert list(report.chain) == list(report.summary.coverage) == EXPECTED["graph-other-chain"]["chain"]
