"""What is asked of git, in real repositories."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vaultkit import git as facts
from vaultkit.git import StagedChange

Write = Callable[[str, str], Path]
Git = Callable[..., str]


def test_a_folder_without_git(tmp_path: Path) -> None:
    assert facts.toplevel(tmp_path) is None
    assert not facts.is_repo(tmp_path)
    assert (facts.head(tmp_path), facts.remotes(tmp_path), facts.staged(tmp_path)) == (None, {}, None)
    assert facts.show(tmp_path, "HEAD", "a") is None


def test_git_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert facts.toplevel(tmp_path) is None


def test_contents_remotes_and_renames(write: Write, git: Git, root: Path) -> None:
    write("sub/a b.py", "x = 1\n" * 20)
    git("add", "-A")
    git("commit", "-qm", "one")
    git("remote", "add", "origin", "git@host:o/r.git")
    git("mv", "sub/a b.py", "sub/щ.py")
    git("commit", "-qm", "two")
    assert facts.toplevel(root / "sub") == root.resolve()
    assert facts.remotes(root) == {"origin": "git@host:o/r.git"}
    assert facts.show(root, "HEAD~1", "sub/a b.py") == b"x = 1\n" * 20
    assert facts.show(root, "HEAD", "sub/a b.py") is None
    assert facts.show(root, "--help", "a") is None
    commit = facts.last_change(root, "sub/a b.py")
    assert commit == git("rev-parse", "HEAD")
    assert facts.renames(root, commit) == {"sub/a b.py": "sub/щ.py"}
    assert facts.knows(root, "HEAD~1") and not facts.knows(root, "nope")


def test_staged_paths_and_contents(write: Write, git: Git, root: Path) -> None:
    write("keep.md", "a\n" * 20)
    write("old.md", "b\n" * 20)
    write("dead.md", "c\n")
    git("add", "-A")
    git("commit", "-qm", "one")
    git("mv", "old.md", 'new "щ".md')
    git("rm", "-q", "dead.md")
    write("keep.md", "staged\n")
    git("add", "keep.md")
    write("keep.md", "not staged\n")
    write("line\nend.md", "odd\n")
    git("add", "line\nend.md")
    staged = facts.staged(root)
    assert staged == [
        StagedChange("D", "dead.md"), StagedChange("M", "keep.md"), StagedChange("A", "line\nend.md"), StagedChange("R", 'new "щ".md', "old.md")]  # fmt: skip
    contents = facts.staged_contents(root, [change.path for change in staged])
    assert contents["keep.md"] == b"staged\n" and contents["line\nend.md"] == b"odd\n" and "dead.md" not in contents
    assert contents['new "щ".md'] == b"b\n" * 20


def test_before_the_first_commit(write: Write, git: Git, root: Path) -> None:
    write("a.md", "x\n")
    git("add", "-A")
    assert facts.head(root) is None
    assert facts.staged(root) == [StagedChange("A", "a.md")]


def test_a_hooks_environment_of_another_repository_is_left_out(
    write: Write, git: Git, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", "x\n")
    git("add", "-A")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "elsewhere" / "index"))
    assert facts.toplevel(root) == root.resolve()
    assert facts.staged(root) == [StagedChange("A", "a.md")]


def test_a_hooks_own_index_is_used(write: Write, git: Git, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.md", "x\n")
    write("b.md", "x\n")
    git("add", "a.md")
    (root / ".git" / "next-index").write_bytes((root / ".git" / "index").read_bytes())
    git("add", "b.md")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index")
    assert facts.staged(root) == [StagedChange("A", "a.md")]


def test_the_repositorys_configuration_starts_no_program(write: Write, git: Git, root: Path) -> None:
    marker = root.parent / "started"
    program = write("evil.sh", f"#!/bin/sh\ntouch '{marker}'\n")
    program.chmod(0o755)
    write("a.md", "x\n")
    for key in ("core.fsmonitor", "diff.external", "core.pager", "core.sshCommand"):
        git("config", key, str(program))
    marker.unlink(missing_ok=True)
    facts.staged(root)
    facts.remotes(root)
    facts.last_change(root, "a.md")
    assert not marker.exists()
