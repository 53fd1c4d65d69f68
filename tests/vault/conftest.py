"""What an index says, beside what a fresh one says."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from notes_folder import NotesFolder

from vaultkit.vault import VaultIndex


def everything(index: VaultIndex) -> dict[str, object]:
    """All that an index says of a vault."""
    return {
        "links": list(index.links()), "edges": list(index.edges()), "notes": list(index.notes()),
        "facts": index.facts(),
        "files": index.files(), "problems": index.problems(), "hashes": index.hashes(),
    }  # fmt: skip


@pytest.fixture
def assert_as_fresh(tmp_path: Path) -> Callable[[NotesFolder], None]:
    """Assert that an index says what a fresh one says of the same folder."""

    def check(vault: NotesFolder) -> None:
        copy = tmp_path / "fresh.copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(
            vault.root, copy, symlinks=True, ignore=shutil.ignore_patterns(".vaultkit"), copy_function=shutil.copy2
        )
        fresh = NotesFolder(copy)
        fresh.index.refresh()
        try:
            assert everything(vault.index) == everything(fresh.index)
        finally:
            fresh.index.close()

    return check
