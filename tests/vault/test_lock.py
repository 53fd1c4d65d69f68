"""One writer, any number of readers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from vaultkit.errors import EnvironmentFailure
from vaultkit.storage import index_folder
from vaultkit.storage.lock import WriterLock

HOLD = """
import sys, time
from pathlib import Path
from vaultkit.storage.lock import WriterLock
with WriterLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@contextmanager
def held(path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout and process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    with held(tmp_path / "lock") as other:
        with (
            pytest.raises(EnvironmentFailure, match=f"process {other.pid}") as told,
            WriterLock(tmp_path / "lock", 0.1),
        ):
            pass
        assert told.value.exit_code == 3 and told.value.mend


def test_a_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    with held(tmp_path / "lock") as other:
        other.kill()
        other.wait()
        with WriterLock(tmp_path / "lock", 5):
            assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


def test_a_writer_waits_for_its_turn(tmp_path: Path) -> None:
    with WriterLock(tmp_path / "lock") as lock:
        assert not lock.waited
    with held(tmp_path / "lock") as other:
        timer = subprocess.Popen([sys.executable, "-c", f"import os, time; time.sleep(0.3); os.kill({other.pid}, 9)"])
        with WriterLock(tmp_path / "lock", 30) as lock:
            assert lock.waited
        timer.wait()


def test_a_lock_that_can_not_be_made(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure, match="writable"), WriterLock(tmp_path / "none/lock"):
        pass


def test_readers_need_no_lock_while_nothing_changed(vault: Any) -> None:
    vault.write("a.md", "[[b]]")
    vault.index.refresh()
    time.sleep(0.03)
    vault.index.refresh()
    with held(index_folder(vault.root) / "lock"):
        assert vault.reopen().refresh().total == 1
        assert len(list(vault.index.links())) == 1


def test_a_changed_vault_waits_for_the_writer_and_then_gives_up(vault: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    vault.write("a.md", "[[b]]")
    monkeypatch.setattr(WriterLock.__init__, "__defaults__", (0.1,))
    with held(index_folder(vault.root) / "lock") as other, pytest.raises(EnvironmentFailure, match=str(other.pid)):
        vault.index.refresh()
    assert vault.index.refresh().read == 1
