"""docs/vault holds vaultkit's own design, and vaultkit sees that each idea there reaches the code that carries it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def design(root: Path, tmp_path: Path) -> Path:
    """A copy of docs/vault beside a copy of the code that its settings name."""
    shutil.copytree(root / "docs" / "vault", tmp_path / "docs" / "vault", ignore=shutil.ignore_patterns(".vaultkit"))
    shutil.copytree(root / "vaultkit", tmp_path / "vaultkit", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "docs" / "vault"


def gaps(vaultkit: Run, vault: Path, code: int) -> dict[str, str]:
    """Title → state of every idea."""
    done = vaultkit("gaps", "--vault", vault, "--fail-on", "broken,stub,moved,uncovered,partial", "--format", "json")
    assert done.returncode == code, done.stderr
    return {gap["title"]: gap["state"] for gap in json.loads(done.stdout)["gaps"]}


def test_every_idea_of_the_design_reaches_working_code(vaultkit: Run, design: Path) -> None:
    states = gaps(vaultkit, design, code=0)
    assert len(states) >= 40
    assert set(states.values()) == {"covered"}


def test_no_link_of_the_design_is_dead(vaultkit: Run, design: Path) -> None:
    done = vaultkit("links", "--vault", design, "--format", "json")
    links = json.loads(done.stdout)["links"]
    assert links
    assert not [link for link in links if link["status"] != "resolved" or link["subpath_status"] == "missing"]


def test_check_finds_nothing_in_the_design(vaultkit: Run, design: Path) -> None:
    done = vaultkit("check", "--strict", "--vault", design, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["findings"] == []


def test_an_idea_whose_function_is_taken_away_is_a_gap_and_no_other(vaultkit: Run, design: Path) -> None:
    before = gaps(vaultkit, design, code=0)
    source = design.parent.parent / "vaultkit" / "graph" / "priority.py"
    source.write_text("def something_else() -> int:\n    return 1\n", encoding="utf-8")
    after = gaps(vaultkit, design, code=1)
    assert {title for title in before if before[title] != after[title]} == {"Priority"}
    assert after["Priority"] == "broken"
