"""``init --hook`` and ``--pre-commit`` guard the repository that they are called in, wherever the vault lies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

GIT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
       **{f"GIT_{who}_{what}": "a@example.invalid" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}}


def call(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(command, cwd=folder, env=kept | GIT, capture_output=True, encoding="utf-8", check=False)


def git(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return call(folder, "git", "-c", "protocol.file.allow=always", *args)


def init(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    done = call(folder, sys.executable, "-m", "vaultkit", "init", *args)
    assert done.returncode == 0, done.stderr
    return done


def repository(folder: Path, **files: str) -> Path:
    folder.mkdir()
    git(folder, "init", "-q")
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "a")
    return folder


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return repository(tmp_path / "их заметки", Идея_md="---\nkind: concept\ncode: a.py#f\n---\nИдея.\n")


@pytest.fixture
def code(tmp_path: Path) -> Path:
    return repository(tmp_path / "code", a_py="def f():\n    return 1\n")


def stops_a_commit_that_takes_the_code_away(code: Path) -> None:
    git(code, "add", "-A")
    fine = git(code, "commit", "-m", "b")
    assert fine.returncode == 0, fine.stdout + fine.stderr
    (code / "a.py").write_text("import sys\n\nclass Other:\n    size = [len(sys.argv), 7]\n")
    stopped = git(code, "commit", "-am", "c")
    assert stopped.returncode == 1 and "code-missing" in stopped.stdout + stopped.stderr


@pytest.mark.parametrize("named", [True, False])
def test_a_vault_that_is_a_submodule_is_guarded_from_the_repository_around_it(
        code: Path, notes: Path, named: bool) -> None:
    git(code, "submodule", "--quiet", "add", str(notes), "мои заметки")
    if named:
        (code / "vaultkit.toml").write_text('vault = "мои заметки"\n[source]\nroots = ["."]\n', encoding="utf-8")
    else:
        (code / "мои заметки/vaultkit.toml").write_text('[source]\nroots = [".."]\n')
    written = init(code, "--hook", *(() if named else ("--vault", "мои заметки"))).stdout.splitlines()
    assert written[0] == str(code / ".git/hooks/pre-commit")
    assert not (code / ".git/modules/мои заметки/hooks/pre-commit").exists()
    stops_a_commit_that_takes_the_code_away(code)


def test_called_inside_of_the_submodule_it_guards_the_submodule(code: Path, notes: Path) -> None:
    git(code, "submodule", "--quiet", "add", str(notes), "notes")
    init(code / "notes", "--hook")
    assert (code / ".git/modules/notes/hooks/pre-commit").is_file()
    assert not (code / ".git/hooks/pre-commit").exists()


def test_a_vault_elsewhere_that_the_code_names_is_guarded_from_the_code(code: Path, notes: Path) -> None:
    (code / "vaultkit.toml").write_text('vault = "../их заметки"\n[source]\nroots = ["."]\n', encoding="utf-8")
    (code / "src").mkdir()
    init(code / "src", "--hook")
    assert not (notes / ".git/hooks/pre-commit").exists()
    stops_a_commit_that_takes_the_code_away(code)


def test_the_lines_for_pre_commit_go_to_the_same_repository(code: Path, notes: Path) -> None:
    git(code, "submodule", "--quiet", "add", str(notes), "notes")
    init(code, "--pre-commit", "--vault", "notes")
    assert "entry: vaultkit --vault notes check --staged\n" in (code / ".pre-commit-config.yaml").read_text("utf-8")
    assert not (code / "notes/.pre-commit-config.yaml").exists()


def test_called_outside_of_any_repository_it_guards_the_vault_s(tmp_path: Path, notes: Path) -> None:
    init(tmp_path, "--hook", "--vault", str(notes))
    assert (notes / ".git/hooks/pre-commit").is_file()


@pytest.mark.parametrize("target", ["чужой.sh", "нет"])
def test_a_hook_that_is_a_link_is_moved_aside_and_not_written_through(notes: Path, tmp_path: Path, target: str) -> None:
    outside = tmp_path / "чужой.sh"
    outside.write_text("# Written by `vaultkit init --hook`\nчужое\n", encoding="utf-8")
    hook = notes / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.symlink_to(tmp_path / target)
    init(notes, "--hook")
    assert outside.read_text("utf-8").endswith("чужое\n")
    assert not (tmp_path / "нет").exists()
    assert hook.is_file() and not hook.is_symlink()


def test_a_folder_of_hooks_that_leads_out_of_the_repository_is_left_alone(notes: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (notes / "hooks").symlink_to(outside)
    for folder in ("hooks", "hooks/x", "../outside", str(outside)):
        git(notes, "config", "core.hooksPath", folder)
        done = call(notes, sys.executable, "-m", "vaultkit", "init", "--hook")
        assert (done.returncode, list(outside.iterdir())) == (2, []), done.stderr


@pytest.mark.parametrize("hook", ["none", "pipe", "other"])
def test_a_file_that_git_does_not_run_yet_is_made_no_hook(notes: Path, tmp_path: Path, hook: str) -> None:
    """The name under which a former hook is kept may have come with the folder."""
    folder = notes / ".git/hooks"
    folder.mkdir(exist_ok=True)
    kept = folder / "pre-commit.before-vaultkit"
    kept.write_text(f"#!/bin/sh\ntouch '{tmp_path / 'ran'}'\n", encoding="utf-8")
    kept.chmod(0o755)
    if hook == "pipe":
        os.mkfifo(folder / "pre-commit")
    if hook == "other":
        (folder / "pre-commit").write_text("#!/bin/sh\n", encoding="utf-8")
    done = call(notes, sys.executable, "-m", "vaultkit", "init", "--hook")
    assert done.returncode == 2 and "before-vaultkit" in done.stderr
    git(notes, "commit", "--allow-empty", "-m", "b")
    assert not (tmp_path / "ran").exists()
