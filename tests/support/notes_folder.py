"""A small vault on disk, and its index."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from vaultkit.config import Config
from vaultkit.model import ResolvedLink
from vaultkit.vault import VaultIndex


class NotesFolder:
    """A folder of notes: ``vault({"A.md": "text"})`` writes notes and gives the folder's path; ``index`` is opened when
    it is first asked for: change files, refresh, look."""

    def __init__(self, root: Path, **settings: object) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.config = Config(vault=root, **settings)  # type: ignore[arg-type]
        self._index: VaultIndex | None = None

    def __call__(self, notes: Mapping[str, str]) -> Path:
        for path, text in notes.items():
            self.write(path, text)
        return self.root

    @property
    def index(self) -> VaultIndex:
        if self._index is None:
            self._index = VaultIndex.open(self.config)
        return self._index

    @index.setter
    def index(self, opened: VaultIndex) -> None:
        self._index = opened

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
        self.close()
        self.config = Config(vault=self.root, **settings)  # type: ignore[arg-type]
        return self.index

    def close(self) -> None:
        """Release the index where it was opened."""
        if self._index is not None:
            self._index.close()
            self._index = None
