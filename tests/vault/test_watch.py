"""Watching a vault: changes are noticed, what does not matter is not."""

from __future__ import annotations

import threading
from queue import Queue
from typing import Any

from vaultkit.model import RefreshReport
from vaultkit.vault import VaultIndex
from vaultkit.vault.watch import watch


def test_changes_are_told_as_they_come(vault: Any) -> None:
    vault.write("a.md", "[[b]]")
    stop, reports = threading.Event(), Queue[RefreshReport]()

    def run() -> None:
        with VaultIndex.open(vault.config) as index:
            watch(index, reports.put, stop=stop)

    watcher = threading.Thread(target=run)
    watcher.start()
    try:
        assert reports.get(timeout=30).changed_paths == ("a.md",)
        vault.write(".obsidian/workspace.json", "{}")
        vault.write("x/b.md", "# новое")
        assert reports.get(timeout=30).changed_paths == ("x/b.md",)
        (vault.root / "a.md").unlink()
        assert reports.get(timeout=30).removed_paths == ("a.md",)
    finally:
        stop.set()
        watcher.join(timeout=30)
    assert not watcher.is_alive() and reports.empty()
