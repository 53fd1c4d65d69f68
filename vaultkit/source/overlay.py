"""The symbols as they would be if some source files held other bytes; inside of a transaction that is taken back."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from vaultkit.config import Config
from vaultkit.source.files import kind_of
from vaultkit.source.follow_moves import Body, Place, body_of
from vaultkit.source.read_file import load
from vaultkit.source.refresh import _bodies, _follow
from vaultkit.source.store import SymbolStore, symbol_key
from vaultkit.source.walk import WalkedFile


class SymbolOverlay:
    """Changes to a store whose transaction is open and will be rolled back. ``files``: absolute path → the file that is
    to be read in its place, None where there is none; they last as long as the context."""

    def __init__(self, store: SymbolStore, config: Config) -> None:
        self._store, self._config = store, config
        self._folder = tempfile.TemporaryDirectory(prefix="vaultkit-")
        self.files: dict[str, Path | None] = {}

    def __enter__(self) -> SymbolOverlay:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def put(self, root: str, contents: Mapping[str, bytes | None]) -> None:
        """Let files of one root hold these bytes; None takes a file away. What went is followed to where it is now, as
        a refresh does. Files that are no evidence of anything, and hidden ones that are not in the index, stay out."""
        number = self._store.roots().get(root) or self._root_that_went(root, contents)
        if number is None:
            return
        known = {path: row[0] for path, row in self._store.known(number).items() if path in contents}
        following = self._store.db.execute("SELECT coalesce(max(id), 0) + 1 FROM files").fetchone()[0]
        generation = int(self._store.meta("generation", "0")) + 1
        lost: list[Body] = []
        new: list[Body] = []
        for path, data in contents.items():
            kind, file = kind_of(path.rsplit("/", 1)[-1]), known.get(path)
            if kind is None or (file is None and (data is None or "/." in "/" + path)):
                continue
            self.files[os.path.join(root, path)] = None
            before = self._store.names(file) if file is not None else []
            if file is not None:
                self._store.forget(file)
            then, now = _bodies(number, path, before), dict[str, Body]()
            if data is not None:
                if file is None:
                    file, following = following, following + 1
                content = load(self._file(root, path, data), path, kind, self._config.bounds)
                now = {symbol_key(s): body_of(Place(number, path, symbol_key(s)), s) for s in content.symbols}
                since = {row[0]: row[5] for row in before}
                self._store.write(file, number, WalkedFile(path, kind, 0, 0, 0, 0), True, content, since, generation)
            lost += [body for key, body in then.items() if key not in now]
            new += [body for key, body in now.items() if key not in then]
        _follow(self._store, lost, new, generation)
        self._store.set_meta("generation", str(generation))

    def _root_that_went(self, root: str, contents: Mapping[str, bytes | None]) -> int | None:
        """The number of a root that is not on disk but has files in this view: git keeps no empty folders."""
        if os.path.exists(root) or not any(data is not None for data in contents.values()):
            return None
        number = max(self._store.roots().values(), default=0) + 1
        self._store.db.execute("INSERT INTO roots VALUES (?, ?)", (number, root))
        return number

    def _file(self, root: str, path: str, data: bytes) -> Path:
        """A file that holds ``data``, read in place of the one at ``path``."""
        made = Path(self._folder.name, f"{len(self.files)}-{path.rsplit('/', 1)[-1][-60:]}")
        made.write_bytes(data)
        self.files[os.path.join(root, path)] = made
        return made
