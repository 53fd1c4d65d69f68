"""No program that a repository names is ever run, whatever is asked; and each trap that is laid here does spring."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import ATTRIBUTES, ENVIRONMENT, NOTES, SETTINGS, Trap, arm, git, start, write

Run = Callable[..., subprocess.CompletedProcess[str]]
COMMANDS = [
    ("check",), ("check", "--staged"), ("check", "--format", "sarif"), ("gaps",), ("report", "--format", "csv"),
    ("suggest",), ("plan",), ("accept", "--all"), ("index", "--no-embed", "--full"), ("assess",), ("doctor",),
]


def touch(top: Path) -> None:
    """Let git look into every file again."""
    now = time.time() - 100
    for file in (*top.glob("*.md"), *top.glob("src/*")):
        os.utime(file, (now, now))


def ask_all(run: Run, vault: Path, **env: str) -> None:
    for command in COMMANDS:
        done = run(vault, *command, **env)
        assert done.returncode in (0, 1, 2, 3) and "Traceback" not in done.stderr, (command, done.stderr)


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_traps_are_live(top: Path, trap: Trap, setting: str) -> None:
    start(top)
    arm(top / ".git" / "config", trap, setting)
    touch(top)
    git(top, *SETTINGS[setting], check=False)
    assert trap.sprung == {setting}


@pytest.mark.parametrize("way", ["config", "include", "worktree config"])
def test_the_settings_of_a_received_folder(top: Path, trap: Trap, vaultkit: Run, way: str) -> None:
    start(top)
    config = top / ".git" / "config"
    if way == "config":
        arm(config, trap)
        (top / ".git" / "info").mkdir(exist_ok=True)
        (top / ".git" / "info" / "attributes").write_text(ATTRIBUTES, encoding="utf-8")
    elif way == "include":
        arm(top / "more.cfg", trap, "core.fsmonitor", "filter.f.clean", "diff.x.textconv")
        git(top, "config", "include.path", "../more.cfg")
    else:
        git(top, "config", "core.repositoryFormatVersion", "1")
        git(top, "config", "extensions.worktreeConfig", "true")
        arm(top / ".git" / "config.worktree", trap, "core.fsmonitor", "filter.f.clean", "diff.x.textconv")
    touch(top)
    git(top, "status", check=False)
    assert trap.sprung
    trap.reset()
    touch(top)
    ask_all(vaultkit, top)
    assert trap.sprung == set()
    staged = vaultkit(top, "check", "--staged")
    assert staged.returncode == 1 and "Новая.md" in staged.stdout


@pytest.mark.parametrize(("outer", "pointed"), [(True, False), (False, True)])
def test_a_bare_repository_among_the_files(top: Path, trap: Trap, vaultkit: Run, outer: bool, pointed: bool) -> None:
    """A clone carries it as plain files; the folder is the vault, or a source root of it. ``pointed``: a ``.git`` file
    says that it is a repository."""
    inner = top / "src"
    start(top)
    for name in ("HEAD", "config"):
        shutil.copy(top / ".git" / name, inner / name)
    for name in ("objects", "refs"):
        shutil.copytree(top / ".git" / name, inner / name)
    shutil.copy(top / ".git" / "index", inner / "index")
    git(top, "config", "--file", str(inner / "config"), "core.worktree", ".")
    arm(inner / "config", trap, "core.fsmonitor", "diff.x.textconv", "filter.f.clean", "filter.p.process")
    write(inner, {".gitattributes": ATTRIBUTES, "vaultkit.toml": ""} | {name: NOTES[name] for name in ("Идея.md",)})
    git(inner, "status", check=False)
    assert trap.sprung
    trap.reset()
    if not outer:
        shutil.rmtree(top / ".git")
    if pointed:
        (inner / ".git").write_text("gitdir: .\n", encoding="utf-8")
    for vault in (top, inner):
        ask_all(vaultkit, vault)
    assert trap.sprung == set()


def test_a_git_file_that_leads_into_the_folder(top: Path, trap: Trap, vaultkit: Run) -> None:
    start(top)
    (top / ".git").rename(top / "data")
    (top / ".git").write_text("gitdir: data\n", encoding="utf-8")
    arm(top / "data" / "config", trap)
    git(top, "status", check=False)
    assert trap.sprung
    trap.reset()
    ask_all(vaultkit, top)
    assert trap.sprung == set()
    assert vaultkit(top, "check", "--staged").returncode == 2


def test_a_git_file_that_leads_to_a_repository_of_another_folder(top: Path, tmp_path: Path, vaultkit: Run) -> None:
    other = tmp_path / "private"
    other.mkdir()
    start(other)
    write(top, NOTES | {".git": f"gitdir: {other / '.git'}\n"})
    assert vaultkit(top, "check", "--staged").returncode == 2


def test_a_submodule_with_settings_of_its_own(top: Path, trap: Trap, vaultkit: Run) -> None:
    start(top)
    inner = top / "src" / "inner"
    inner.mkdir()
    start(inner)
    git(top, "-c", "advice.addEmbeddedRepo=false", "add", "src/inner")
    arm(inner / ".git" / "config", trap, "core.fsmonitor", "filter.f.clean", "diff.x.textconv")
    touch(inner)
    git(top, "status", check=False)
    assert trap.sprung
    trap.reset()
    touch(inner)
    ask_all(vaultkit, top)
    ask_all(vaultkit, inner)
    assert trap.sprung == set()


def test_what_the_environment_of_a_caller_sets(top: Path, trap: Trap, vaultkit: Run) -> None:
    start(top)
    hostile = {"GIT_EXTERNAL_DIFF": trap.program("diff"), "GIT_CONFIG_COUNT": "1",
               "GIT_CONFIG_KEY_0": "core.fsmonitor", "GIT_CONFIG_VALUE_0": trap.program("fsmonitor"),
               "GIT_PAGER": trap.program("pager"), "GIT_TRACE": str(trap.folder / "trace.ran")}
    git(top, "status", check=False, **hostile)
    assert "fsmonitor" in trap.sprung
    trap.reset()
    ask_all(vaultkit, top, **hostile)
    assert trap.sprung == set()


def test_a_program_of_the_folder_that_is_called_git(top: Path, trap: Trap, vaultkit: Run) -> None:
    start(top)
    for folder in (top, top / "bin"):
        folder.mkdir(exist_ok=True)
        shutil.copy(trap.program("git").strip("'"), folder / "git")
    path = os.pathsep.join(["", ".", "bin", ENVIRONMENT["PATH"]])
    subprocess.run(["sh", "-c", "git status </dev/null"], cwd=top, env=ENVIRONMENT | {"PATH": path}, check=False)
    assert trap.sprung == {"git"}
    trap.reset()
    ask_all(vaultkit, top, PATH=path)
    assert trap.sprung == set()


def test_pipes_in_place_of_gits_files(top: Path, vaultkit: Run) -> None:
    start(top)
    for name in ("config", "HEAD", "index", "packed-refs", "shallow", "info/exclude"):
        folder = top.parent / name.replace("/", "-")
        shutil.copytree(top, folder)
        (folder / ".git" / name).unlink(missing_ok=True)
        os.mkfifo(folder / ".git" / name)
        began = time.monotonic()
        vaultkit(folder, "check", "--staged")
        assert time.monotonic() - began < 10, name


def test_a_lost_object_is_not_fetched(top: Path, trap: Trap, vaultkit: Run) -> None:
    start(top)
    lost = git(top, "rev-parse", "HEAD~1:src/a.py")
    arm(top / ".git" / "config", trap, "remote.old.uploadpack")
    (top / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    git(top, "cat-file", "-p", lost, check=False)
    assert trap.sprung == {"remote.old.uploadpack"}
    trap.reset()
    ask_all(vaultkit, top)
    assert trap.sprung == set()


@pytest.mark.parametrize("place", [".git/objects/info/alternates", ".git/refs/heads/main"])
def test_what_hangs_git_is_waited_for_once(top: Path, vaultkit: Run, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A note that names thirty symbols which are gone asks git for the history of each."""
    start(top)
    gone = "".join(f"code:: src/a.py#gone{number}\n" for number in range(30))
    write(top, {"Пропавшее.md": f"---\nkind: concept\n---\n\n{gone}"})
    (top / place).unlink(missing_ok=True)
    os.mkfifo(top / place)
    monkeypatch.setattr("vaultkit.git.program.TIMEOUT", 1.0)
    begun = time.monotonic()
    assert vaultkit(top, "check").returncode == 1
    assert time.monotonic() - begun < 15
