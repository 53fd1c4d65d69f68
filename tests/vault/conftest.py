"""A small vault on disk and its index."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vaultkit.config import Config
from vaultkit.model import ResolvedLink
from vaultkit.vault import VaultIndex


class Vault:
    """A folder of notes with its index: change files, ``refresh``, look."""

    def __init__(self, root: Path, **settings: object) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.config = Config(vault=root, **settings)  # type: ignore[arg-type]
        self.index = VaultIndex.open(self.config)

    def write(self, path: str, text: str = "") -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("utf-8"))
        return file

    def link(self, source: str, line: int = 1) -> ResolvedLink:
        """The one link of a line."""
        (found,) = [link for link in self.index.links(source=source) if link.line == line]
        return found

    def reopen(self, **settings: object) -> VaultIndex:
        """The index opened again, as another run of the program would, with other settings."""
        self.index.close()
        self.config = Config(vault=self.root, **settings)  # type: ignore[arg-type]
        self.index = VaultIndex.open(self.config)
        return self.index


def everything(index: VaultIndex) -> dict[str, object]:
    """All that an index says of a vault."""
    return {
        "links": list(index.links()), "edges": list(index.edges()), "notes": list(index.notes()),
        "facts": index.facts(),
        "files": index.files(), "problems": index.problems(), "hashes": index.hashes(),
    }  # fmt: skip


@pytest.fixture
def make_vault(tmp_path: Path) -> Iterator[Callable[..., Vault]]:
    made: list[Vault] = []

    def make(name: str = "vault", **settings: object) -> Vault:
        made.append(Vault(tmp_path / name, **settings))
        return made[-1]

    yield make
    for vault in made:
        vault.index.close()


@pytest.fixture
def vault(make_vault: Callable[..., Vault]) -> Vault:
    return make_vault()


@pytest.fixture
def assert_as_fresh(make_vault: Callable[..., Vault], tmp_path: Path) -> Callable[[Vault], None]:
    """Assert that an index says what a fresh one says of the same folder."""

    def check(vault: Vault) -> None:
        copy = tmp_path / "fresh.copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(
            vault.root, copy, symlinks=True, ignore=shutil.ignore_patterns(".vaultkit"), copy_function=shutil.copy2
        )
        fresh = Vault(copy)
        fresh.index.refresh()
        try:
            assert everything(vault.index) == everything(fresh.index)
        finally:
            fresh.index.close()

    return check
