"""What suggest must find in sample_vault, as stated beforehand."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from vaultkit.workspace import Vault


def test_the_expected_candidates_are_among_the_first_three(root: Path, tmp_path: Path) -> None:
    vault = tmp_path / "sample"
    shutil.copytree(root / "sample_vault", vault, ignore=shutil.ignore_patterns(".vaultkit"))
    expected = yaml.safe_load((root / "tests/sample_vault_expected.yaml").read_text("utf-8"))["suggest"]
    with Vault.open(vault) as opened:
        found = {one.concept: [candidate.id for candidate in one.candidates][:3]
                 for one in opened.suggest(k=5, mentions=False).suggestions}
    assert {concept: sorted(set(ids) & set(found[concept])) for concept, ids in expected.items()} == expected
