"""The git hook that ``init --hook`` writes, and the lines of ``init --pre-commit``."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from vaultkit import git
from vaultkit.check.staged import no_repository
from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.storage.files import create_file, read_regular, replace_file

MARK = "# Written by `vaultkit init --hook`"
KEPT = "pre-commit.before-vaultkit"
CONFIG = ".pre-commit-config.yaml"
SCRIPT = """\
#!/bin/sh
{mark}: what the commit breaks in the vault stops it (git commit --no-verify goes on).
kept="${{0%/*}}/{kept}"
if [ -x "$kept" ]; then
    "$kept" "$@" || exit $?
fi
# Nothing that lies in the repository is imported or run, whatever the places to look in say.
outside() (
    cd -P . && top="$PWD" && found= && IFS=: && set -f
    for folder in $1; do
        case "$folder" in /*) cd -P "$folder" 2>/dev/null || continue ;; *) continue ;; esac
        case "$PWD/" in "$top"/*) ;; *) found="$found:$PWD" ;; esac
    done
    printf '%s' "${{found#:}}"
)
[ -z "$PYTHONPATH" ] || PYTHONPATH="$(outside "$PYTHONPATH")"
[ -z "$PYTHONHOME" ] || PYTHONHOME="$(outside "$PYTHONHOME")"
[ -z "$PYTHONUSERBASE" ] || PYTHONUSERBASE="$(outside "$PYTHONUSERBASE")"
[ -z "$LD_LIBRARY_PATH" ] || LD_LIBRARY_PATH="$(outside "$LD_LIBRARY_PATH")"
if [ -x {python} ]; then
    exec {python} -P -m vaultkit {arguments}
fi
PATH="$(outside "$PATH")"
[ -n "$PATH" ] && command -v vaultkit >/dev/null && exec vaultkit {arguments}
echo "vaultkit is not where it was: run vaultkit init --hook again" >&2
exit 3
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


def guarded_repository(here: Path, vault: Path) -> Path:
    """The top of the repository whose commits are to be guarded: the one around ``here``, also where the vault is a
    submodule of it or lies elsewhere; around the vault where ``here`` is in none. Raises UsageError without any."""
    top = git.toplevel(here) or git.toplevel(vault)
    if top is None:
        raise no_repository(vault, "run `git init` first")
    return top


def write_hook(top: Path, vault: Path) -> Path:
    """Write the pre-commit hook of the repository ``top``; the path. A hook that is there is renamed and called first.

    Raises UsageError where hooks lie in a folder that repositories share, EnvironmentFailure when the file can't be
    written."""
    folder = git.hooks_folder(top)
    if folder is None:
        raise UsageError(f"git does not tell where the hooks of {top} are", "try `git rev-parse --git-path hooks`")
    if not git.is_own_folder(top, folder):
        raise UsageError(f"core.hooksPath leads to {folder}, which other repositories use too",
                         f"add the line `vaultkit {_local_arguments(vault, top)}` to the hook there")
    hook = folder / "pre-commit"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not _is_ours(hook):
            # Nobody may have git run a file that it does not run yet: a received folder can hold one of this name.
            if os.path.lexists(folder / KEPT):
                raise UsageError(f"{folder / KEPT} exists already, and the hook would run it; nothing was written",
                                 "read it, then remove it or give it another name")
            if os.path.lexists(hook):
                hook.rename(folder / KEPT)
        text = SCRIPT.format(mark=MARK, kept=KEPT, python=shlex.quote(sys.executable),
                             arguments=_local_arguments(vault, top))
        replace_file(hook, text.encode("utf-8"))
        hook.chmod(0o755)
    except OSError as error:
        raise EnvironmentFailure(f"{hook} can't be written ({error.strerror})", "make the folder writable") from error
    return hook


def pre_commit_lines(top: Path, vault: Path) -> str:
    """Return the lines that go under ``repos:`` of a .pre-commit-config.yaml."""
    entry = f"vaultkit {_arguments(_below(vault, top), vault, top)}"
    quoted = "'" + entry.replace("'", "''") + "'"
    return LINES.format(entry=entry if entry.isascii() and not set("'\"#:{}[]&*!|>%@`") & set(entry) else quoted)


def write_pre_commit(top: Path, vault: Path) -> Path | None:
    """Write a .pre-commit-config.yaml at the repository's root; None when there is one. Raises EnvironmentFailure when
    it can't be written."""
    path = top / CONFIG
    try:
        create_file(path, f"repos:\n{pre_commit_lines(top, vault)}".encode())
    except FileExistsError:
        return None
    except OSError as error:
        raise EnvironmentFailure(f"{path} can't be written ({error.strerror})", "make the folder writable") from error
    return path


def _local_arguments(vault: Path, top: Path) -> str:
    """Return the arguments of a hook: it is of this machine and of every worktree, so a vault elsewhere goes by its
    whole path."""
    below = _below(vault, top)
    return _arguments(os.path.realpath(vault) if below.split("/")[0] == ".." else below, vault, top)


def _arguments(path: str, vault: Path, top: Path) -> str:
    """The command behind ``vaultkit``, run at the root of the repository; the vault is named by ``path`` unless it is
    found from there."""
    from vaultkit.config import find_vault

    try:
        found = os.path.realpath(find_vault(top)) == os.path.realpath(vault)
    except UsageError:
        found = False
    return "check --staged" if found else f"--vault {shlex.quote(path)} check --staged"


def _below(vault: Path, top: Path) -> str:
    try:
        return os.path.relpath(os.path.realpath(vault), os.path.realpath(top)).replace(os.sep, "/")
    except ValueError:  # another drive
        return os.path.realpath(vault)


def _is_ours(hook: Path) -> bool:
    """Return whether the file was written here. A link was not: it leads to a file of somebody else."""
    try:
        return not hook.is_symlink() and MARK.encode() in read_regular(hook)
    except OSError:
        return False
