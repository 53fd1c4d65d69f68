"""The one place that puts the rooms together: a vault, and whatever is asked of it, made when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Self

from vaultkit.config import Config, load_config
from vaultkit.messages.words import Words
from vaultkit.model import Answer, Hit, Note, NoteFacts, Problem, RefreshReport, ResolvedLink, Style
from vaultkit.workspace.snapshot import Indexes, Progress, Snapshot

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from vaultkit.answer.generators.protocol import Generator
    from vaultkit.assess import Assessment
    from vaultkit.classify import Classification
    from vaultkit.graph.accepted_file import Accepted
    from vaultkit.graph.gap_types import Gap, GapReport
    from vaultkit.graph.kinds_cache import Tally
    from vaultkit.graph.nodes import Node, NodeGraph
    from vaultkit.graph.stale_mentions import StaleMention
    from vaultkit.graph.view import GraphView
    from vaultkit.ideas import Discovery
    from vaultkit.ontology import Ontology
    from vaultkit.render.show import NoteView
    from vaultkit.search.embedding import EmbedReport
    from vaultkit.search.searcher import Searcher
    from vaultkit.source.index import SourceIndex
    from vaultkit.suggest.types import Suggestions
    from vaultkit.vault.index import VaultIndex
    from vaultkit.workspace.accept import Acceptance
    from vaultkit.workspace.checking import CheckRequest, CheckResult


class Vault:
    """One vault. Nothing it answers is stale: the index is refreshed when something is first asked, and again by
    ``refresh``. Close it, or use it as a context manager."""

    def __init__(self, config: Config, progress: Progress | None = None) -> None:
        self.config = config
        self._progress = progress
        self._indexes = Indexes(config, progress)
        self._snapshot: Snapshot | None = None
        self._searcher: Searcher | None = None
        self._generator: tuple[tuple[str | None, ...], Generator] | None = None

    @classmethod
    def open(cls, path: str | Path | None = None, *, progress: Progress | None = None) -> Vault:
        """The vault at ``path``; without it the one that the current folder lies in. ``progress`` is called with
        (done, total) while notes are read. Raises UsageError for a missing folder or a faulty vaultkit.toml."""
        return cls(load_config(explicit=None if path is None else Path(path)), progress)

    def close(self) -> None:
        """Release the index, and what searches in it."""
        if self._searcher is not None:
            self._searcher.close()
            self._searcher.chunks.close()
            self._searcher = None
        self._indexes.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def refresh(self, *, full: bool = False) -> RefreshReport:
        """Bring the index up to date (``full``: by content, not by times) and forget what was made of the old one.
        Raises EnvironmentFailure when another process is writing."""
        before, report = self._indexes.refresh(full=full)
        return self._renew(before, report)

    def watch(self, on_change: Callable[[RefreshReport], None]) -> None:
        """Refresh whenever something in the vault changes, and call ``on_change`` with each report, until Ctrl-C. A
        vault that is away (unmounted, renamed) is waited for; then, or when its index was removed, all is read anew."""
        from vaultkit.vault.watch import watch_on

        def renewed(report: RefreshReport) -> None:
            self._indexes.refresh_source()
            # What lies between is not known here: whoever counts looks at everything.
            on_change(self._renew(-1, report))

        def anew() -> None:
            self.close()
            on_change(self.refresh(full=True))

        watch_on(self.root, lambda: self.index, renewed, anew)

    def _renew(self, generation: int, report: RefreshReport) -> RefreshReport:
        from vaultkit.graph.kinds_cache import IndexChange

        self._snapshot = Snapshot(self._indexes,
                                  IndexChange(generation, report.changed_paths, report.removed_paths))
        return report

    @property
    def snapshot(self) -> Snapshot:
        """Everything that is read and made of the index as it is now: what those ask who put it together further."""
        if self._snapshot is None or self._indexes.opened is None:
            self.refresh()
        assert self._snapshot is not None
        return self._snapshot

    @property
    def root(self) -> Path:
        """The vault's folder."""
        return self.config.vault

    @property
    def index(self) -> VaultIndex:
        """The index, refreshed."""
        return self.snapshot.index

    @property
    def source(self) -> SourceIndex:
        """The index of the source roots, refreshed."""
        return self._indexes.source

    @property
    def ontology(self) -> Ontology:
        """Stages, kinds and relations: vaultkit's own and what the vault adds."""
        return self._indexes.ontology

    @property
    def facts(self) -> list[NoteFacts]:
        """The light record of every note, sorted by path."""
        return self.snapshot.facts

    @property
    def notes(self) -> list[Note]:
        """Every note in full, sorted by path."""
        return self.snapshot.notes

    @property
    def tally(self) -> Tally:
        """Count how many of each kind there are, and the language."""
        return self.snapshot.tally

    def words(self) -> Words:
        """The words to speak to a person in: ``lang``, else what the notes are written in."""
        return Words(self.config.lang) if self.config.lang != "auto" else self.snapshot.words()

    def problems(self) -> list[Problem]:
        """Return what could not be read whole, of notes and source files, said in the vault's language."""
        return self.snapshot.problems()

    def links(self, *, source: str | None = None, target: str | None = None,
              status: str | None = None) -> list[ResolvedLink]:
        """Links sorted by source, line and column, each with its relation; of one source, one target or one status."""
        return list(self.each_link(source=source, target=target, status=status))

    def each_link(self, *, source: str | None = None, target: str | None = None,
                  status: str | None = None) -> Iterator[ResolvedLink]:
        """The same one by one, for vaults with very many."""
        return self.snapshot.each_link(source=source, target=target, status=status)

    def find(self, name: str, cwd: Path | None = None) -> str:
        """The path of the one note that a person means by ``name``: a path in the vault or relative to ``cwd``, a
        title, an alias, or part of a name. Raises UsageError, with the candidates, where none or several fit."""
        from vaultkit.workspace.find_note import find_note

        return find_note(self.snapshot, name, cwd or Path.cwd())

    def graph(self) -> MultiDiGraph[str]:
        """The typed graph, plain links included: nodes and edges with the attributes of CONTRACT's ``graph``."""
        from vaultkit.graph import as_networkx

        return as_networkx(self.view())

    def view(self) -> GraphView:
        """The same graph as plain nodes and edges: what is shown and exported."""
        return self.snapshot.view

    @property
    def web(self) -> NodeGraph:
        """The light graph that the gaps are told from; plain links that say nothing of a chain may be in it."""
        return self.snapshot.web

    def node(self, id: str) -> Node | None:
        """The node of the typed graph called ``id``, or None."""
        return self.snapshot.node(id)

    def place(self, id: str) -> str:
        """``path:line`` of a node, for a person to go to."""
        return self.snapshot.place(id)

    def gaps(self) -> GapReport:
        """Every concept with its state, and what no concept leads to."""
        return self.snapshot.gaps

    def gap(self, concept: str) -> Gap | None:
        """The gap report's entry of one concept, or None."""
        return self.snapshot.gap_of.get(concept)

    def assess(self) -> list[Assessment]:
        """The two levels of every subsystem, thinking and practice."""
        return self.snapshot.assessed

    @property
    def accepted(self) -> Accepted:
        """The links that were accepted. Raises UsageError for a vaultkit-accepted.json that can't be read."""
        return self.snapshot.accepted

    def accept(self, note: str | None = None) -> Acceptance:
        """Record the links of the chain of the note at ``note`` (from ``find``), else all links, as looked at and
        right. Raises UsageError for a vaultkit-accepted.json that can't be read."""
        from vaultkit.workspace.accept import accept

        done = accept(self.snapshot, note)
        self._snapshot = self.snapshot.again()
        return done

    @property
    def inferred(self) -> dict[str, tuple[str, float]]:
        """Path → (kind, confidence) of notes without a kind of their own, where the vault declares none or the settings
        let inferred evidence count; else nothing."""
        return self.snapshot.inferred

    def classify(self) -> dict[str, Classification]:
        """The most likely kind of every note that declares none, by path."""
        return self.snapshot.classify()

    def discover(self, *, min_sources: int = 1) -> Discovery:
        """The ideas that have no note and that at least ``min_sources`` notes name, best first, and the notes that are
        only missing here."""
        return self.snapshot.discover(min_sources=min_sources)

    def stale_mentions(self) -> list[StaleMention]:
        """Every mention of code of ours that is gone, by note and place."""
        return self.snapshot.stale_mentions()

    def check(self, wanted: CheckRequest | None = None) -> CheckResult:
        """Find what is wrong in the whole vault, or in what ``wanted`` names. Raises what ``workspace.checking.check``
        raises."""
        from vaultkit.workspace.checking import CheckRequest, run_check

        return run_check(self.snapshot, wanted or CheckRequest())

    @property
    def searcher(self) -> Searcher:
        """Search over the passages of the vault as it is now."""
        if self._searcher is None:
            from vaultkit.workspace.searching import make_searcher

            self._searcher = make_searcher(self.snapshot, self._progress)
        self.index  # noqa: B018  (refreshed when nothing was asked of it yet)
        self._searcher.chunks.refresh(self._progress)
        return self._searcher

    def search(self, query: str, k: int = 10, mode: str = "hybrid", *, passages: int = 1, kind: str | None = None,
               tag: str | None = None, path: str | None = None, role: str | None = None, since: str | None = None,
               until: str | None = None, evidence: bool = False) -> list[Hit]:
        """The ``passages`` best passages of each of the ``k`` best notes for ``query``, note by note (``Hit.rank``), of
        those that the filters let through (Filters says what they mean). Raises UsageError and EnvironmentFailure as
        ``Searcher.search`` does."""
        from vaultkit.workspace.searching import filters

        narrowed = filters(self.snapshot, kind=kind, tag=tag, path=path, role=role, since=since, until=until,
                           evidence=evidence)
        return self.searcher.search(query, k, mode, narrowed, passages)

    @property
    def notices(self) -> list[tuple[str, int]]:
        """Return what the last search went without, as keys of the catalogue with a number."""
        return self._searcher.notices if self._searcher else []

    def ask(self, question: str, *, style: Style = "direct", generator: Generator | str | None = None,
            model: str | None = None, lora: str | None = None, k: int = 8, carried: str = "",
            watch: Callable[[str], None] | None = None) -> Answer:
        """The answer to ``question`` out of the notes or the graph, or a refusal with the nearest passages.
        ``generator`` is one of ``make_generator`` or a name, else the configured one; ``carried`` are words of earlier
        questions; ``watch`` sees a model's text as it comes. Raises UsageError and EnvironmentFailure."""
        from vaultkit.answer import answer
        from vaultkit.workspace.asking import facts, make_generator, means

        if generator is None or isinstance(generator, str):
            wanted = (generator, model, lora)
            if self._generator is None or self._generator[0] != wanted:
                self._generator = (wanted, make_generator(self.config, *wanted))
            generator = self._generator[1]
        return answer(question, means(self.index, lambda: self.searcher), generator, style=style, k=k,
                      graph=lambda: facts(self.snapshot), carried=carried, watch=watch)

    def save_answer(self, found: Answer, path: str) -> str:
        """Keep an answer as a note at ``path``, marked so that it is never evidence; its vault-relative path. Never
        overwrites. Raises UsageError and EnvironmentFailure as ``render.answer_note`` says."""
        from datetime import datetime

        from vaultkit.render.answer_note import save_answer
        from vaultkit.workspace.asking import link

        return save_answer(self.root, path, found, link(self.index), self.index.hashes(), datetime.now())

    def embed(self, progress: Progress | None = None) -> EmbedReport | None:
        """Give every passage a vector for dense search; None when no embedder is installed. ``progress`` is called with
        (done, total). Raises EnvironmentFailure where a model or store can't be used."""
        from vaultkit.workspace.searching import embed

        return embed(self.config, self.searcher, progress)

    def suggest(self, note: str | None = None, *, k: int = 10, mentions: bool = True) -> Suggestions:
        """Find what may already be what the gaps lack, or the concepts of the note at ``note``, and unlinked mentions.
        Raises what ``workspace.suggesting.suggestions`` raises."""
        from vaultkit.workspace.suggesting import suggestions

        return suggestions(self.snapshot, note, k, mentions=mentions, progress=self._progress)

    def show(self, path: str) -> NoteView:
        """Everything known of the note at ``path`` (from ``find``). Raises KeyError for a path that is no note."""
        from vaultkit.render.show import view_note

        return view_note(self.index.note(path), self.web.nodes, self.gap(path), tuple(self.links(source=path)),
                         tuple(self.links(target=path)), self.words())
