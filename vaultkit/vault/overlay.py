"""The index as it would be if some files held other bytes than they do: what a commit will hold or held.

The changes are made by the same statements as a refresh, inside of a transaction that is always taken back.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping

from vaultkit.config import Config
from vaultkit.messages.message import Message
from vaultkit.model import Problem
from vaultkit.text.names import is_canvas, is_note
from vaultkit.vault.ignore import IgnoreRules, excluder, user_filters
from vaultkit.vault.ingest import of_source
from vaultkit.vault.linker import Linker
from vaultkit.vault.read import UNREADABLE, FileText, decode
from vaultkit.vault.refresh import FolderChanges, _Run
from vaultkit.vault.store import KnownFile, NoteStore, StoredNames
from vaultkit.vault.walk import CANVAS, NOTE, OTHER, FileEntry

Contents = Mapping[str, bytes | None]


class NoteOverlay:
    """Changes to an index whose transaction is open and will be rolled back."""

    def __init__(self, db: sqlite3.Connection, config: Config) -> None:
        self._store, self._config = NoteStore(db), config
        self._filters = user_filters(config.vault)[0]
        self._ignore = IgnoreRules(config.vault, config.ignore, config.gitignore)

    def put(self, contents: Contents) -> None:
        """Let each path hold these bytes; None takes the file away. What the walk leaves out stays out."""
        store = self._store
        known = {path: row for path in contents if (row := store.known(path)) is not None}
        gone = {path: row for path, row in known.items() if contents[path] is None}
        there = [path for path, data in contents.items() if data is not None]
        fresh = [path for path in there if path not in known and self._is_of(path)]
        aliases = [alias for row in gone.values() for alias in store.aliases_of(row.id)]
        store.remove([row.id for row in gone.values()], list(gone))
        first, hidden = store.next_id(), excluder(self._filters)[0]
        entries = {path: FileEntry(path, _kind(path)) for path in (*known, *fresh)}
        store.add_files([entries[path] for path in fresh], first, [hidden(path) for path in fresh])
        ids = {path: first + number for number, path in enumerate(fresh)}
        linker = Linker(store, StoredNames(store.db))
        linker.touch([*ids, *gone, *aliases])
        self._read({path: data for path, data in contents.items() if data is not None}, known, ids, entries, linker)
        linker.settle(StoredNames(store.db), reread=[row.id for path, row in known.items() if path not in gone])

    def _read(self, contents: Mapping[str, bytes], known: Mapping[str, KnownFile], ids: Mapping[str, int],
              entries: Mapping[str, FileEntry], linker: Linker) -> None:
        run = _Run(self._store, self._config, FolderChanges(time.time_ns(), [], [], self._filters, self._store.meta()))
        batch = []
        for path, data in contents.items():
            number = ids.get(path) or (known[path].id if path in known else None)
            if number is not None and entries[path].kind != OTHER:
                batch.append((entries[path], number, of_source(self._config, path, self._source(path, data))))
        run._write(batch, linker)

    def _source(self, path: str, data: bytes) -> FileText:
        limit = self._config.bounds.note_bytes
        if len(data) > limit:
            message = Message("problem.large", bytes=f"{limit:,}", setting="bounds.note_bytes")
            return FileText(None, b"", (Problem(path, 1, message, UNREADABLE),))
        text, wrong = decode(data)
        return FileText(text, b"", tuple(Problem(path, line, message, UNREADABLE) for line, message in wrong))

    def _is_of(self, path: str) -> bool:
        parts = path.split("/")
        if any(part.startswith(".") for part in parts):
            return False
        if not self._ignore.active:
            return True
        folders = ["/".join(parts[:end]) + "/" for end in range(1, len(parts))]
        for folder in folders:
            self._ignore.enter(folder)
        return not any(map(self._ignore.ignored, (*folders, path)))


def _kind(path: str) -> int:
    return NOTE if is_note(path) else CANVAS if is_canvas(path) else OTHER
