"""The index of notes and links in ``.vaultkit/notes.db``: what every command reads from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from vaultkit.config import Config
from vaultkit.model import Note, NoteFacts, Problem, RefreshReport, ResolvedLink


class VaultIndex:
    """The notes of one vault, cached. Open, refresh, read; close or use as a context manager.

    Reading methods answer from the cache as of the last refresh and load only what they return.
    """

    @classmethod
    def open(cls, config: Config) -> VaultIndex:
        """Open or create the index of ``config.vault``. Raises EnvironmentFailure when it can't be written or read,
        UsageError when the folder does not exist."""
        raise NotImplementedError

    def refresh(self, *, full: bool = False, progress: Callable[[int, int], None] | None = None) -> RefreshReport:
        """Bring the cache up to date: stat every file, read what changed, resolve again what names changed.
        ``full`` compares content hashes. Raises EnvironmentFailure when another process is writing."""
        raise NotImplementedError

    def facts(self) -> list[NoteFacts]:
        """The light record of every note, sorted by path (excluded ones too, marked)."""
        raise NotImplementedError

    def note(self, path: str) -> Note:
        """One note in full. Raises KeyError for a path that is no note."""
        raise NotImplementedError

    def notes(self) -> Iterator[Note]:
        """Every note in full, sorted by path."""
        raise NotImplementedError

    def text(self, path: str) -> str:
        """The note's text now on disk (as far as bounds allow)."""
        raise NotImplementedError

    def links(self, *, source: str | None = None, target: str | None = None, status: str | None = None,
              with_relation_field: bool | None = None) -> Iterator[ResolvedLink]:
        """Links sorted by source, line, column; filtered by source path, resolved path or status. ``relation`` is
        None here. Links of .canvas files included."""
        raise NotImplementedError

    def edges(self) -> Iterator[tuple[str, str, str | None, str | None, int, int, bool, str]]:
        """The light form for the graph, without dataclasses: (source, resolved, subpath, field, line, column, commented,
        status) of every link that resolves to a note or attachment."""
        raise NotImplementedError

    def files(self) -> list[str]:
        """Every link target on disk that is no note (attachments, canvases), sorted."""
        raise NotImplementedError

    def problems(self) -> list[Problem]:
        """What could not be read whole, sorted by path and line."""
        raise NotImplementedError

    def resolve(self, name: str) -> list[str]:
        """Notes that a person may mean by ``name``: an exact path, a path without .md, else titles and aliases, else
        names that hold it (casefold, NFC). One entry means it is unambiguous."""
        raise NotImplementedError

    def close(self) -> None:
        """Release the database."""
        raise NotImplementedError

    @property
    def root(self) -> Path:
        """The vault's folder."""
        raise NotImplementedError
