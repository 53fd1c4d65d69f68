"""``ideas.db``: what was inferred of a vault, kept until notes, sources, settings or vaultkit itself change, so that a
run without changes infers nothing anew."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, NamedTuple

import vaultkit
from vaultkit.config import Config
from vaultkit.graph.gap_types import (
    ChainNode,
    ChainStage,
    Evidence,
    Gap,
    Implementable,
    Outcome,
    Probable,
    Speakers,
    StatusSaid,
    Waiver,
)
from vaultkit.model.ids import PartId
from vaultkit.storage import index_folder
from vaultkit.storage.sqlite import transaction, using_db

_VERSION = 1
_DDL = "CREATE TABLE kept (state TEXT NOT NULL, text TEXT NOT NULL);"
_TYPES = {kind.__name__: kind for kind in (ChainNode, ChainStage, Evidence, Gap, Implementable, Probable, Speakers,
                                           StatusSaid, Waiver)}
_ROOMS = ("classify", "graph", "ideas", "suggest", "text")


class JudgedIdea(NamedTuple):
    """Judgement of an idea of the graph beside its chain."""

    title: str
    priority: float
    implementable: Implementable | None
    probable: tuple[Probable, ...]
    outcome: Outcome
    said: Speakers | None


class Inferred(NamedTuple):
    """Everything that was inferred of a vault: ``judged`` by concept of the graph, the ``gaps`` of ideas that the graph
    does not have, and how many notes teach."""

    judged: dict[str, JudgedIdea]
    gaps: tuple[Gap, ...]
    learning: int


def program_stamp() -> str:
    """Equal for two runs of a program that infers the same way."""
    package = Path(vaultkit.__file__).parent
    numbers = [(file.name, found.st_size, found.st_mtime_ns) for room in _ROOMS
               for file in sorted((package / room).rglob("*.py")) for found in [file.stat()]]
    return hashlib.blake2b(repr((vaultkit.__version__, numbers)).encode(), digest_size=12).hexdigest()


def kept_inferred(config: Config, state: str | None) -> Inferred | None:
    """The inferred things kept last; None where that was of another ``state`` (None: any will do). Raises
    EnvironmentFailure when the file can't be opened."""

    def read(db: sqlite3.Connection) -> str | None:
        row = db.execute("SELECT text FROM kept WHERE ? IN (state, '')", (state or "",)).fetchone()
        return None if row is None else str(row[0])

    text = using_db(index_folder(config.vault) / "ideas.db", _VERSION, _DDL, read)
    if text is None:
        return None
    try:
        judged, gaps, learning = (_from_plain(value) for value in json.loads(text))
        return Inferred({id: JudgedIdea(*values) for id, values in judged}, tuple(gaps), learning)
    except (KeyError, TypeError, ValueError):
        return None


def keep_inferred(config: Config, state: str, found: Inferred) -> None:
    """Keep what was inferred in this ``state``. Raises EnvironmentFailure when the file can't be written."""
    plain = [
        _to_plain([[id, list(values)] for id, values in found.judged.items()]),
        _to_plain(found.gaps),
        found.learning,
    ]
    text = json.dumps(plain, ensure_ascii=False)

    def keep(db: sqlite3.Connection) -> None:
        with transaction(db):
            db.execute("DELETE FROM kept")
            db.execute("INSERT INTO kept VALUES (?, ?)", (state, text))

    using_db(index_folder(config.vault) / "ideas.db", _VERSION, _DDL, keep)


def _to_plain(value: Any) -> Any:
    if isinstance(value, PartId):
        return {"id": [value.path, value.section, value.block]}
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": type(value).__name__, "of": [_to_plain(getattr(value, one.name)) for one in fields(value)]}
    if isinstance(value, (tuple, list)):
        return [_to_plain(one) for one in value]
    return str(value) if isinstance(value, str) else value


def _from_plain(value: Any) -> Any:
    if isinstance(value, dict):
        if "id" in value:
            return PartId(*value["id"])
        return _TYPES[value["is"]](*map(_from_plain, value["of"]))
    return tuple(map(_from_plain, value)) if isinstance(value, list) else value
