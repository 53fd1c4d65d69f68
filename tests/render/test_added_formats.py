"""A package adds a format of the graph by an entry point; one that is broken is told in one line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def added(tmp_path: Path) -> dict[str, str]:
    """The environment of a process that has a package with two formats, one of them broken."""
    package = tmp_path / "site"
    info = package / "tally_format-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tally-format\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(
        "[vaultkit.exporters]\ntally = tally_format:export\ntorn = tally_format:missing\n", encoding="utf-8")
    (package / "tally_format.py").write_text("def export(view):\n    return f'{len(view.nodes)} nodes\\n'\n",
                                             encoding="utf-8")
    return {"PYTHONPATH": str(package)}


@pytest.fixture
def one_note(tmp_path: Path) -> Path:
    (tmp_path / "v").mkdir()
    (tmp_path / "v" / "Idea.md").write_text("---\nkind: concept\n---\nText.\n", encoding="utf-8")
    return tmp_path / "v"


def test_an_added_format_is_written_like_vaultkits_own(vaultkit: Run, one_note: Path, added: dict[str, str]) -> None:
    run = vaultkit("--vault", one_note, "graph", "--format", "tally", env=added)
    assert (run.returncode, run.stdout) == (0, "1 nodes\n")


def test_a_broken_package_is_told_in_one_line(vaultkit: Run, one_note: Path, added: dict[str, str]) -> None:
    run = vaultkit("--vault", one_note, "graph", "--format", "torn", env=added)
    assert run.returncode == 3
    assert "torn" in run.stderr and "Traceback" not in run.stderr
