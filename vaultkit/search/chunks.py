"""The passages of a vault in ``chunks.db`` of its index: brought up to date, counted, read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from vaultkit.config import Config
from vaultkit.model import Chunk
from vaultkit.search.chunk_table import chunks_path, open_chunks
from vaultkit.search.refresh import Progress, refresh_chunks
from vaultkit.storage.fast_records import maker
from vaultkit.storage.sqlite import discard, failure, is_corrupt, reading_records

if TYPE_CHECKING:
    from vaultkit.ontology import Ontology
    from vaultkit.search.filters import Filters
    from vaultkit.vault.index import VaultIndex

T = TypeVar("T")
# The words of a vault whose meaning is kept; passages that are looked at letter by letter.
MOST_WORDS = 30_000
MOST_TYPED = 500
_chunk = maker(Chunk)
_COLUMNS = """chunks.id, key, path, title, headings, start_line, end_line, text, kind, tags, date, role, form,
    secondhand, parts FROM chunks JOIN notes ON notes.id = note"""


class ChunkIndex:
    """Chunks of the notes that are not excluded. Open, refresh, read; close or use as a context manager.

    Every method raises EnvironmentFailure when the file can't be used; a damaged one is made anew from the vault."""

    def __init__(self, config: Config, index: VaultIndex, ontology: Callable[[], Ontology]) -> None:
        self._config = config
        self._index = index
        self._ontology = ontology
        self._db = open_chunks(config)

    def refresh(self, progress: Progress | None = None) -> int:
        """Follow the index of notes; the number of notes that were cut anew."""
        return self.guarded(lambda db: refresh_chunks(db, self._index, self._config, self._ontology, progress))

    def count(self) -> int:
        """Count the chunks."""
        return int(self.guarded(lambda db: db.execute("SELECT count(*) FROM chunks").fetchone()[0]))

    def keys(self) -> set[str]:
        """The keys of all chunks: what the vector store should hold."""
        return self.guarded(lambda db: {key for (key,) in db.execute("SELECT DISTINCT key FROM chunks")})

    def chunks(self, keys: Collection[str] | None = None) -> Iterator[Chunk]:
        """All chunks, or those with one of ``keys`` (a key may have several), by note and place."""
        query = f"SELECT {_COLUMNS}"
        values: tuple[str, ...] = ()
        if keys is not None:
            query, values = query + " WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(list(keys)),)
        for _, chunk in self._load(f"{query} ORDER BY path, start_line, chunks.id", values):
            yield chunk

    def by_id(self, ids: Collection[int]) -> dict[int, Chunk]:
        """Id → chunk."""
        return dict(self._load(f"SELECT {_COLUMNS} WHERE chunks.id IN (SELECT value FROM json_each(?))",
                               (json.dumps(list(ids)),)))

    def of_notes(self, paths: Collection[str], most: int = 400) -> list[Chunk]:
        """The first ``most`` chunks of these notes, by note and place."""
        query = f"""SELECT {_COLUMNS} WHERE path IN (SELECT value FROM json_each(?))
            ORDER BY path, start_line, chunks.id LIMIT ?"""
        return [chunk for _, chunk in self._load(query, (json.dumps(list(paths)), most))]

    def numbers_of(self, path: str) -> list[int]:
        """The ids of the chunks of the note at ``path``, by place."""
        query = "SELECT chunks.id FROM chunks JOIN notes ON notes.id = note WHERE path = ?" \
                " ORDER BY start_line, chunks.id"
        return [number for (number,) in self.guarded(lambda db: db.execute(query, (path,)).fetchall())]

    def ids_of(self, keys: Collection[str], filters: Filters | None = None) -> dict[str, list[int]]:
        """Key → ids of its chunks that ``filters`` let through, in order of place."""
        where, values = filters.where(self.note_paths) if filters else ("", [])
        query = "SELECT key, chunks.id FROM chunks JOIN notes ON notes.id = note" \
                f" WHERE key IN (SELECT value FROM json_each(?)){where} ORDER BY path, start_line"
        found: dict[str, list[int]] = {}
        for key, number in self.guarded(lambda db: db.execute(query, (json.dumps(list(keys)), *values)).fetchall()):
            found.setdefault(key, []).append(number)
        return found

    def allowed(self, filters: Filters) -> set[str] | None:
        """The keys of the chunks that ``filters`` let through; None when they let all through."""
        where, values = filters.where(self.note_paths)
        if not where:
            return None
        query = f"SELECT DISTINCT key FROM chunks JOIN notes ON notes.id = note WHERE 1{where}"
        return self.guarded(lambda db: {key for (key,) in db.execute(query, values)})

    def note_paths(self) -> list[tuple[int, str]]:
        """(id, path) of every note with chunks."""
        query = "SELECT id, path FROM notes WHERE NOT excluded"
        return self.guarded(lambda db: db.execute(query).fetchall())

    def summaries(self, paths: Iterable[str]) -> dict[str, str | None]:
        """Path → the note's summary."""
        query = "SELECT path, summary FROM notes WHERE path IN (SELECT value FROM json_each(?))"
        return dict(self.guarded(lambda db: db.execute(query, (json.dumps(list(paths)),)).fetchall()))

    def notes_of(self, ids: Collection[int]) -> dict[int, str]:
        """Id of a chunk → path of its note."""
        query = """SELECT chunks.id, path FROM chunks JOIN notes ON notes.id = note
            WHERE chunks.id IN (SELECT value FROM json_each(?))"""
        return dict(self.guarded(lambda db: db.execute(query, (json.dumps(list(ids)),)).fetchall()))

    def keys_of(self, paths: Collection[str], most: int) -> dict[str, list[str]]:
        """Path → the keys of the first ``most`` passages of each of these notes."""
        query = """SELECT path, key FROM (SELECT path, key, row_number() OVER (PARTITION BY note ORDER BY chunks.id) AS
            place FROM chunks JOIN notes ON notes.id = note WHERE path IN (SELECT value FROM json_each(?)))
            WHERE place <= ?"""
        found: dict[str, list[str]] = {}
        for path, key in self.guarded(lambda db: db.execute(query, (json.dumps(list(paths)), most)).fetchall()):
            found.setdefault(path, []).append(key)
        return found

    def words(self) -> list[str]:
        """The words of the vault that have a meaning of their own; of very many those in most passages."""
        query = """SELECT DISTINCT word FROM forms WHERE EXISTS (SELECT 1 FROM vocabulary WHERE term = token)"""
        many = "SELECT word FROM forms JOIN vocabulary ON term = token ORDER BY doc DESC, word LIMIT ?"

        def read(db: sqlite3.Connection) -> list[str]:
            few = db.execute("SELECT count(*) FROM forms").fetchone()[0] <= MOST_WORDS
            return [word for (word,) in (db.execute(query) if few else db.execute(many, (MOST_WORDS,)))]

        return self.guarded(read)

    def typed(self, ids: Collection[int] | None, literal: str = "",
              filters: Filters | None = None) -> list[tuple[int, str]]:
        """(id, all that is written in it or of its note) of passages: of ``ids``, else of those that may have
        ``literal``."""
        columns = "text", "chunks.headings", "title", "aliases", "tags", "path"
        written = " || char(10) || ".join(columns)
        where, values = filters.where(self.note_paths) if filters else ("", [])
        query = f"SELECT chunks.id, {written} FROM chunks JOIN notes ON notes.id = note WHERE "
        if ids is not None:
            query, values = query + "chunks.id IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))]
        else:
            like = "%" + "".join(f"\\{char}" if char in "\\%_" else char for char in literal.lower()) + "%"
            fits = " OR ".join(f"{column} LIKE ? ESCAPE '\\'" for column in ("text", "path", "title"))
            query, values = query + f"({fits}){where} LIMIT {MOST_TYPED}", [like] * 3 + values
        return self.guarded(lambda db: db.execute(query, values).fetchall())

    def state(self) -> str:
        """Equal for two runs that see the same chunks."""
        return "".join(value for (value,) in self.guarded(
            lambda db: db.execute("SELECT value FROM meta WHERE name IN ('generation', 'stamp')").fetchall()))

    def mark(self, name: str) -> str | None:
        """Return what ``set_mark`` put down, or None."""
        query = "SELECT value FROM meta WHERE name = ?"
        row = self.guarded(lambda db: db.execute(query, (f"mark.{name}",)).fetchone())
        return row[0] if row else None

    def set_mark(self, name: str, value: str) -> None:
        """Put down how far work that follows the chunks has come. Skipped while another process writes."""
        def store(db: sqlite3.Connection) -> None:
            with suppress(sqlite3.OperationalError):
                db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"mark.{name}", value))

        self.guarded(store)

    def second_vectors(self, model: str, keys: Collection[str]) -> dict[str, bytes]:
        """Key → vector (float32, little endian) of the second embedder ``model``, of those that are there."""
        query = "SELECT key, vector FROM second WHERE model = ? AND key IN (SELECT value FROM json_each(?))"
        return dict(self.guarded(lambda db: db.execute(query, (model, json.dumps(list(keys)))).fetchall()))

    def keep_second(self, model: str, vectors: Iterable[tuple[str, bytes]]) -> None:
        """Store vectors of the second embedder; those of other models are removed. While another process writes,
        nothing is stored: they are made again when they are next needed."""
        rows = [(model, key, vector) for key, vector in vectors]

        def store(db: sqlite3.Connection) -> None:
            with suppress(sqlite3.OperationalError):
                db.execute("DELETE FROM second WHERE model <> ?", (model,))
                db.executemany("INSERT OR REPLACE INTO second VALUES (?, ?, ?)", rows)

        self.guarded(store)

    def guarded(self, action: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``action``; when the file proves damaged on the way, make it anew from the vault and run it again."""
        try:
            return action(self._db)
        except sqlite3.Error as error:
            path = chunks_path(self._config)
            if not is_corrupt(error):
                raise failure(path, error) from error
        self._make_anew(path)
        return action(self._db)

    def _make_anew(self, path: Path) -> None:
        self._db.close()
        try:
            discard(path)
        except OSError as error:
            raise failure(path, error) from error
        self._db = open_chunks(self._config)
        refresh_chunks(self._db, self._index, self._config, self._ontology)

    def _load(self, query: str, values: tuple[Any, ...]) -> Iterator[tuple[int, Chunk]]:
        rows = self.guarded(lambda db: db.execute(query, values).fetchall())
        with reading_records():
            for number, key, path, title, headings, start, end, text, kind, tags, date, role, form, second, parts \
                    in rows:
                yield number, _chunk(key, path, title, tuple(json.loads(headings)), start, end, text, kind,
                                     tuple(json.loads(tags)), date, role, form, bool(second),
                                     _parts(parts) if parts else ())

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    def __enter__(self) -> ChunkIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _parts(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((int(line), int(length)) for line, _, length in (part.partition(":") for part in text.split(",")))
