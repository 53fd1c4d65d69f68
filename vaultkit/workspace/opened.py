"""A vault whose index is open: what was read of it, never stale."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from vaultkit.config import Config
from vaultkit.model import Note, NoteFacts, Problem, RefreshReport, ResolvedLink
from vaultkit.render.words import Words

if TYPE_CHECKING:
    from vaultkit.ontology import Ontology
    from vaultkit.source.index import SourceIndex
    from vaultkit.vault.index import VaultIndex
    from vaultkit.workspace.tally import Change, Tally

Progress = Callable[[int, int], None]


class OpenVault:
    """The notes, links and sources of one vault. The index is refreshed when something is first asked, and again by
    ``refresh``."""

    def __init__(self, config: Config, progress: Progress | None = None) -> None:
        self.config = config
        self._progress = progress
        self._opened: VaultIndex | None = None
        self._report: RefreshReport | None = None
        self._change: Change | None = None
        self._generation = -1

    def close(self) -> None:
        """Release the index."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None
        if "source" in self.__dict__:
            self.__dict__.pop("source").close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def root(self) -> Path:
        """The vault's folder."""
        return self.config.vault

    def refresh(self, *, full: bool = False) -> RefreshReport:
        """Bring the index up to date (``full``: by content, not by times) and forget what was made of the old one.
        Raises EnvironmentFailure when another process is writing."""
        from vaultkit.storage.db import NoRoom
        from vaultkit.storage.place import is_temporary, use_temporary
        from vaultkit.vault.index import VaultIndex

        try:
            if self._opened is None:
                self._opened = VaultIndex.open(self.config)
            return self._renewed(self._opened.generation, self._opened.refresh(full=full, progress=self._progress))
        except NoRoom as error:
            if is_temporary(self.root):
                raise
            self.close()
            use_temporary(self.root, error.message)
            return self.refresh(full=full)

    def watch(self, on_change: Callable[[RefreshReport], None]) -> None:
        """Refresh whenever something in the vault changes, and call ``on_change`` with each report, until Ctrl-C. A
        vault that is away (unmounted, renamed) is waited for; then, or when its index was removed, all is read anew."""
        from vaultkit.vault.watch import watch_on

        def renewed(report: RefreshReport) -> None:
            # What lies between is not known here: whoever counts looks at everything.
            on_change(self._renewed(-1, report))

        def anew() -> None:
            self.close()
            on_change(self.refresh(full=True))

        watch_on(self.root, lambda: self.index, renewed, anew)

    def _renewed(self, generation: int, report: RefreshReport) -> RefreshReport:
        from vaultkit.workspace.tally import Change

        self._report = report
        self._change = Change(generation, report.changed_paths, report.removed_paths)
        if "source" in self.__dict__:
            self.source.refresh()
        for name in ("facts", "notes", "tally", "inferred", "accepted", "by_nfc", "_woven", "_gaps", "_view",
                     "_levels"):
            self.__dict__.pop(name, None)
        return report

    @property
    def index(self) -> VaultIndex:
        """The index, refreshed."""
        if self._report is None or self._opened is None:
            self.refresh()
        assert self._opened is not None
        return self._opened

    @cached_property
    def source(self) -> SourceIndex:
        """The index of the source roots, refreshed."""
        from vaultkit.source.index import SourceIndex

        index = SourceIndex.open(self.config)
        index.refresh()
        return index

    def problems(self) -> list[Problem]:
        """What could not be read whole: of the notes, then of the source files, with the paths of
        ``SourceIndex.shown_problems``, said in the vault's language."""
        from vaultkit.source.reported import reported

        found, lang = dict.fromkeys([*self.index.problems(), *self.source.shown_problems()]), self.words().lang
        return [replace(problem, message=reported(problem.message, lang)) for problem in found]

    @cached_property
    def ontology(self) -> Ontology:
        """Stages, kinds and relations: vaultkit's own and what the vault adds."""
        from vaultkit.ontology import load_ontology

        return load_ontology(self.config)

    @cached_property
    def facts(self) -> list[NoteFacts]:
        """The light record of every note, sorted by path."""
        generation = self.index.generation
        found = self.index.facts()
        alike = self.index.generation == generation and not self.index.altered
        self._generation = generation if alike else -1
        return found

    @cached_property
    def notes(self) -> list[Note]:
        """Every note in full, sorted by path."""
        return list(self.index.notes())

    @cached_property
    def tally(self) -> Tally:
        """How many of each kind there are, and the language."""
        from vaultkit.workspace.tally import tally

        return tally(self.index, self.config, lambda: self.ontology, self._change)

    def words(self) -> Words:
        """The words to speak to a person in: ``lang``, else what the notes are written in."""
        lang = self.config.lang
        return Words(lang if lang != "auto" else self.tally.lang)

    def links(self, *, source: str | None = None, target: str | None = None,
              status: str | None = None) -> list[ResolvedLink]:
        """Links sorted by source, line and column, each with its relation; of one source, one target or one status."""
        return list(self.each_link(source=source, target=target, status=status))

    def each_link(self, *, source: str | None = None, target: str | None = None,
                  status: str | None = None) -> Iterator[ResolvedLink]:
        """The same one by one, for vaults with very many."""
        relation_of = self.ontology.relation_of_field
        for link in self.index.links(source=source, target=target, status=status):
            relation = relation_of(link.field) if link.field else None
            yield replace(link, relation=relation.name) if relation else link

    @cached_property
    def by_nfc(self) -> dict[str, str]:
        """The path of every note as it is on disk, by its NFC form."""
        return {unicodedata.normalize("NFC", note.path): note.path for note in self.facts}
