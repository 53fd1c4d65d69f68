"""What the tests of check share: a git repository with Cyrillic names, and the findings of one call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from check_repo import Repo


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """An empty repository in a folder with spaces and Cyrillic letters, names quoted by git as it does by default."""
    made = Repo(tmp_path / "Мои заметки")
    made.top.mkdir()
    made.git("init", "-q", "-b", "main")
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[dict[str, str]], Repo]:
    """Write a vault outside of any repository."""

    def make(files: dict[str, str]) -> Repo:
        made = Repo(tmp_path / "хранилище")
        made.top.mkdir(exist_ok=True)
        made.write(files)
        return made

    return make
