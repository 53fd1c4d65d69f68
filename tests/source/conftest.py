"""A vault with a source root beside it, and real git repositories in temporary folders."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vaultkit.config import Config
from vaultkit.source.index import SourceIndex

Write = Callable[[str, str], Path]


@pytest.fixture(autouse=True)
def _no_hook_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "A")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.org")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "code"
    folder.mkdir()
    (tmp_path / "vault").mkdir()
    return folder


@pytest.fixture
def config(root: Path) -> Config:
    return Config(vault=root.parent / "vault", roots=(root,))


@pytest.fixture
def write(root: Path) -> Write:
    def put(path: str, text: str) -> Path:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target

    return put


@pytest.fixture
def index(config: Config) -> Iterator[SourceIndex]:
    with SourceIndex.open(config) as opened:
        yield opened


@pytest.fixture
def git(root: Path) -> Callable[..., str]:
    def run(*arguments: str) -> str:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    run("init", "-q", "-b", "main")
    return run
