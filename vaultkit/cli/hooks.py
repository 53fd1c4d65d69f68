"""The git hook that ``init --hook`` writes, and the lines of ``init --pre-commit``."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from vaultkit import git
from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.storage.atomic import create_file, replace_file

MARK = "# Written by `vaultkit init --hook`"
KEPT = "pre-commit.before-vaultkit"
CONFIG = ".pre-commit-config.yaml"
SCRIPT = """\
#!/bin/sh
{mark}: what the commit breaks in the vault stops it (git commit --no-verify goes on).
kept="$(dirname "$0")/{kept}"
if [ -x "$kept" ]; then
    "$kept" "$@" || exit $?
fi
if [ -x {python} ]; then
    exec {python} -m vaultkit {arguments}
fi
exec vaultkit {arguments}
"""
LINES = """\
  - repo: local
    hooks:
      - id: vaultkit-check
        name: vaultkit check
        entry: {entry}
        language: system
        pass_filenames: false
        always_run: true
"""


def write_hook(vault: Path) -> Path:
    """Write the pre-commit hook of the vault's repository; the path. A hook that is there is renamed and called first.

    Raises UsageError outside of a repository and where hooks lie in a folder that repositories share,
    EnvironmentFailure when the file can't be written."""
    top = _top(vault)
    folder = git.hooks_folder(top)
    if folder is None:
        raise UsageError(f"git does not tell where the hooks of {top} are", "try `git rev-parse --git-path hooks`")
    if not git.is_own_folder(top, folder):
        raise UsageError(f"core.hooksPath leads to {folder}, which other repositories use too",
                         f"add the line `vaultkit {_arguments(vault, top)}` to the hook there")
    hook = folder / "pre-commit"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if (hook.exists() or hook.is_symlink()) and not _is_ours(hook):
            if (folder / KEPT).exists():
                raise UsageError(f"{folder / KEPT} exists already", "nothing was written")
            hook.rename(folder / KEPT)
        text = SCRIPT.format(mark=MARK, kept=KEPT, python=shlex.quote(sys.executable), arguments=_arguments(vault, top))
        replace_file(hook, text.encode("utf-8"))
        hook.chmod(0o755)
    except OSError as error:
        raise EnvironmentFailure(f"{hook} can't be written ({error.strerror})", "make the folder writable") from error
    return hook


def pre_commit_lines(vault: Path) -> str:
    """What goes under ``repos:`` of a .pre-commit-config.yaml."""
    entry = f"vaultkit {_arguments(vault, _top(vault))}"
    quoted = "'" + entry.replace("'", "''") + "'"
    return LINES.format(entry=entry if entry.isascii() and not set("'\"#:{}[]&*!|>%@`") & set(entry) else quoted)


def write_pre_commit(vault: Path) -> Path | None:
    """Write a .pre-commit-config.yaml at the repository's root; None when there is one. Raises UsageError outside of
    a repository, EnvironmentFailure when it can't be written."""
    path = _top(vault) / CONFIG
    try:
        create_file(path, f"repos:\n{pre_commit_lines(vault)}".encode())
    except FileExistsError:
        return None
    except OSError as error:
        raise EnvironmentFailure(f"{path} can't be written ({error.strerror})", "make the folder writable") from error
    return path


def _top(vault: Path) -> Path:
    top = git.toplevel(vault)
    if top is None:
        raise UsageError(f"{vault} lies in no git repository", "run `git init` first")
    return top


def _arguments(vault: Path, top: Path) -> str:
    """The command behind ``vaultkit``, run at the root of the repository."""
    below = os.path.relpath(os.path.realpath(vault), os.path.realpath(top)).replace(os.sep, "/")
    return "check --staged" if below == "." else f"--vault {shlex.quote(below)} check --staged"


def _is_ours(hook: Path) -> bool:
    try:
        return MARK in hook.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
