"""Findings as SARIF: what a forge's code scanning needs of them."""

from __future__ import annotations

from vaultkit.render.sarif import SarifRow, sarif

RULES = {"broken": ("What is named does not exist.", "error"), "stub": ("It does nothing.", "warning")}


def run_of(*rows: SarifRow) -> dict:
    log = sarif(rows, RULES)
    assert log["version"] == "2.1.0"
    return log["runs"][0]


def test_every_rule_is_described_with_and_without_results():
    rules = run_of()["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["defaultConfiguration"]["level"]) for rule in rules] == [
        ("broken", "error"), ("stub", "warning")]


def test_a_result_points_to_its_rule_place_and_fingerprint():
    result = run_of(SarifRow("stub", "warning", "a.py#f is a stub", "notes/a.md", 3, 5, "abc"))["results"][0]
    assert result["ruleIndex"] == 1
    assert result["level"] == "warning"
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 3, "startColumn": 5}
    assert place["artifactLocation"]["uri"] == "notes/a.md"
    assert result["partialFingerprints"] == {"vaultkit/v1": "abc"}
    assert "baselineState" not in result


def test_paths_are_relative_uri_references():
    rows = [SarifRow("stub", "note", "x", path) for path in ("Идеи/a b#c?.md", "c:d.md", "100%.md")]
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run_of(*rows)["results"]]
    assert uris == ["%D0%98%D0%B4%D0%B5%D0%B8/a%20b%23c%3F.md", "./c:d.md", "100%25.md"]


def test_a_result_without_a_place_and_one_of_a_rule_that_nobody_described():
    run = run_of(SarifRow("other", "error", "x", None))
    assert "locations" not in run["results"][0]
    assert run["tool"]["driver"]["rules"][2] == {"id": "other"}


def test_what_the_baseline_knows_is_unchanged():
    known, fresh = run_of(*(SarifRow("stub", "error", "x", "a.md", new=new) for new in (False, True)))["results"]
    assert (known["baselineState"], fresh["baselineState"]) == ("unchanged", "new")
