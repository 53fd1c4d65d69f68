"""The git program itself, and what the user's own settings say: the only ones that have a word here.

A repository's settings, its attributes and hooks name programs that git starts; so git is given none of them, and no
variable of the caller's environment that speaks to git (git(1), "Environment Variables"; git-config(1)).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

TIMEOUT = 30.0
# Before 2.32 git does not know GIT_CONFIG_GLOBAL; HOME hides the user's file then, see ``closed_environment``.
_CLOSED = {
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "none", "GIT_PAGER": "cat", "GIT_ASKPASS": "", "SSH_ASKPASS": "",
    "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C",
}  # fmt: skip
_USERS = r"^(core\.(excludesfile|attributesfile|hookspath)|safe\.directory)$"


def program() -> str | None:
    """The absolute path of git; None without it. A relative entry of PATH, or the current folder where the system looks
    there first, could be a folder of the repository, and is passed over."""
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if os.path.isabs(folder) and (found := shutil.which(os.path.join(folder, "git"))):
            return found
    return None


def closed_environment(home: Path) -> dict[str, str]:
    """The caller's environment without a word to git, and with ``home`` (a folder of ours) in place of the user's."""
    kept = _without_git()
    path = kept.get("PATH", os.defpath).split(os.pathsep)
    kept["PATH"] = os.pathsep.join(folder for folder in path if os.path.isabs(folder))
    return kept | _CLOSED | {"HOME": str(home), "XDG_CONFIG_HOME": str(home)}


def call_git(
    arguments: list[str], environment: Mapping[str, str], folder: Path, stdin: bytes | None = None
) -> bytes | None:
    """Standard output of git; None when it is missing, fails or takes over 30 seconds."""
    git = program()
    if git is None:
        return None
    try:
        done = subprocess.run(
            [git, *arguments],
            input=stdin,
            capture_output=True,
            env=environment,
            cwd=folder,
            timeout=TIMEOUT,
            check=False,
            stdin=subprocess.DEVNULL if stdin is None else None,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def git_settings_in(file: Path) -> list[tuple[str, str]] | None:
    """The (name, value) pairs of a configuration file, names in lower case as far as git ignores their case, in order.
    What the file includes is not followed. None when git can't read it."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="vaultkit-") as home:
        environment = closed_environment(Path(home)) | {"GIT_DIR": os.path.join(home, "none")}
        return _pairs(call_git(["config", "--file", str(file), "--no-includes", "--null", "--list"],
                           environment, Path(home)))


def users_settings() -> dict[str, list[str]]:
    """Return what the user's and the system's own configuration (and ``git -c``) say of ignored files, attributes,
    hooks and safe folders: name → values in order, paths with their ``~`` resolved. No repository has a word in it."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="vaultkit-") as home:
        environment = _without_git() | {name: value for name, value in os.environ.items()
                                        if name.startswith("GIT_CONFIG")}
        environment["GIT_DIR"] = os.path.join(home, "none")
        output = call_git(["config", "--null", "--type=path", "--get-regexp", _USERS], environment, Path(home))
    found: dict[str, list[str]] = {}
    for name, value in _pairs(output) or ():
        found.setdefault(name, []).append(value)
    return found


def users_file(settings: Mapping[str, list[str]], key: str, name: str) -> str:
    """The user's own file of ignored names or attributes, set under ``key``, else ``name`` where git has it by default
    (gitignore(5), gitattributes(5)); the empty device when there is none."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    file = next(reversed(settings.get(key, [])), os.path.join(home, "git", name))
    return file if os.path.isfile(file) else os.devnull


def _without_git() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def _pairs(output: bytes | None) -> list[tuple[str, str]] | None:
    """The records of ``--null``: a name, a line end and the value, which a bare name (a true) does not have."""
    if output is None:
        return None
    records = [record.decode("utf-8", "surrogateescape") for record in output.split(b"\0") if record]
    return [(name, value if line else "true") for name, line, value in (record.partition("\n") for record in records)]
