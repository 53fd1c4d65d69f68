"""``path-moved``: off unless asked for; tells the new place of a path in the text of a note."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., "CompletedProcess[str]"]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "project" / "notes"
    folder.mkdir(parents=True)
    (tmp_path / "project/.git").mkdir()
    (tmp_path / "project/src/core").mkdir(parents=True)
    (tmp_path / "project/src/core/memory.py").write_text("def put(): return 1\n")
    (folder / "a.md").write_text("Слой памяти: src/old/memory.py, не src/core/memory.py\n\n"
                                 "- [ ] написать src/new/memory.py, чтобы слой памяти хранил всё, что сказано\n")
    return folder


def findings(done: CompletedProcess[str]) -> list[tuple[int, int, str]]:
    return [(one["line"], one["column"], one["message"]) for one in json.loads(done.stdout)["findings"]]


def test_it_is_off_by_default(notes: Path, vaultkit: Run) -> None:
    assert findings(vaultkit("check", "--format", "json", "--vault", notes)) == []


def test_it_names_the_new_place_where_it_is_selected(notes: Path, vaultkit: Run) -> None:
    done = vaultkit("check", "--select", "path-moved", "--format", "json", "--vault", notes)
    assert done.returncode == 0
    assert findings(done) == [(1, 14, "файла src/old/memory.py нет; теперь это src/core/memory.py")]
