"""What tests of every room share: the checkout, and the command line as a process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, settings
from notes_folder import NotesFolder

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile(
    "vaultkit", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("vaultkit")


@pytest.fixture(scope="session", autouse=True)
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings of whoever runs the tests have no say in them; nothing is trusted but what a test trusts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("settings")))
        for name in ("VAULTKIT_TRUST", "VAULTKIT_GENERATOR_KEY", "OPENAI_API_KEY", "VAULTKIT_STORE_API_KEY",
                     "QDRANT_API_KEY"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="module")
def benchmark_module() -> Iterator[Callable[[str], ModuleType]]:
    """Import a module of benchmarks/, which find each other as scripts of one folder do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "benchmarks")
        yield import_module


@pytest.fixture(scope="session")
def user_folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Cache and settings of a user of the tests' own, as environment variables: nothing is kept in the real home."""
    folder = tmp_path_factory.mktemp("user")
    return {"VAULTKIT_CACHE": str(folder / "cache"), "XDG_CONFIG_HOME": str(folder / "config")}


@pytest.fixture(scope="session", autouse=True)
def _in_the_users_folders(user_folders: dict[str, str]) -> Iterator[None]:
    """Also for what fixtures of a session start, and for processes."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in user_folders.items():
            patch.setenv(name, value)
        yield


@pytest.fixture
def sample_vault(root: Path, tmp_path: Path) -> Path:
    """A copy of sample_vault that a test may change."""
    folder = tmp_path / "v"
    shutil.copytree(root / "sample_vault", folder, ignore=shutil.ignore_patterns(".vaultkit"))
    return folder


@pytest.fixture
def make_vault(tmp_path: Path) -> Iterator[Callable[..., NotesFolder]]:
    """``make_vault(name, **settings)``: an empty vault beside others, closed at the end."""
    made: list[NotesFolder] = []

    def make(name: str = "vault", **settings: object) -> NotesFolder:
        made.append(NotesFolder(tmp_path / name, **settings))
        return made[-1]

    yield make
    for vault in made:
        vault.close()


@pytest.fixture
def vault(make_vault: Callable[..., NotesFolder]) -> NotesFolder:
    """An empty vault to write notes into."""
    return make_vault()


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
