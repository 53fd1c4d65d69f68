"""What the tests of git share: a trap that programs fall into, and calls of the command line in this process."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import ENVIRONMENT, Trap
from in_process import in_process


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    return Trap(tmp_path / "trap")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """An empty folder whose name git quotes."""
    made = tmp_path / "Мои заметки"
    made.mkdir()
    return made


@pytest.fixture
def vaultkit() -> Callable[..., subprocess.CompletedProcess[str]]:
    """One call of the command line in a folder, in this process."""
    def run(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        return in_process(*arguments, cwd=folder, env=ENVIRONMENT | env, clear=True)

    return run
