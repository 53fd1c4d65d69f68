"""What tests of every room share: the command line as a process, the vaults that VAULTKIT_TEST_VAULTS names."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile(
    "vaultkit", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("vaultkit")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def vaultkit() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run ``vaultkit ARGS`` as a process of its own; ``cwd`` and ``env`` (added to the environment) as wanted."""

    def run(
        *args: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "vaultkit", *map(str, args)],
            cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, encoding="utf-8", timeout=120, check=False,
        )

    return run


@pytest.fixture(scope="session")
def real_vaults() -> list[Path]:
    """Real vaults for differential tests: the folders of VAULTKIT_TEST_VAULTS, separated like PATH."""
    folders = [Path(name) for name in os.environ.get("VAULTKIT_TEST_VAULTS", "").split(os.pathsep) if name]
    if not folders:
        pytest.skip("VAULTKIT_TEST_VAULTS names no vaults")
    missing = [str(folder) for folder in folders if not folder.is_dir()]
    assert not missing, f"VAULTKIT_TEST_VAULTS names folders that do not exist: {missing}"
    return folders
