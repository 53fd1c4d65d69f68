"""Another package's embedder, and processes that use it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """A folder for PYTHONPATH in which another package offers the embedder ``slow``: deterministic, 2 ms a text."""
    folder = tmp_path / "plugin"
    info = folder / "slow_embedder-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: slow-embedder\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[vaultkit.embedders]\nslow = slow_embedder:make\n")
    (folder / "slow_embedder.py").write_text(textwrap.dedent("""
        import hashlib, time

        class Slow:
            id, dimensions, parallel = "slow-1", 8, True

            def passages(self, texts):
                import numpy as np
                time.sleep(0.002 * len(texts))
                rows = [[b - 127.5 for b in hashlib.sha256(t.encode()).digest()[:8]] for t in texts]
                made = np.array(rows, dtype=np.float32).reshape(len(texts), 8)
                return made / np.linalg.norm(made, axis=1, keepdims=True)

            queries = passages

        def make(config, name):
            return Slow()
    """))
    return folder


@pytest.fixture
def run_python(plugin: Path) -> Callable[..., subprocess.Popen[str]]:
    """Start Python on a script with vaultkit and the plugin in reach."""
    def start(script: str, *values: str) -> subprocess.Popen[str]:
        path = os.pathsep.join([str(plugin), str(ROOT)])
        return subprocess.Popen([sys.executable, "-c", textwrap.dedent(script), *values], text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
                                env={**os.environ, "PYTHONPATH": path})
    return start
