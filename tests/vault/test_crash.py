"""kill -9 at any moment leaves an index that the next run brings to what a fresh one says."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vaultkit.storage import index_folder

# Everything is imported once; then each line of input makes a child that refreshes the vault and is killed after so
# many seconds, unless the line is empty.
NURSERY = """
import os, signal, sys, time
from pathlib import Path
import vaultkit.markdown
from vaultkit.config import Config
from vaultkit.vault import VaultIndex
for line in sys.stdin:
    child = os.fork()
    if not child:
        VaultIndex.open(Config(vault=Path(sys.argv[1]))).refresh()
        os._exit(0)
    if line.strip():
        time.sleep(float(line))
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    print("whole" if os.WIFEXITED(status) and not os.WEXITSTATUS(status) else "cut", flush=True)
"""
KILLS = 50


@pytest.fixture
def nursery(vault: Any) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", NURSERY, vault.root], stdin=pipe, stdout=pipe, text=True) as process:
        yield process


def run(nursery: subprocess.Popen[str], kill_after: float | None) -> str:
    assert nursery.stdin and nursery.stdout
    print("" if kill_after is None else kill_after, file=nursery.stdin, flush=True)
    return nursery.stdout.readline().strip()


def change(root: Path, chance: random.Random, notes: int) -> None:
    """Write some notes, remove one, move one."""
    for _ in range(notes):
        links = " ".join(f"[[n{chance.randrange(60)}#H{chance.randrange(9)}]]" for _ in range(20))
        note = root / f"d{chance.randrange(6)}/n{chance.randrange(60)}.md"
        note.parent.mkdir(exist_ok=True)
        note.write_text(f"---\naliases: [n{chance.randrange(90)}]\n---\n# H{chance.randrange(9)}\n\n{links}\n")
    there = sorted(root.rglob("*.md"))
    there[0].unlink()
    there[-1].rename(there[-1].with_name(f"moved{chance.random()}.md"))


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
def test_killed_fifty_times_the_next_index_is_as_a_fresh_one(vault: Any, nursery: Any, assert_as_fresh: Any) -> None:
    chance = random.Random(7)
    change(vault.root, chance, 600)
    vault.index.close()
    (index_folder(vault.root) / "notes.db").unlink()
    began = time.monotonic()
    assert run(nursery, None) == "whole"
    whole = time.monotonic() - began
    ends = []
    for kill in range(KILLS):
        change(vault.root, chance, 40)
        anew = kill % 5 == 0
        if anew:
            for file in index_folder(vault.root).glob("notes.db*"):
                file.unlink()
        ends.append(run(nursery, chance.random() * whole * (1 if anew else 0.4)))
    assert ends.count("cut") > KILLS // 4
    vault.reopen().refresh()
    assert_as_fresh(vault)
