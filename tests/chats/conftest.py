"""A vault to import into, and one call of an import."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from exported_chats import Bring

from vaultkit.chats import Imported, ImportWanted, import_chats


@pytest.fixture
def chat_vault(tmp_path: Path) -> Path:
    """An empty vault."""
    folder = tmp_path / "vault"
    folder.mkdir()
    return folder


@pytest.fixture
def bring(chat_vault: Path) -> Bring:
    """Import files into the vault's folder Chats; keyword arguments are those of ``ImportWanted``."""

    def call(*paths: Path, **wanted: Any) -> Imported:
        return import_chats(chat_vault, ImportWanted(paths, **wanted))

    return call
