"""What the tests of git share: a trap that programs fall into, and calls of the command line in this process."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from hostile import ENVIRONMENT, Trap


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    return Trap(tmp_path / "trap")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """An empty folder whose name git quotes."""
    made = tmp_path / "Мои заметки"
    made.mkdir()
    return made


@pytest.fixture
def vaultkit() -> Callable[..., subprocess.CompletedProcess[str]]:
    """One call of the command line in a folder, in this process."""
    from vaultkit.cli.options import Session
    from vaultkit.cli.run import call

    def run(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        before = os.getcwd()
        os.chdir(folder)
        try:
            with (mock.patch.dict(os.environ, ENVIRONMENT | env, clear=True), contextlib.redirect_stdout(out),
                  contextlib.redirect_stderr(err)):
                code = call(list(arguments), Session())
        finally:
            os.chdir(before)
        told = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]  # type: ignore[attr-defined]
        return subprocess.CompletedProcess(arguments, code, *told)

    return run
