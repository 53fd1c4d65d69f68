"""Count of each kind that a vault has, and its language, kept in ``kinds.db`` so that a run without changes
reads two rows and a changed note costs only itself."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import vaultkit
from vaultkit.config import Config
from vaultkit.markdown.letters import letters_of
from vaultkit.messages.message import Lang
from vaultkit.model import NoteFacts
from vaultkit.resources import schemas_dir
from vaultkit.storage import index_folder
from vaultkit.storage.sqlite import failure, open_db, pausing_gc, transaction, using_db
from vaultkit.vault.link_table import dump
from vaultkit.vault.obsidian import SETTINGS

if TYPE_CHECKING:
    from vaultkit.graph.note_stages import Standing
    from vaultkit.ontology import Ontology
    from vaultkit.vault.index import VaultIndex


def letters_in(note: NoteFacts) -> tuple[int, int]:
    """Cyrillic letters and all letters of the title and the prose; none of a note that Obsidian hides."""
    if note.excluded:
        return 0, 0
    title, prose = letters_of(note.title), note.letters
    return title[0] + prose[0], title[1] + prose[1]


def by_letters(cyrillic: int, letters: int) -> Lang:
    """Russian where at least a third of the letters are Cyrillic (docs/contract.md, Settings)."""
    return "ru" if cyrillic and 3 * cyrillic >= letters else "en"


Kinds = dict[str, dict[str, int]]
STRENGTHS = ("declared", "structural", "inferred")
VERSION = 6
DDL = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE notes (path TEXT PRIMARY KEY, counts TEXT NOT NULL, standing TEXT) WITHOUT ROWID;
CREATE TABLE guesses (path TEXT PRIMARY KEY, kind TEXT NOT NULL, confidence REAL NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """``kinds``: kind → {declared, structural, inferred}; ``lang``: what the notes are written in; ``bare``: notes
    that a bare tag would declare, were it allowed to (``[kinds] tags``)."""

    kinds: Kinds
    lang: Lang
    bare: int = 0


@dataclass(frozen=True, slots=True)
class IndexChange:
    """Changes of one refresh: the generation of the index before it, and the paths."""

    generation: int
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def tally(
    index: VaultIndex, config: Config, ontology: Callable[[], Ontology], change: IndexChange | None = None
) -> Tally:
    """The counts of the vault as ``index`` has it; ``ontology`` is called only when a note has to be looked at, and
    only notes of ``change`` are when the last count was made right before it. Raises EnvironmentFailure when the file
    can't be written."""
    stamp, state = _stamp(config), cache_state(index, config)

    def counted(db: sqlite3.Connection) -> str:
        known = dict(db.execute("SELECT name, value FROM meta").fetchall())
        if known.get("state") != state:
            with transaction(db):
                if change is not None and known.get("state") == f"{change.generation} {stamp}":
                    total = Counter[str](json.loads(known["total"]))
                    _add(db, index.facts(change.changed), ontology(), config, total, change.removed)
                else:
                    db.execute("DELETE FROM notes")
                    total = Counter(_nothing(ontology()))
                    _add(db, index.facts(), ontology(), config, total)
                known["total"] = json.dumps(total, ensure_ascii=False)
                db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)",
                               [("state", state), ("total", known["total"])])
        return str(known["total"])

    total = Counter[str](json.loads(using_db(kinds_path(config), VERSION, DDL, counted)))
    kinds: Kinds = {}
    for key, count in total.items():
        kind, _, strength = key.rpartition("/")
        if kind:
            kinds.setdefault(kind, {})[strength] = count
    return Tally(kinds, by_letters(total["cyrillic"], total["letters"]), total["bare"])


def kinds_path(config: Config) -> Path:
    """The file that holds what is counted and guessed."""
    return index_folder(config.vault) / "kinds.db"


def cache_state(index: VaultIndex, config: Config) -> str:
    """Equal for two runs that see the same notes in the same way."""
    return f"{index.generation} {_stamp(config)}"


def _nothing(ontology: Ontology) -> dict[str, int]:
    from vaultkit.ontology import PLAIN

    return {f"{kind}/{strength}": 0 for kind in (*ontology.kinds, PLAIN) for strength in STRENGTHS}


def _add(db: sqlite3.Connection, notes: Iterable[NoteFacts], ontology: Ontology, config: Config, total: Counter[str],
         removed: Iterable[str] = ()) -> None:
    """Count ``notes`` into ``total`` and ``db`` in place of what was counted of them; take ``removed`` out."""
    rows = [(note.path, *_count(note, ontology, config)) for note in notes]
    for path in (*removed, *(row[0] for row in rows)):
        for (before,) in db.execute("DELETE FROM notes WHERE path = ? RETURNING counts", (path,)).fetchall():
            total.subtract(json.loads(before))
    for _, counts, _ in rows:
        total.update(counts)
    from vaultkit.graph.note_stages import stages_to_plain

    db.executemany("INSERT INTO notes VALUES (?, ?, ?)",
                   ((path, dump(counts), None if standing is None else dump(stages_to_plain(standing)))
                    for path, counts, standing in rows))


def _count(note: NoteFacts, ontology: Ontology, config: Config) -> tuple[dict[str, int], Standing | None]:
    """Return what a note adds to the total, and its standing, None for an excluded one."""
    from vaultkit.graph.note_stages import standing_of

    standing = None if note.excluded else standing_of(note, ontology, config)
    counts = Counter[str]()
    if standing is not None:
        counts.update([f"{standing.kind.kind}/declared", *(f"{part.kind}/structural" for part in standing.parts)])
    if standing is not None and standing.kind.strength is None and not note.template:
        counts["bare"] += any("/" not in tag and ontology.kind_of_word(tag) in ontology.stage_index
                              for tag in note.tags)
    cyrillic, letters = letters_in(note)
    return {**counts, "cyrillic": cyrillic, "letters": letters}, standing


def standings(index: VaultIndex, config: Config, generation: int) -> dict[str, Standing] | None:
    """Path → standing of every note that is not excluded, as counted last; None when that was not at this
    ``generation`` of the index."""
    from vaultkit.graph.note_stages import NOTHING, stages_from_plain, stages_to_plain

    path = kinds_path(config)
    try:
        with closing(open_db(path, VERSION, DDL)) as db, transaction(db, "DEFERRED"), pausing_gc():
            known = db.execute("SELECT value FROM meta WHERE name = 'state'").fetchone()
            if known != (f"{generation} {_stamp(config)}",):
                return None
            rows = db.execute("SELECT path, standing FROM notes WHERE standing IS NOT NULL").fetchall()
        with pausing_gc():
            # Notes that say nothing share one standing; the others are decoded as one text.
            nothing = dump(stages_to_plain(NOTHING))
            said = [row for row in rows if row[1] != nothing]
            values = json.loads(f"[{','.join([row[1] for row in said])}]")
            found = dict.fromkeys((row[0] for row in rows), NOTHING)
            found.update((row[0], stages_from_plain(value)) for row, value in zip(said, values, strict=True))
            return found
    except (ValueError, TypeError):
        return None
    except sqlite3.Error as error:
        raise failure(path, error) from error


def _stamp(config: Config) -> str:
    """Equal for two runs that count one note the same way: program, ontology, settings, what Obsidian hides."""
    package = Path(vaultkit.__file__).parent
    beside = (config.config_path.parent if config.config_path else config.vault) / "ontology.yaml"
    files = [*sorted((package / "graph").rglob("*.py")), *sorted((package / "ontology").glob("*.py")),
             schemas_dir() / "ontology.yaml", beside, config.vault / "ontology.yaml",
             *(config.vault / path for path in SETTINGS)]
    numbers = []
    for file in files:
        try:
            found = file.stat()
        except OSError:
            continue
        numbers.append((file.name, found.st_size, found.st_mtime_ns))
    text = repr((vaultkit.__version__, numbers, config.kind_folders, config.kind_synonyms, config.kind_tags))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


Guesses = dict[str, tuple[str, float]]


def kept_guesses(index: VaultIndex, config: Config) -> Guesses | None:
    """Path → (kind, confidence) as ``keep_guesses`` was given it last; None where the vault, the settings or the
    program changed since. Raises EnvironmentFailure when the file can't be opened."""
    state = cache_state(index, config)

    def kept(db: sqlite3.Connection) -> Guesses | None:
        if db.execute("SELECT value FROM meta WHERE name = 'guessed'").fetchone() != (state,):
            return None
        return {note: (kind, share) for note, kind, share in db.execute("SELECT * FROM guesses")}

    return using_db(kinds_path(config), VERSION, DDL, kept)


def keep_guesses(index: VaultIndex, config: Config, found: Guesses) -> None:
    """Keep the guessed kinds of the vault as it is now. Raises EnvironmentFailure when the file can't be written."""
    state = cache_state(index, config)

    def keep(db: sqlite3.Connection) -> None:
        with transaction(db):
            db.execute("DELETE FROM guesses")
            db.executemany("INSERT INTO guesses VALUES (?, ?, ?)", ((path, *guess) for path, guess in found.items()))
            db.execute("INSERT OR REPLACE INTO meta VALUES ('guessed', ?)", (state,))

    using_db(kinds_path(config), VERSION, DDL, keep)
