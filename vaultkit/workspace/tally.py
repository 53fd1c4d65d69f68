"""How many of each kind a vault has, and its language, kept in ``.vaultkit/kinds.db`` so that a run without changes
reads two rows and a changed note costs only itself."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import vaultkit
from vaultkit.config import Config
from vaultkit.resources import schemas_dir
from vaultkit.vault.db import failure, open_db, transaction

if TYPE_CHECKING:
    from vaultkit.model import NoteFacts
    from vaultkit.ontology import Ontology
    from vaultkit.vault.index import VaultIndex

Kinds = dict[str, dict[str, int]]
STRENGTHS = ("declared", "structural", "inferred")
VERSION = 2
DDL = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE notes (path TEXT PRIMARY KEY, hash TEXT NOT NULL, counts TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE guesses (path TEXT PRIMARY KEY, kind TEXT NOT NULL, confidence REAL NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """``kinds``: kind → {declared, structural, inferred}; ``balance``: notes in Cyrillic less those in Latin."""

    kinds: Kinds
    balance: int


def tally(index: VaultIndex, config: Config, ontology: Callable[[], Ontology]) -> Tally:
    """The counts of the vault as ``index`` has it; ``ontology`` is called only when a note has to be looked at.
    Raises EnvironmentFailure when the file can't be written."""
    path = kinds_path(config)
    stamp, state = _stamp(config), state_of(index, config)
    try:
        with closing(open_db(path, VERSION, DDL)) as db:
            known = dict(db.execute("SELECT name, value FROM meta").fetchall())
            if known.get("state") != state:
                with transaction(db):
                    if known.get("stamp") != stamp:
                        db.execute("DELETE FROM notes")
                    total = _update(db, index, config, ontology)
                    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)",
                                   [("state", state), ("stamp", stamp), ("total", total)])
                    known["total"] = total
    except sqlite3.Error as error:
        raise failure(path, error) from error
    kinds, balance = json.loads(known["total"])
    return Tally(kinds, balance)


def kinds_path(config: Config) -> Path:
    """The file that holds what is counted and guessed."""
    return config.vault / ".vaultkit" / "kinds.db"


def state_of(index: VaultIndex, config: Config) -> str:
    """Equal for two runs that see the same notes in the same way."""
    return f"{index.generation} {_stamp(config)}"


def _update(db: sqlite3.Connection, index: VaultIndex, config: Config, ontology: Callable[[], Ontology]) -> str:
    """Count the notes whose content is not the counted one; the sum over all notes as JSON."""
    hashes = index.hashes()
    known = {path: (digest, counts) for path, digest, counts in db.execute("SELECT path, hash, counts FROM notes")}
    stale = [path for path, digest in hashes.items() if path not in known or known[path][0] != digest]
    db.executemany("DELETE FROM notes WHERE path = ?", ((path,) for path in known.keys() - hashes.keys()))
    total: Counter[str] = Counter()
    for path in hashes.keys() & known.keys() - set(stale):
        total.update(json.loads(known[path][1]))
    for note in index.facts(stale):
        counts = _count(note, ontology(), config)
        total.update(counts)
        row = (note.path, hashes[note.path], json.dumps(counts, ensure_ascii=False))
        db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", row)
    return json.dumps([_by_kind(total, ontology()), total["balance"]], ensure_ascii=False)


def _count(note: NoteFacts, ontology: Ontology, config: Config) -> dict[str, int]:
    from vaultkit.graph import kind_counts
    from vaultkit.graph.language import script_of

    counts = {f"{kind}/{strength}": n for kind, by_strength in kind_counts([note], ontology, config).items()
              for strength, n in by_strength.items() if n}
    return counts | {"balance": script_of(note)}


def _by_kind(total: Counter[str], ontology: Ontology) -> dict[str, dict[str, int]]:
    from vaultkit.ontology import PLAIN

    return {kind: {strength: total[f"{kind}/{strength}"] for strength in STRENGTHS}
            for kind in (*ontology.kinds, PLAIN)}


def _stamp(config: Config) -> str:
    """Equal for two runs that count one note the same way: program, ontology, settings, what Obsidian hides."""
    package = Path(vaultkit.__file__).parent
    beside = (config.config_path.parent if config.config_path else config.vault) / "ontology.yaml"
    files = [*sorted((package / "graph").rglob("*.py")), *sorted((package / "ontology").glob("*.py")),
             schemas_dir() / "ontology.yaml", beside, config.vault / "ontology.yaml",
             config.vault / ".obsidian" / "app.json"]
    numbers = []
    for file in files:
        try:
            found = file.stat()
        except OSError:
            continue
        numbers.append((file.name, found.st_size, found.st_mtime_ns))
    text = repr((vaultkit.__version__, numbers, config.kind_folders, config.kind_synonyms))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
