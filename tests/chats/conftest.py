"""A vault to import into, and one call of an import."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vaultkit.chats import Imported, ImportWanted, import_chats

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """An empty vault."""
    folder = tmp_path / "vault"
    folder.mkdir()
    return folder


Bring = Callable[..., Imported]


@pytest.fixture
def bring(vault: Path) -> Bring:
    """Import files into the vault's folder Chats; keyword arguments are those of ``ImportWanted``."""

    def call(*paths: Path, **wanted: Any) -> Imported:
        return import_chats(vault, ImportWanted(paths, **wanted))

    return call
