"""A real git repository with Cyrillic names, and what check finds in it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
from pathlib import Path
from typing import Any
from unittest import mock

import jsonschema

from vaultkit.cli.options import Session
from vaultkit.cli.run import call
from vaultkit.resources import schema_text

CLEAN_ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "NO_COLOR": "1",
    "GIT_AUTHOR_NAME": "Имя", "GIT_AUTHOR_EMAIL": "name@example.invalid",
    "GIT_COMMITTER_NAME": "Имя", "GIT_COMMITTER_EMAIL": "name@example.invalid",
}


class Repo:
    """A repository in a temporary folder. ``vault`` is where the notes are, the repository's root unless it is set."""

    def __init__(self, top: Path) -> None:
        self.top = self.vault = top

    def git(self, *args: str, check: bool = True, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["git", "-C", str(self.top), *args], env=CLEAN_ENVIRONMENT | env, capture_output=True,
                              encoding="utf-8", check=check)

    def write(self, files: dict[str, str]) -> None:
        for path, text in files.items():
            file = self.top / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode("utf-8"))

    def commit(self, files: dict[str, str] | None = None) -> None:
        self.write(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "начало")

    def run(self, *args: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
        """One call of the command line, in this process, which is quick."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        before = os.getcwd()
        os.chdir(cwd or self.vault)
        try:
            with (mock.patch.dict(os.environ, CLEAN_ENVIRONMENT | env, clear=True), contextlib.redirect_stdout(out),
                  contextlib.redirect_stderr(err)):
                code = call(list(args), Session())
        finally:
            os.chdir(before)
        told = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]  # type: ignore[attr-defined]
        return subprocess.CompletedProcess(args, code, *told)

    def findings(self, *args: str, cwd: Path | None = None, **env: str) -> list[dict[str, Any]]:
        """The findings of one call, held against the schema."""
        done = self.run("check", *args, "--format", "json", cwd=cwd, **env)
        assert done.returncode in (0, 1), done.stderr
        data = json.loads(done.stdout)
        jsonschema.Draft202012Validator(json.loads(schema_text("check"))).validate(data)
        found: list[dict[str, Any]] = data["findings"]
        return found

    def places(self, *args: str, cwd: Path | None = None, **env: str) -> set[tuple[str, int, str]]:
        """(path, line, rule) of each new finding."""
        return {(item["path"], item["line"], item["rule"]) for item in self.findings(*args, cwd=cwd, **env) if item["new"]}
