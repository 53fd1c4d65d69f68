"""docs/first-run.md shows what the commands print: each is run, in order, on a copy of the folder that it names."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# What differs from run to run and from window to window: seconds, and where a line breaks.
SECONDS = re.compile(r"\d+,\d+ с\b")


def words(text: str) -> list[str]:
    return SECONDS.sub("0 с", text).split()


def steps(text: str) -> list[tuple[str, str]]:
    """Command and output of every console block, in the order of the page; the first makes the folder."""
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    parts = [part.partition("\n") for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(command, output) for command, _, output in parts]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the page speaks to a shell with GNU tools")
def test_every_command_prints_what_the_page_says(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Чаты"
    shutil.copytree(root / "sample_vault" / "Чаты", folder)
    shutil.copytree(root / "sample_vault" / "code", tmp_path / "code")
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "vaultkit").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vaultkit "$@"\n', encoding="utf-8")
    (tools / "vaultkit").chmod(0o755)
    environment = {**os.environ, "COLUMNS": "100", "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    first, *rest = steps((root / "docs" / "first-run.md").read_text("utf-8"))
    assert "cp -r sample_vault/Чаты sample_vault/code" in first[0] and len(rest) > 8
    for command, output in rest:
        done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True, encoding="utf-8",
                              timeout=120, check=False)
        assert words(done.stdout + done.stderr) == words(output), command
