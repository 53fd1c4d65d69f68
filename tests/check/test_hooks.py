"""The bare git hook and pre-commit, in real repositories: what is new blocks a commit, what was there before does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from check_repo import CLEAN_ENVIRONMENT, Repo

NOTES = {"Цель заметки.md": "# Цель\n", "Индекс.md": "[[Цель заметки]]\n", "Старое.md": "[[Давно нет]]\n",
         ".gitignore": ".vaultkit/\n"}
BIN = Path(sys.executable).parent


@pytest.fixture
def path(tmp_path: Path) -> dict[str, str]:
    """An environment in which ``vaultkit`` is found, and pre-commit has a folder of its own."""
    tools = tmp_path / "bin"
    tools.mkdir()
    script = tools / "vaultkit"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vaultkit "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
            "PRE_COMMIT_COLOR": "never"}


def pre_commit(repo: Repo, env: dict[str, str], *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "pre_commit", *args], cwd=repo.top, env=CLEAN_ENVIRONMENT | env,
                          capture_output=True, encoding="utf-8")


def commit(repo: Repo, **env: str) -> subprocess.CompletedProcess[str]:
    return repo.git("commit", "-m", "правка", check=False, **env)


def test_the_bare_hook_stops_what_is_new(repo: Repo) -> None:
    repo.commit(NOTES)
    done = repo.run("init", "--hook")
    assert done.returncode == 0, done.stderr
    hook = repo.top / ".git" / "hooks" / "pre-commit"
    assert os.access(hook, os.X_OK)
    assert str(hook) in done.stdout
    repo.git("add", "-A")
    assert commit(repo).returncode == 0
    repo.git("mv", "Цель заметки.md", "Мишень.md")
    stopped = commit(repo)
    assert stopped.returncode == 1
    assert "Индекс.md:1:1 unresolved-link" in stopped.stdout + stopped.stderr
    repo.write({"Индекс.md": "[[Мишень]]\n"})
    repo.git("add", "-A")
    assert commit(repo).returncode == 0


def test_the_hook_sees_a_commit_of_one_file_as_it_will_be(repo: Repo) -> None:
    repo.commit(NOTES)
    repo.run("init", "--hook")
    repo.commit()
    repo.write({"Индекс.md": "[[Нет]]\n", "Цель заметки.md": "# Цель\n\nещё\n"})
    repo.git("add", "-A")
    assert repo.git("commit", "-m", "одна", "Цель заметки.md", check=False).returncode == 0
    assert repo.git("commit", "-m", "другая", "Индекс.md", check=False).returncode == 1
    repo.git("reset", "-q")
    assert repo.git("commit", "-a", "-m", "всё", check=False).returncode == 1


@pytest.mark.parametrize("ending", [0, 3])
def test_a_hook_that_is_there_is_kept_and_called(repo: Repo, ending: int) -> None:
    repo.commit(NOTES)
    hook = repo.top / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\necho прежний > прежний.txt\nexit {ending}\n", encoding="utf-8")
    hook.chmod(0o755)
    assert repo.run("init", "--hook").returncode == 0
    assert repo.run("init", "--hook").returncode == 0
    repo.write({"Индекс.md": "[[Цель заметки]] ещё\n"})
    repo.git("add", "Индекс.md")
    assert (commit(repo).returncode == 0) == (ending == 0)
    assert (repo.top / "прежний.txt").read_text("utf-8") == "прежний\n"
    repo.write({"Индекс.md": "[[Нет]]\n"})
    repo.git("add", "Индекс.md")
    assert commit(repo).returncode == 1


def test_the_hook_of_a_vault_in_a_subfolder_works_in_a_linked_worktree(repo: Repo) -> None:
    repo.commit({f"мои доки/{path}": text for path, text in NOTES.items()} | {".gitignore": ".vaultkit/\n"})
    assert repo.run("init", "--hook", "--vault", "мои доки", cwd=repo.top).returncode == 0
    repo.commit()
    repo.git("worktree", "add", "-q", "../второе", "-b", "ветка")
    other = Repo(repo.top.parent / "второе")
    other.git("mv", "мои доки/Цель заметки.md", "мои доки/Мишень.md")
    stopped = commit(other)
    assert stopped.returncode == 1
    assert "Индекс.md:1:1 unresolved-link" in stopped.stdout + stopped.stderr


def test_a_folder_of_hooks_that_repositories_share_is_left_alone(repo: Repo, tmp_path: Path) -> None:
    repo.commit(NOTES)
    shared = tmp_path / "общие"
    shared.mkdir()
    repo.git("config", "core.hooksPath", str(shared))
    done = repo.run("init", "--hook")
    assert (done.returncode, list(shared.iterdir())) == (2, [])
    repo.git("config", "core.hooksPath", "хуки")
    assert repo.run("init", "--hook").returncode == 0
    assert (repo.top / "хуки" / "pre-commit").is_file()


def test_pre_commit_runs_it_and_the_baseline_lets_old_findings_be(repo: Repo, path: dict[str, str]) -> None:
    repo.commit(NOTES)
    done = repo.run("init", "--pre-commit")
    assert done.returncode == 0, done.stderr
    assert (repo.top / "vaultkit-baseline.json").is_file()
    assert pre_commit(repo, path, "validate-config").returncode == 0
    repo.git("add", "-A")
    assert pre_commit(repo, path, "install").returncode == 0
    fine = commit(repo, **path)
    assert fine.returncode == 0, fine.stdout + fine.stderr
    repo.write({"Старое.md": "[[Давно нет]]\nправка\n"})
    repo.git("add", "-A")
    repo.write({"Старое.md": "[[Давно нет]]\nправка\n[[Не добавлено]]\n"})
    assert pre_commit(repo, path, "run").returncode == 0
    repo.git("rm", "-q", "Цель заметки.md")
    stopped = commit(repo, **path)
    assert stopped.returncode == 1
    assert "Индекс.md:1:1 unresolved-link" in stopped.stdout + stopped.stderr


def test_lines_are_printed_where_a_configuration_is_there(repo: Repo) -> None:
    repo.commit(NOTES | {".pre-commit-config.yaml": "repos: []\n"})
    done = repo.run("init", "--pre-commit")
    assert done.returncode == 0
    assert (repo.top / ".pre-commit-config.yaml").read_text("utf-8") == "repos: []\n"
    assert "id: vaultkit-check" in done.stdout


def test_the_published_hooks_work_through_try_repo(repo: Repo, path: dict[str, str], root: Path, tmp_path: Path) -> None:
    manifest = root / ".pre-commit-hooks.yaml"
    assert pre_commit(repo, path, "validate-manifest", str(manifest)).returncode == 0
    hooks = yaml.safe_load(manifest.read_text("utf-8"))
    assert [(hook["id"], hook["language"], hook["pass_filenames"]) for hook in hooks] == [
        ("vaultkit-check", "python", False), ("vaultkit-gaps", "python", False)]
    # As published but for the language: building the package would ask a registry for its dependencies.
    published = Repo(tmp_path / "опубликовано")
    published.top.mkdir()
    published.git("init", "-q")
    published.commit({".pre-commit-hooks.yaml": manifest.read_text("utf-8").replace("language: python", "language: system")})
    repo.commit(NOTES | {"Идея.md": "---\nkind: concept\ncode: нет.py\n---\n"})
    repo.write({"Индекс.md": "[[Нет]]\n"})
    repo.git("add", "-A")
    checked = pre_commit(repo, path, "try-repo", str(published.top), "vaultkit-check")
    assert checked.returncode == 1
    assert "Индекс.md:1:1 unresolved-link" in checked.stdout
    repo.write({"Индекс.md": "[[Цель заметки]]\n"})
    repo.git("add", "-A")
    assert pre_commit(repo, path, "try-repo", str(published.top), "vaultkit-check").returncode == 0
    assert pre_commit(repo, path, "try-repo", str(published.top), "vaultkit-gaps", "--all-files").returncode == 1
