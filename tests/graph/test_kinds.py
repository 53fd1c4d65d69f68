"""How a note gets its kind, and how many of each there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from vaultkit.graph import kind_counts, kinds_of

VAULT = Path(__file__).resolve().parent.parent / "vaults/graph-kinds"
EXPECTED = yaml.safe_load((VAULT / "expected.yaml").read_text("utf-8"))


@pytest.mark.parametrize("path", EXPECTED["kinds"])
def test_a_note_gets_its_kind_from_the_first_that_says_one(case: Callable[[str], Any], path: str):
    vault = case("graph-kinds")
    found = kinds_of(vault.facts, vault.ontology, vault.config)[path]
    kind, how, *unknown = EXPECTED["kinds"][path]
    assert (found.kind, found.by, [found.unknown] if found.unknown else []) == (kind, how, unknown)
    assert found.strength == ("declared" if how else None)


def test_excluded_notes_have_none_and_are_no_gap(case: Callable[[str], Any]):
    vault = case("graph-kinds")
    assert "Скрытое/тайна.md" in {note.path for note in vault.facts}
    assert "Скрытое/тайна.md" not in kinds_of(vault.facts, vault.ontology, vault.config)
    assert "Скрытое/тайна.md" not in {gap.concept for gap in vault.gaps().gaps}
    assert "Скрытое/тайна.md" not in vault.graph()


def test_counts_tell_declared_structural_and_inferred_apart(case: Callable[[str], Any]):
    vault = case("graph-kinds")
    counts = kind_counts(vault.facts, vault.ontology, vault.config, {"ничего.md": ("concept", 0.9)})
    declared = {kind: each["declared"] for kind, each in counts.items()}
    assert declared == {**EXPECTED["counts"], "note": EXPECTED["counts"]["note"] - 1}
    assert counts["concept"]["inferred"] == 1


def test_sections_and_blocks_are_counted_as_structural(case: Callable[[str], Any]):
    vault = case("graph-terms")
    counts = kind_counts(vault.facts, vault.ontology, vault.config)
    assert counts["scheme"] == {"declared": 0, "structural": 4, "inferred": 0}
    assert counts["pseudocode"] == {"declared": 1, "structural": 2, "inferred": 0}
