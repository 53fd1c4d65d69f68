"""The inferred kinds of notes that declare none, kept in ``kinds.db`` until something changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from vaultkit.storage.db import transaction, using_db
from vaultkit.workspace.tally import DDL, VERSION, kinds_path, state_of

if TYPE_CHECKING:
    from vaultkit.config import Config
    from vaultkit.graph.classify import Classification
    from vaultkit.vault.index import VaultIndex

Guesses = dict[str, tuple[str, float]]


def guesses(index: VaultIndex, config: Config, classify: Callable[[], dict[str, Classification]]) -> Guesses:
    """Path → (kind, confidence) of every note for which ``classify`` has a kind of the chain; it is asked only when the
    vault, the settings or the program changed since. Raises EnvironmentFailure when the file can't be written."""
    state = state_of(index, config)

    def guessed(db: sqlite3.Connection) -> Guesses:
        known = db.execute("SELECT value FROM meta WHERE name = 'guessed'").fetchone()
        if known != (state,):
            found = [(item.note, item.kind, item.confidence) for item in classify().values() if item.kind != "note"]
            with transaction(db):
                db.execute("DELETE FROM guesses")
                db.executemany("INSERT INTO guesses VALUES (?, ?, ?)", found)
                db.execute("INSERT OR REPLACE INTO meta VALUES ('guessed', ?)", (state,))
        return {note: (kind, share) for note, kind, share in db.execute("SELECT * FROM guesses")}

    return using_db(kinds_path(config), VERSION, DDL, guessed)
