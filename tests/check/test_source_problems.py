"""Source files that could not be read whole are told as ``note-unreadable``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from check_repo import Repo

from vaultkit.source.index import SourceIndex

Folder = Callable[[dict[str, str]], Repo]
BROKEN = "def attend(query:\n    return query +\n"


def unreadable(repo: Repo, *args: str) -> list[tuple[str, int, str]]:
    """(path, line, message) of what could not be read, all of it warnings."""
    found = [item for item in repo.findings(*args) if item["rule"] == "note-unreadable"]
    assert all(item["severity"] == "warning" for item in found)
    return [(item["path"], item["line"], item["message"]) for item in found]


@pytest.mark.parametrize(("name", "data", "word"), [
    ("a.py", BROKEN.encode(), "синтаксическая ошибка"),
    ("a.js", b"var a=1;" * 4_000, "сжатый"),
    ("a.py", b"x = 1\n\x00\x00\x01", "двоичный"),
    ("a.py", "x = 1  # счёт\n".encode("cp1251"), "UTF-8"),
])
def test_a_source_file_that_is_not_read_whole_is_told(folder: Folder, name: str, data: bytes, word: str) -> None:
    repo = folder({"Заметка.md": "текст\n", "vaultkit.toml": '[source]\nroots = ["код"]\n'})
    (repo.vault / "код").mkdir()
    (repo.vault / "код" / name).write_bytes(data)
    [(path, _, message)] = unreadable(repo)
    assert path == f"код/{name}" and word in message
    assert repo.run("check").returncode == 0


def test_without_a_setting_the_vault_is_the_root(folder: Folder) -> None:
    [(path, line, _)] = unreadable(folder({"Заметка.md": "текст\n", "код/a.py": "x = 1\n" + BROKEN}))
    assert (path, line) == ("код/a.py", 2)


def test_a_vault_without_code_asks_no_source_root(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("the source index was opened")

    monkeypatch.setattr(SourceIndex, "open", refuse)
    assert folder({"Заметка.md": "[[Заметка]]\n"}).findings() == []


def test_other_rules_by_name_ask_no_source_root(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = folder({"Заметка.md": "текст\n", "a.py": BROKEN})
    monkeypatch.setattr(SourceIndex, "open", lambda *_: pytest.fail("the source index was opened"))
    assert repo.findings("--select", "unresolved-link") == []


def test_excluded_source_files_are_not_told(folder: Folder) -> None:
    assert unreadable(folder({"Заметка.md": "текст\n", "Архив/a.py": BROKEN,
                              ".obsidian/app.json": '{"userIgnoreFilters": ["Архив/"]}'})) == []


def test_a_root_that_is_not_there_is_told_once(folder: Folder) -> None:
    repo = folder({"Заметка.md": "текст\n", "vaultkit.toml": '[source]\nroots = ["нет"]\n'})
    assert [item["rule"] for item in repo.findings()] == ["code-missing"]


@pytest.fixture
def beside(repo: Repo) -> Repo:
    """A vault whose source root lies beside it in the repository."""
    repo.vault = repo.top / "заметки"
    repo.commit({"заметки/vaultkit.toml": '[source]\nroots = ["../src"]\n', "заметки/Заметка.md": "текст\n",
                 "src/a.py": BROKEN})
    return repo


def test_a_root_beside_the_vault_goes_by_its_name(beside: Repo) -> None:
    assert [path for path, _, _ in unreadable(beside)] == ["src/a.py"]
    assert "file=src/a.py," in beside.run("check", "--format", "github").stdout


def test_the_baseline_keeps_a_file_beside_the_vault(beside: Repo) -> None:
    beside.run("check", "--update-baseline")
    assert [item["new"] for item in beside.findings()] == [False]
    beside.run("check", "Заметка.md", "--update-baseline")
    assert [item["new"] for item in beside.findings()] == [False]
    beside.write({"src/a.py": "x = 1\n", "src/b.py": BROKEN})
    assert [(item["path"], item["new"]) for item in beside.findings()] == [("src/b.py", True)]


def test_named_files_are_judged_alone(folder: Folder) -> None:
    repo = folder({"Заметка.md": "текст\n", "a.py": BROKEN, "b.py": BROKEN})
    assert [path for path, _, _ in unreadable(repo, "a.py")] == ["a.py"]
    assert unreadable(repo, "Заметка.md") == []


def test_of_staged_files_the_staged_text_counts(repo: Repo) -> None:
    repo.commit({"Заметка.md": "текст\n", "old.py": BROKEN, "a.py": "x = 1\n"})
    repo.write({"a.py": BROKEN, "Заметка.md": "другой текст\n"})
    repo.git("add", "-A")
    Path(repo.vault / "a.py").write_text("x = 2\n")
    assert [path for path, _, _ in unreadable(repo, "--staged")] == ["a.py"]
    repo.git("add", "-A")
    assert unreadable(repo, "--staged") == []


@pytest.mark.parametrize(("written", "meant"), [
    ("src/pkg/a.py", "pkg/a.py"), ("src/pkg/a.py#f", "pkg/a.py#f"), ("src/pkg/a.py#g", "pkg/a.py"),
    ("../../../../pkg/a.py", "pkg/a.py"), ("../../../src/other/a.py", "other/a.py"), ("src\\pkg\\a.py", "pkg/a.py"),
    ("../a.py", None), ("src/pkg/only.py", "other/only.py"),
])
def test_a_path_from_elsewhere_is_told_with_the_file_that_is_meant(
    folder: Folder, written: str, meant: str | None
) -> None:
    repo = folder({"notes/Идея.md": f"---\ntype: concept\ncode: '{written}'\n---\n",
                   "vaultkit.toml": '[source]\nroots = ["../src"]\n', "../src/pkg/a.py": "def f():\n    return 1\n",
                   "../src/other/a.py": "x = 1\n", "../src/other/only.py": "x = 1\n"})
    [finding] = [item for item in repo.findings() if item["rule"] == "code-missing"]
    assert meant is None or f"{meant}?" in finding["fix"]
    assert meant is not None or "?" not in finding["fix"]
