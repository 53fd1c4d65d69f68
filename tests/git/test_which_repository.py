"""Which repository a folder belongs to, found without asking git, and what git then tells of it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import git, write

from vaultkit import git as facts


@pytest.fixture
def made(top: Path) -> Path:
    write(top, {"a.md": "a\n"})
    git(top, "init", "-q", "-b", "main")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    return top


def test_a_linked_worktree_and_one_of_a_bare_repository(made: Path, tmp_path: Path) -> None:
    git(made, "worktree", "add", "-q", "-b", "ветка", str(tmp_path / "второе"))
    git(tmp_path, "clone", "-q", "--bare", str(made), "голое.git")
    git(tmp_path / "голое.git", "worktree", "add", "-q", str(tmp_path / "третье"))
    for name in ("второе", "третье"):
        assert facts.toplevel(tmp_path / name) == tmp_path / name
        assert facts.head(tmp_path / name) == git(made, "rev-parse", "HEAD")
    write(tmp_path / "второе", {"b.md": "b\n"})
    git(tmp_path / "второе", "add", "-A")
    assert [change.path for change in facts.staged(tmp_path / "второе") or ()] == ["b.md"]
    assert facts.staged(made) == []


def test_a_submodule_and_a_separate_git_folder(made: Path, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q", "--separate-git-dir", str(tmp_path / "elsewhere"))
    git(outer, "-c", "protocol.file.allow=always", "submodule", "-q", "add", str(made), "notes")
    assert facts.toplevel(outer) == outer
    assert facts.toplevel(outer / "notes") == outer / "notes"
    assert facts.head(outer / "notes") == git(made, "rev-parse", "HEAD")


def test_an_empty_git_folder_is_passed_over(made: Path) -> None:
    (made / "sub" / ".git").mkdir(parents=True)
    assert facts.toplevel(made / "sub") == made


def test_a_work_tree_that_the_settings_put_elsewhere(made: Path, tmp_path: Path) -> None:
    git(made, "config", "core.worktree", str(tmp_path))
    assert facts.toplevel(made) is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_repository_of_somebody_else(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.chown(made, 12345, 12345)
    monkeypatch.delenv("SUDO_UID", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "users"))
    assert facts.toplevel(made) is None and facts.staged(made) is None
    for value, safe in (("/somewhere/else", False), (str(made), True), ("*", True)):
        (tmp_path / "users").write_text(f"[safe]\n\tdirectory = {value}\n", encoding="utf-8")
        assert (facts.toplevel(made) == made) is safe
    git(tmp_path, "config", "--file", str(made / ".git" / "config"), "safe.directory", "*")
    (tmp_path / "users").write_text("", encoding="utf-8")
    assert facts.toplevel(made) is None


def test_what_the_user_ignores_everywhere(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "users").write_text(f"[core]\n\texcludesFile = {tmp_path / 'ignored'}\n", encoding="utf-8")
    (tmp_path / "ignored").write_text("*.tmp.md\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "users"))
    write(made, {"x.tmp.md": "", "y.md": "", "z.md": ""})
    (made / ".git" / "info" / "exclude").write_text("z.md\n", encoding="utf-8")
    found = facts.status(made)
    assert found is not None and found.untracked == ("y.md",)


def test_what_changes_is_seen_in_one_process(made: Path) -> None:
    first = facts.head(made)
    git(made, "checkout", "-q", "-b", "other")
    write(made, {"b.md": "b\n"})
    git(made, "add", "-A")
    git(made, "commit", "-qm", "two")
    assert facts.head(made) == git(made, "rev-parse", "HEAD") != first
    git(made, "pack-refs", "--all")
    git(made, "gc", "-q")
    assert facts.head(made) == git(made, "rev-parse", "HEAD")
    assert facts.knows(made, "main") and facts.contents(made, "main", ["a.md"]) == {"a.md": b"a\n"}


@pytest.mark.parametrize("options", [["--object-format=sha256"], []])
def test_other_forms_of_a_repository(top: Path, options: list[str]) -> None:
    git(top, "init", "-q", *options)
    write(top, {"a.md": "a\n"})
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    git(top, "update-index", "--split-index")
    write(top, {"b.md": "b\n"})
    git(top, "add", "-A")
    assert facts.head(top) == git(top, "rev-parse", "HEAD")
    assert [change.path for change in facts.staged(top) or ()] == ["b.md"]
    assert facts.staged_contents(top, ["a.md", "b.md"]) == {"a.md": b"a\n", "b.md": b"b\n"}


def test_a_shallow_clone(made: Path, tmp_path: Path) -> None:
    git(made, "commit", "-q", "--allow-empty", "-m", "two")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{made}", "мелкое")
    assert facts.last_change(tmp_path / "мелкое", "a.md") == git(made, "rev-parse", "HEAD")


def test_a_form_that_is_not_known_is_not_guessed_at(made: Path) -> None:
    git(made, "config", "core.repositoryFormatVersion", "1")
    git(made, "config", "extensions.somethingNew", "1")
    assert facts.toplevel(made) is None


def test_a_path_of_git_that_is_asked_for_is_absolute(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "bin"]))
    assert facts.head(made) is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives a folder away")
@pytest.mark.parametrize("command", [["check", "--staged"], ["init", "--hook"]])
def test_a_repository_of_somebody_else_is_told_with_its_mend(
    made: Path, command: list[str], vaultkit: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    os.chown(made, 12345, 12345)
    done = vaultkit(made, *command)
    assert done.returncode == 2 and "another user" in done.stderr and "safe.directory" in done.stderr
