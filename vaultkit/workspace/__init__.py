"""The one place that puts the rooms together: a vault, and whatever is asked of it, made when first asked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.config import Config, load_config
from vaultkit.errors import UsageError
from vaultkit.model import Answer, Hit, Note, NoteFacts, RefreshReport, ResolvedLink, Style
from vaultkit.render.words import Words

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from vaultkit.answer.generators.protocol import Generator
    from vaultkit.graph.classify import Classification
    from vaultkit.graph.discover import Discovery
    from vaultkit.graph.gap_types import Gap, GapReport
    from vaultkit.graph.loom import Woven
    from vaultkit.graph.stale import StaleMention
    from vaultkit.graph.suspect_file import Accepted
    from vaultkit.graph.view import GraphView
    from vaultkit.graph.web import Node
    from vaultkit.ontology import Ontology
    from vaultkit.render.note_view import NoteView
    from vaultkit.search.embedding import EmbedReport
    from vaultkit.search.searcher import Searcher
    from vaultkit.source.index import SourceIndex
    from vaultkit.vault.index import VaultIndex
    from vaultkit.workspace.accept import Acceptance
    from vaultkit.workspace.checking import Checked, Wanted
    from vaultkit.workspace.tally import Change, Tally

Progress = Callable[[int, int], None]


class Vault:
    """One vault. Nothing it answers is stale: the index is refreshed when something is first asked, and again by
    ``refresh``. Close it, or use it as a context manager."""

    def __init__(self, config: Config, progress: Progress | None = None) -> None:
        self.config = config
        self._progress = progress
        self._opened: VaultIndex | None = None
        self._report: RefreshReport | None = None
        self._change: Change | None = None
        self._searcher: Searcher | None = None
        self._generation = -1

    @classmethod
    def open(cls, path: str | Path | None = None, *, progress: Progress | None = None) -> Vault:
        """The vault at ``path``; without it the one that the current folder lies in. ``progress`` is called with
        (done, total) while notes are read. Raises UsageError for a missing folder or a faulty vaultkit.toml."""
        return cls(load_config(explicit=None if path is None else Path(path)), progress)

    def close(self) -> None:
        """Release the index."""
        if self._searcher is not None:
            self._searcher.close()
            self._searcher.chunks.close()
            self._searcher = None
        if self._opened is not None:
            self._opened.close()
            self._opened = None
        if "source" in self.__dict__:
            self.__dict__.pop("source").close()

    def __enter__(self) -> Vault:
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
        if self._opened is None:
            from vaultkit.vault.index import VaultIndex

            self._opened = VaultIndex.open(self.config)
        return self._renewed(self._opened.generation, self._opened.refresh(full=full, progress=self._progress))

    def watch(self, on_change: Callable[[RefreshReport], None]) -> None:
        """Refresh whenever something in the vault changes, and call ``on_change`` with each report, until Ctrl-C."""
        from vaultkit.vault.watch import watch

        def renewed(report: RefreshReport) -> None:
            # What lies between is not known here: whoever counts looks at everything.
            on_change(self._renewed(-1, report))

        watch(self.index, renewed)

    def _renewed(self, generation: int, report: RefreshReport) -> RefreshReport:
        from vaultkit.workspace.tally import Change

        self._report = report
        self._change = Change(generation, report.changed_paths, report.removed_paths)
        if "source" in self.__dict__:
            self.source.refresh()
        for name in ("facts", "notes", "tally", "inferred", "accepted", "_by_nfc", "_woven", "_gaps", "_view"):
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
        """How many of each kind there are, and the balance of scripts."""
        from vaultkit.workspace.tally import tally

        return tally(self.index, self.config, lambda: self.ontology, self._change)

    def words(self) -> Words:
        """The words to speak to a person in: ``lang``, else the script that most notes are written in."""
        lang = self.config.lang
        return Words(lang if lang != "auto" else "ru" if self.tally.balance > 0 else "en")

    def links(self, *, source: str | None = None, target: str | None = None,
              status: str | None = None) -> Iterator[ResolvedLink]:
        """Links sorted by source, line and column, each with its relation; of one source, one target or one status."""
        relation_of = self.ontology.relation_of_field
        for link in self.index.links(source=source, target=target, status=status):
            relation = relation_of(link.field) if link.field else None
            yield replace(link, relation=relation.name) if relation else link

    def graph(self) -> MultiDiGraph[str]:
        """The typed graph, plain links included: nodes and edges with the attributes of CONTRACT's ``graph``."""
        from vaultkit.graph import as_networkx

        return as_networkx(self._weave(plain_links=True))

    def view(self) -> GraphView:
        """The same graph as plain nodes and edges: what is shown and exported."""
        return self._view

    @cached_property
    def _view(self) -> GraphView:
        from vaultkit.graph.view import graph_view

        return graph_view(self._weave(plain_links=True))

    def gaps(self) -> GapReport:
        """Every concept with its state, and what no concept leads to."""
        return self._gaps

    def gap(self, concept: str) -> Gap | None:
        """The gap report's entry of one concept, or None."""
        return next((gap for gap in self.gaps().gaps if gap.concept == concept), None)

    def node(self, id: str) -> Node | None:
        """The node of the typed graph called ``id``, or None."""
        return self._woven.web.nodes.get(id)

    def place(self, id: str) -> str:
        """``path:line`` of a node, for a person to go to."""
        node = self.node(id)
        return f"{node.path}:{node.line}" if node else id

    @cached_property
    def _gaps(self) -> GapReport:
        from vaultkit.graph import report

        return report(self._woven, lang=self.words().lang)

    @cached_property
    def _woven(self) -> Woven:
        return self._weave(plain_links=False)

    def _weave(self, *, plain_links: bool) -> Woven:
        from vaultkit.graph import SourceSymbols, weave
        from vaultkit.workspace.tally import standings

        accepted = self.accepted
        symbols = SourceSymbols(self.source, self.index.note_at, self.index.mentions,
                                accepted.code_hash if accepted.links else None)
        facts, _ = self.facts, self.tally
        woven = weave(facts, self.index.edges, self.ontology, self.config, symbols, self.inferred,
                      unresolved=self.index.unresolved(self.ontology.source_names), plain_links=plain_links,
                      standings=standings(self.index, self.config, self._generation))
        if accepted.links:
            from vaultkit.graph.suspect import mark_suspects
            from vaultkit.workspace.accept import fingerprints

            mark_suspects(woven.web, accepted, fingerprints(self))
        return woven

    @cached_property
    def accepted(self) -> Accepted:
        """The links that were accepted. Raises UsageError for a vaultkit-accepted.json that can't be read."""
        from vaultkit.graph.suspect_file import accepted_path, read_accepted

        return read_accepted(accepted_path(self.config))

    def accept(self, note: str | None = None) -> Acceptance:
        """Record the links of the chain of the note at ``note`` (from ``find``), else all links, as looked at and
        right. Raises UsageError for a vaultkit-accepted.json that can't be read."""
        from vaultkit.workspace.accept import accept

        done = accept(self, self._woven.web, note)
        for name in ("accepted", "_woven", "_gaps"):
            self.__dict__.pop(name, None)
        return done

    @cached_property
    def inferred(self) -> dict[str, tuple[str, float]]:
        """Path → (kind, confidence) of notes without a kind of their own, where the vault declares none or the settings
        let inferred evidence count; else nothing."""
        from vaultkit.graph.loom import is_annotated

        declared = {kind: counts["declared"] for kind, counts in self.tally.kinds.items()}
        staged = sum(declared.get(stage, 0) for stage in self.ontology.chain)
        if is_annotated(staged, sum(declared.values())) and self.config.coverage_from != "inferred":
            return {}
        from vaultkit.graph.classify import classify
        from vaultkit.workspace.guesses import guesses

        return guesses(self.index, self.config,
                       lambda: classify(self.facts, self.index.edges(), self.ontology, self.config))

    def check(self, wanted: Wanted | None = None) -> Checked:
        """What check finds in the whole vault, or in what ``wanted`` names. Raises what ``workspace.checking.check``
        raises."""
        from vaultkit.workspace.checking import Wanted, check

        return check(self, wanted or Wanted())

    def classify(self) -> dict[str, Classification]:
        """The most likely kind of every note that declares none, by path."""
        from vaultkit.graph.classify import classify

        return classify(self.facts, self.index.edges(), self.ontology, self.config)

    def discover(self, *, min_sources: int = 1) -> Discovery:
        """The ideas that have no note and that at least ``min_sources`` notes name, best first, and the notes that are
        only missing here."""
        from vaultkit.graph.discover import discover

        excluded = {note.path for note in self.facts if note.excluded}
        return discover(self.index.notes(), self.index.links(), self.index.text, excluded=excluded,
                        is_stage=self.ontology.stage_of_heading, min_sources=min_sources, lang=self.words().lang)

    def stale_mentions(self) -> list[StaleMention]:
        """Every mention of code of ours that is gone, by note and place."""
        from vaultkit.graph.stale import stale_mentions

        return list(stale_mentions(self.source, self.index.mentions))

    def find(self, name: str, cwd: Path | None = None) -> str:
        """The path of the one note that a person means by ``name``: a path in the vault or relative to ``cwd``, a
        title, an alias, or part of a name. Raises UsageError, with the candidates, where none or several fit."""
        for path in self._as_paths(name, cwd or Path.cwd()):
            if path in self._by_nfc:
                return self._by_nfc[path]
        found = self.index.resolve(name)
        if len(found) == 1:
            return found[0]
        if found:
            shown = [f"  {path}" for path in found[:20]]
            more = [f"  … {len(found) - 20}"] if len(found) > 20 else []
            raise UsageError("\n".join([f"{name!r} fits {len(found)} notes:", *shown, *more]))
        import difflib

        stems = {path.rsplit("/", 1)[-1].removesuffix(".md").casefold(): path for path in self._by_nfc.values()}
        near = difflib.get_close_matches(name.casefold(), list(stems), n=3)
        raise UsageError("\n".join([f"no note fits {name!r}" + (", perhaps:" if near else ""),
                                    *(f"  {stems[stem]}" for stem in near)]))

    @cached_property
    def _by_nfc(self) -> dict[str, str]:
        return {unicodedata.normalize("NFC", note.path): note.path for note in self.facts}

    def _as_paths(self, name: str, cwd: Path) -> Iterator[str]:
        """``name`` as vault-relative paths in NFC: as it stands, and as it would be read in ``cwd``."""
        yield unicodedata.normalize("NFC", name.removeprefix("./"))
        for base in (cwd / name, (cwd / name).resolve()):
            for root in (self.root, self.root.resolve()):
                if base.is_relative_to(root):
                    yield unicodedata.normalize("NFC", base.relative_to(root).as_posix())

    @property
    def searcher(self) -> Searcher:
        """Search over the passages of the vault as it is now."""
        if self._searcher is None:
            from vaultkit.workspace.searching import make_searcher

            self._searcher = make_searcher(self)
        self.index  # noqa: B018  (refreshed when nothing was asked of it yet)
        self._searcher.chunks.refresh(self._progress)
        return self._searcher

    def search(self, query: str, k: int = 10, mode: str = "hybrid", *, kind: str | None = None,
               tag: str | None = None, path: str | None = None, role: str | None = None, since: str | None = None,
               until: str | None = None, evidence: bool = False) -> list[Hit]:
        """The ``k`` best passages for ``query``, best first, of those that the filters let through (Filters says what
        they mean). Raises UsageError and EnvironmentFailure as ``Searcher.search`` does."""
        from vaultkit.workspace.searching import filters

        narrowed = filters(self, kind=kind, tag=tag, path=path, role=role, since=since, until=until, evidence=evidence)
        return self.searcher.search(query, k, mode, narrowed)

    @property
    def notices(self) -> list[tuple[str, int]]:
        """What the last search went without, as keys of the catalogue with a number."""
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
            generator = make_generator(self, generator, model, lora)
        return answer(question, means(self), generator, style=style, k=k, graph=lambda: facts(self), carried=carried,
                      watch=watch)

    def save_answer(self, found: Answer, path: str) -> str:
        """Keep an answer as a note at ``path``, marked so that it is never evidence; its vault-relative path. Never
        overwrites. Raises UsageError and EnvironmentFailure as ``render.answer_note`` says."""
        from datetime import datetime

        from vaultkit.render.answer_note import save_answer
        from vaultkit.workspace.asking import link

        return save_answer(self.root, path, found, link(self), self.index.hashes(), datetime.now())

    def embed(self, progress: Progress | None = None) -> EmbedReport | None:
        """Give every passage a vector for dense search; None when no embedder is installed. ``progress`` is called with
        (done, total). Raises EnvironmentFailure where a model or store can't be used."""
        from vaultkit.workspace.searching import embed

        return embed(self, progress)

    def show(self, path: str) -> NoteView:
        """Everything known of the note at ``path`` (from ``find``). Raises KeyError for a path that is no note."""
        from vaultkit.render.note_view import view_note

        return view_note(self.index.note(path), self._woven.web.nodes, self.gap(path), tuple(self.links(source=path)),
                         tuple(self.links(target=path)))
