"""What is kept of single notes changes nothing of what is told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from vaultkit import Vault
from vaultkit.graph import SourceSymbols, find_gaps
from vaultkit.graph.note_stages import stages_from_plain, stages_to_plain, standing_of

NOTES = {
    "идея.md": "---\nkind: concept\n---\n# идея\n\n## Алгоритм\n\n1. раз\n2. два\n3. три\n\n## Код\n\n```python\nx = 1\n```\n"
               "\n## Схема\n\nсм. [[схема]]\n\n## Прочее\n\n[[схема]]\n",
    "схема.md": "---\nkind: scheme\n---\n[[код]]\n",
    "код.md": "#code\n\n```python\nprint(1)\n```\n",
    "просто.md": "## Концепт\n\nтекст [[схема]]\n\n## Ещё\n\n[[идея]]\n",
    "без.md": "[[просто]] [[идея]] [[идея#Код]]\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in NOTES.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_standing_comes_back_as_it_was_kept(root: Path) -> None:
    with Vault.open(root) as vault:
        for note in vault.facts:
            standing = standing_of(note, vault.ontology, vault.config)
            assert stages_from_plain(json.loads(json.dumps(stages_to_plain(standing)))) == standing


def test_gaps_are_those_of_a_vault_of_which_nothing_is_kept(root: Path) -> None:
    with Vault.open(root) as vault:
        told = vault.snapshot.declared_gaps
        symbols = SourceSymbols(vault.source, vault.index.note_at, vault.index.mentions, None)
        bare = find_gaps(vault.facts, vault.index.edges(), vault.ontology, vault.config, symbols, vault.inferred,
                         list(vault.index.unresolved(vault.ontology.source_names)))
        assert [replace(gap, why=()) for gap in told.gaps] == [replace(gap, why=()) for gap in bare.gaps]
        assert told.orphaned == bare.orphaned and told.gaps


def test_a_changed_note_is_looked_at_again(root: Path) -> None:
    with Vault.open(root) as vault:
        before = {gap.concept for gap in vault.gaps().gaps}
    (root / "без.md").write_text("---\nkind: concept\n---\n## Код\n\n```python\ny = 2\n```\n", encoding="utf-8")
    with Vault.open(root) as vault:
        found = {gap.concept: gap.state for gap in vault.gaps().gaps}
    assert set(found) == before | {"без.md"} and found["без.md"] == "skipped"


def test_links_that_come_and_go_are_counted(root: Path) -> None:
    with Vault.open(root) as vault:
        first = vault.refresh().links
    (root / "без.md").write_text("[[просто]]\n", encoding="utf-8")
    (root / "новая.md").write_text("[[a]] [[b]]\n", encoding="utf-8")
    (root / "код.md").unlink()
    with Vault.open(root) as vault:
        assert vault.refresh().links == first - 2 + 2 == len(list(vault.links()))
