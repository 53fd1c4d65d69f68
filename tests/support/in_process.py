"""A call of the command line in this process, many times as quick as one of its own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from unittest import mock


def in_process(*arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None,
               clear: bool = False) -> subprocess.CompletedProcess[str]:
    """What ``vaultkit ARGUMENTS`` says and ends with; ``env`` is added to the environment, or with ``clear`` all of
    it."""
    from vaultkit.cli.options import Session
    from vaultkit.cli.run import call

    out, err = io.BytesIO(), io.BytesIO()
    streams = [io.TextIOWrapper(raw, encoding="utf-8", write_through=True) for raw in (out, err)]
    before = os.getcwd()
    os.chdir(cwd or before)
    try:
        with (mock.patch.dict(os.environ, env or {}, clear=clear), contextlib.redirect_stdout(streams[0]),
              contextlib.redirect_stderr(streams[1])):
            code = call([str(argument) for argument in arguments], Session())
    finally:
        os.chdir(before)
    return subprocess.CompletedProcess(arguments, code, out.getvalue().decode("utf-8"), err.getvalue().decode("utf-8"))
