"""``chunks.db`` brought up to date from the index of notes: only notes that changed are cut anew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.config import Config
from vaultkit.graph.kinds import is_own
from vaultkit.model import NoteFacts
from vaultkit.search.boilerplate_headings import repeated_headings, rows_with
from vaultkit.search.chunk_table import chunks_path
from vaultkit.storage.lock import WriterLock
from vaultkit.storage.sqlite import transaction
from vaultkit.vault.index import VaultIndex
from vaultkit.vault.obsidian import SETTINGS

if TYPE_CHECKING:
    from vaultkit.ontology import Ontology
    from vaultkit.search.chunk_table import ChunkWriter

Progress = Callable[[int, int], None]
_BATCH = 400
_PATIENCE = 120.0


def refresh_chunks(db: sqlite3.Connection, index: VaultIndex, config: Config, ontology: Callable[[], Ontology],
            progress: Progress | None = None) -> int:
    """Follow the index; the number of notes that were cut anew. Without changes two rows are read. A kill at any moment
    leaves what is done, and the next call does the rest. Raises EnvironmentFailure when another process holds the
    lock for long."""
    stamp = _stamp(config)
    if _meta(db) == (f"{index.generation}", stamp):
        return 0
    with WriterLock(chunks_path(config).with_name("chunks.lock"), _PATIENCE):
        generation = f"{index.generation}"
        if _meta(db) == (generation, stamp):
            return 0
        return _Refresh(db, index, config, ontology(), progress).run(generation, stamp)


class _Refresh:
    def __init__(self, db: sqlite3.Connection, index: VaultIndex, config: Config, ontology: Ontology,
                 progress: Progress | None) -> None:
        from vaultkit.text.tokens import Stemmer

        self._db = db
        self._index = index
        self._config = config
        self._ontology = ontology
        self._progress = progress
        self._stemmer = Stemmer()

    def run(self, generation: str, stamp: str) -> int:
        """Cut the notes whose content or title changed anew (all of them under another ``stamp``), forget those that
        are gone, and mark the passages as those of ``generation``; the number of notes cut."""
        known = {path: (digest, title) for path, digest, title in
                 self._db.execute("SELECT path, hash, key_title FROM notes")}
        hashes = self._index.hashes()
        if _meta(self._db)[1] != stamp:
            self._again(known)
        removed = [path for path in known if path not in hashes]
        wanted = [path for path, digest in hashes.items() if known.get(path, ("", ""))[0] != digest]
        titles: dict[str, list[str]] = {}
        for path in removed:
            titles.setdefault(known[path][0], []).append(known[path][1])
        mute = self._mute()
        writer = self._writer(mute)
        if removed:
            with transaction(self._db):
                writer.remove(removed)
        self._put(writer, wanted, known, hashes, titles)
        with transaction(self._db):
            self._weigh(mute)
            self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)",
                                 [("generation", generation), ("stamp", stamp)])
        return len(wanted)

    def _again(self, known: dict[str, tuple[str, str]]) -> None:
        """Settings changed: what a note is has to be asked again of all. Those with another answer are cut anew."""
        stored = {path: (kind, bool(excluded)) for path, kind, excluded in
                  self._db.execute("SELECT path, kind, excluded FROM notes")}
        for facts in self._index.facts():
            if facts.path in known and stored[facts.path] != (self._kind(facts), facts.excluded):
                known[facts.path] = ("", known[facts.path][1])

    def _put(
        self,
        writer: ChunkWriter,
        wanted: Sequence[str],
        known: dict[str, tuple[str, str]],
        hashes: dict[str, str],
        titles: dict[str, list[str]],
    ) -> None:
        from vaultkit.storage.sqlite import pausing_gc

        if len(wanted) > _BATCH:
            # Much at once goes to the file in few large pieces, which need not be merged so often.
            self._db.execute("INSERT INTO words (words, rank) VALUES ('hashsize', 16000000)")
        rest = iter(wanted)
        done = 0
        while batch := list(islice(rest, _BATCH)):
            facts = {item.path: item for item in self._index.facts(batch)}
            with pausing_gc(), transaction(self._db):
                writer.remove(path for path in batch if path in known)
                writer.begin()
                for path in batch:
                    if path in facts:
                        before = titles.get(hashes[path]) or []
                        self._one(writer, facts[path], hashes[path], before.pop() if before else None)
                writer.flush()
            done += len(batch)
            if self._progress:
                self._progress(done, len(wanted))

    def _one(self, writer: ChunkWriter, facts: NoteFacts, digest: str, key_title: str | None) -> None:
        """Cut one note. ``key_title``: it is a note that had this title and another name before."""
        from vaultkit.search.chunk_table import ChunkedNote
        from vaultkit.search.chunking import chunk_note

        kind, own = self._kind(facts), is_own(facts)
        row = ChunkedNote(facts.path, digest, facts.title, key_title or facts.title, facts.summary, kind, facts.tags,
                      facts.aliases, facts.excluded, own)
        if facts.excluded:
            writer.put(row, (), ())
            return
        try:
            note, text = self._index.note(facts.path), self._index.text(facts.path)
        except KeyError:
            return
        chunks = chunk_note(note, text, kind, own=own, key_title=key_title)
        writer.put(row, chunks, [self._stage(chunk.headings) for chunk in chunks])

    def _kind(self, facts: NoteFacts) -> str:
        from vaultkit.graph.kinds import kind_of_note

        return kind_of_note(facts, self._ontology, self._config).kind

    def _stage(self, headings: Sequence[str]) -> str | None:
        return next((stage for text in reversed(headings) if (stage := self._ontology.stage_of_heading(text))), None)

    def _mute(self) -> frozenset[str]:
        return frozenset(text for text in repeated_headings(self._db) if not self._ontology.stage_of_heading(text))

    def _writer(self, mute: frozenset[str]) -> ChunkWriter:
        from vaultkit.search.chunk_table import ChunkWriter

        return ChunkWriter(self._db, self._stemmer, mute)

    def _weigh(self, before: frozenset[str]) -> None:
        """Headings that became repeated, or no longer are, weigh otherwise in every note."""
        stored = self._db.execute("SELECT value FROM meta WHERE name = 'mute'").fetchone()
        used = frozenset(json.loads(stored[0])) if stored else frozenset[str]()
        now = self._mute()
        changed = (before ^ now) | (used ^ now)
        if changed:
            self._writer(now).weigh_headings(rows_with(self._db, changed))
            value = json.dumps(sorted(now), ensure_ascii=False)
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('mute', ?)", (value,))


def _meta(db: sqlite3.Connection) -> tuple[str, str]:
    known = dict(db.execute("SELECT name, value FROM meta WHERE name IN ('generation', 'stamp')").fetchall())
    return known.get("generation", ""), known.get("stamp", "")


def _stamp(config: Config) -> str:
    """Equal for two runs that see a note's kind, speakers and visibility in the same way."""
    from vaultkit.resources import schemas_dir

    beside = (config.config_path.parent if config.config_path else config.vault) / "ontology.yaml"
    numbers = list(_stats([schemas_dir() / "ontology.yaml", beside, config.vault / "ontology.yaml",
                           *(config.vault / path for path in SETTINGS)]))
    chats = config.chats
    return ascii(
        (numbers, config.kind_folders, config.kind_tags, config.kind_synonyms, chats.roles, chats.dates, chats.labels)
    )


def _stats(paths: Sequence[Path]) -> Iterator[tuple[str, int, int]]:
    for path in paths:
        try:
            found = path.stat()
        except OSError:
            continue
        yield path.name, found.st_size, found.st_mtime_ns
