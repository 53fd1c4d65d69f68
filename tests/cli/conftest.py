"""What the tests of the command line share: small vaults, one call in this process, one call of the executable."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from vaultkit.resources import schema_text


@dataclass(frozen=True)
class Result:
    """What one call left behind."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.raw)


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Call the real executable; keyword arguments are environment variables, ``cwd`` the folder."""

    def call(*args: str | Path, cwd: Path | None = None, **env: str) -> Result:
        clean = {key: value for key, value in os.environ.items()
                 if key not in ("NO_COLOR", "COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8")}
        done = subprocess.run([sys.executable, "-m", "vaultkit", *map(str, args)], cwd=cwd or tmp_path,
                              env=clean | {"COLUMNS": "100"} | env, capture_output=True, stdin=subprocess.DEVNULL)
        return Result(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))

    return call


@pytest.fixture
def call(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call ``main`` in this process, which is quick; what it prints is caught at the file descriptors."""
    from vaultkit.cli import main

    monkeypatch.setenv("COLUMNS", "100")

    def once(*args: str | Path) -> Result:
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(arg) for arg in args])
        out, err = capfdbinary.readouterr()
        code = stop.value.code
        return Result(code if isinstance(code, int) else 0, out, err.decode("utf-8", "replace"))

    return once


@pytest.fixture
def valid() -> Callable[[Result, str], Any]:
    """Take the JSON of a result, after it was held against its schema."""

    def check(result: Result, name: str) -> Any:
        data = json.loads(result.raw)
        jsonschema.Draft202012Validator(json.loads(schema_text(name))).validate(data)
        return data

    return check
