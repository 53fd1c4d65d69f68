"""Repositories that name programs for git to start, each of which would leave a file behind."""

from __future__ import annotations

import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "NO_COLOR": "1",
    "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
}
NOTES = {
    "Идея.md": "---\nkind: concept\ncode: src/a.py#gone\n---\n\nО `src/gone.py` и `Thing.gone_method`.\n\n[[Нет]]\n",
    "Другая.md": "текст\n\ncode:: src/b.py\n", "src/a.py": "def gone():\n    return 1\n", "src/b.py": "x = 1\n",
    "src/gone.py": "y = 2\n", "vaultkit.toml": '[source]\nroots = ["src", "."]\n',
}
ATTRIBUTES = "* diff=x\n*.md filter=f diff=x merge=m\n*.py filter=p diff=x\n"
# Setting → what of git starts its program when it is asked plainly.
SETTINGS = {
    "core.fsmonitor": ("status",),
    "diff.x.textconv": ("log", "-S", "gone", "--", "src/a.py"),
    "diff.x.command": ("diff", "HEAD~1", "HEAD", "--", "src/a.py"),
    "diff.external": ("diff", "HEAD~1", "HEAD", "--", "src/a.py"),
    "filter.f.clean": ("status",),
    "filter.f.smudge": ("cat-file", "--filters", "HEAD:Другая.md"),
    "filter.p.process": ("status",),
    "gpg.program": ("log", "--show-signature", "-1"),
    "core.sshCommand": ("fetch", "ssh"),
    "remote.old.uploadpack": ("cat-file", "-p", "1234567890123456789012345678901234567890"),
}


def git(top: Path, *arguments: str, check: bool = True, stdin: str | None = None, **env: str) -> str:
    """What git says, asked plainly."""
    done = subprocess.run(["git", "-C", str(top), *arguments], env=ENVIRONMENT | env, capture_output=True, input=stdin,
                          encoding="utf-8", errors="replace", check=check, timeout=20)
    return done.stdout.strip()


def write(top: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        file = top / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


@dataclass
class Trap:
    """A folder outside of the repository in which every program that runs leaves its name."""

    folder: Path

    def program(self, name: str) -> str:
        """A command that leaves ``name`` behind and passes on what it is given, as a filter does."""
        self.folder.mkdir(exist_ok=True)
        file = self.folder / f"{name}.sh"
        file.write_text(f"#!/bin/sh\ntouch {shlex.quote(str(self.folder / name))}.ran\n"
                        "case $0$1 in *ssh*|*upload*|*process*) ;; */*.sh/*) cat \"$1\" ;; *) cat ;; esac\n", encoding="utf-8")
        file.chmod(0o755)
        return shlex.quote(str(file))

    @property
    def sprung(self) -> set[str]:
        """The programs that ran."""
        return {file.name.removesuffix(".ran") for file in self.folder.glob("*.ran")}

    def reset(self) -> None:
        for file in self.folder.glob("*.ran"):
            file.unlink()


def start(top: Path) -> None:
    """An honest repository: three commits, something staged, something not."""
    write(top, NOTES)
    git(top, "init", "-q", "-b", "main")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    write(top, {"src/a.py": "def other():\n    return 2\n"})
    git(top, "rm", "-q", "src/gone.py")
    git(top, "commit", "-qam", "two")
    sign(top)
    write(top, {".gitattributes": ATTRIBUTES, "Другая.md": "иначе\n\ncode:: src/b.py\n", "Новая.md": "[[Нет]]\n"})
    git(top, "add", "-A")
    write(top, {"Новая.md": "[[Идея]]\n", "src/b.py": "x = 2\n"})


def sign(top: Path) -> None:
    """Give the newest commit a signature, so that git would ask a program about it."""
    text = git(top, "cat-file", "commit", "HEAD")
    head, _, message = text.partition("\n\n")
    signed = f"{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n{message}\n"
    made = git(top, "hash-object", "-t", "commit", "-w", "--stdin", stdin=signed)
    git(top, "update-ref", "HEAD", made)


def arm(config: Path, trap: Trap, *names: str) -> None:
    """Put the programs into a file of settings."""
    for name in names or SETTINGS:
        subprocess.run(["git", "config", "--file", str(config), name, trap.program(name)], env=ENVIRONMENT, check=True)
    extra = {"log.showSignature": "true", "remote.old.url": f"file://{trap.folder}", "remote.old.promisor": "true",
             "remote.ssh.url": "ssh://host.invalid/x", "protocol.file.allow": "always"}
    for name, value in extra.items():
        subprocess.run(["git", "config", "--file", str(config), name, value], env=ENVIRONMENT, check=True)
    if "remote.old.uploadpack" in (names or SETTINGS):
        for name, value in {"core.repositoryFormatVersion": "1", "extensions.partialClone": "old"}.items():
            subprocess.run(["git", "config", "--file", str(config), name, value], env=ENVIRONMENT, check=True)
