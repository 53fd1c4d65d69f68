"""The one place that puts the rooms together: a vault, and whatever is asked of it, made when first asked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from vaultkit.config import Config, load_config
from vaultkit.errors import UsageError
from vaultkit.messages.words import Words
from vaultkit.workspace.snapshot import Indexes, OfIndexes, Progress, Snapshot

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from vaultkit.answer.generators.protocol import Generator
    from vaultkit.assess import Assessment
    from vaultkit.graph.gap_types import Gap, GapReport
    from vaultkit.model import Answer, Hit, RefreshReport, ResolvedLink, Style
    from vaultkit.render.show import NoteView
    from vaultkit.search.embedding import EmbedReport
    from vaultkit.search.searcher import Searcher
    from vaultkit.suggest.types import Suggestions
    from vaultkit.workspace.accept import Acceptance
    from vaultkit.workspace.checking import CheckRequest, CheckResult

    # What ``__getattr__`` passes on.
    _Answers = Snapshot
else:
    _Answers = OfIndexes


class Vault(_Answers):
    """One vault. It answers whatever a ``Snapshot`` does (``notes``, ``facts``, ``graph_view`` …), and nothing of it is
    stale: the index is refreshed when something is first asked, and again by ``refresh``. Close it, or use it as a
    context manager."""

    def __init__(self, config: Config, progress: Progress | None = None) -> None:
        OfIndexes.__init__(self, Indexes(config, progress))
        self._progress = progress
        self._snapshot: Snapshot | None = None
        self._searcher: Searcher | None = None
        self._part_searcher: tuple[str, Snapshot, Searcher] | None = None
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

    def has_moved_on(self) -> bool:
        """Return whether files are no longer what the newest snapshot was read from. What is there is indexed by that,
        and shown by the next ``refresh``. Raises EnvironmentFailure when another process is writing."""
        code = self.code
        before = code.generation
        generation, _ = self._indexes.refresh(full=False)
        return generation != self.index.generation or self.code is not code or code.generation != before

    def forget(self) -> None:
        """Have the index refreshed before the next answer: files of the vault were written."""
        self._snapshot = None

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

    if not TYPE_CHECKING:
        def __getattr__(self, name: str) -> Any:
            """The member ``name`` of the newest snapshot."""
            if name.startswith("_"):
                raise AttributeError(f"a vault has no {name}")
            return getattr(self.snapshot, name)

    @property
    def snapshot(self) -> Snapshot:
        """Everything that is read and made of the index as it is now: what those ask who put it together further."""
        if self._snapshot is None or self._indexes.opened is None:
            self.refresh()
        assert self._snapshot is not None
        return self._snapshot

    def words(self) -> Words:
        """The words to speak to a person in: ``lang``, else what the notes are written in."""
        return Words(self.config.lang) if self.config.lang != "auto" else self.snapshot.words()

    def links(self, *, source: str | None = None, target: str | None = None,
              status: str | None = None) -> list[ResolvedLink]:
        """Links sorted by source, line and column, each with its relation; of one source, one target or one status."""
        return list(self.each_link(source=source, target=target, status=status))

    def find(self, name: str, cwd: Path | None = None) -> str:
        """The path of the one note that a person means by ``name``: a path in the vault or relative to ``cwd``, a
        title, an alias, or part of a name. Raises UsageError, with the candidates, where none or several fit."""
        return find_note(self.snapshot, name, cwd or Path.cwd())

    def graph(self) -> MultiDiGraph[str]:
        """The typed graph, plain links included: nodes and edges with the attributes of CONTRACT's ``graph``."""
        from vaultkit.graph import as_networkx

        return as_networkx(self.graph_view)

    def gaps(self) -> GapReport:
        """Every concept with its state, and what no concept leads to."""
        return self.snapshot.gap_report

    def gap(self, concept: str) -> Gap | None:
        """The gap report's entry of one concept, or None."""
        return self.snapshot.gap_of.get(concept)

    def assess(self) -> list[Assessment]:
        """The two levels of every subsystem, thinking and practice."""
        return self.snapshot.assessed

    def accept(self, note: str | None = None, *, write: bool = True) -> Acceptance:
        """Record the links of the chain of the note at ``note`` (from ``find``), else all links, as looked at and
        right; without ``write`` only say which. Raises UsageError for a vaultkit-accepted.json that can't be read."""
        from vaultkit.workspace.accept import accept

        done = accept(self.snapshot, note, write=write)
        self._snapshot = self.snapshot.again()
        return done

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
        those that the filters let through (Filters says what they mean); with the role thinking or tool what no other
        search finds, by words alone. Raises UsageError and EnvironmentFailure as ``Searcher.search`` does."""
        from vaultkit.workspace.searching import filters, mode_for

        narrowed = filters(self.snapshot, kind=kind, tag=tag, path=path, role=role, since=since, until=until,
                           evidence=evidence)
        return self.searcher_of(role).search(query, k, mode_for(role, mode), narrowed, passages)

    def searcher_of(self, role: str | None) -> Searcher:
        """The searcher that a search narrowed to ``role`` asks."""
        from vaultkit.search.filters import PART_ROLES

        if role not in PART_ROLES:
            return self.searcher
        made = self._part_searcher
        if made is None or made[:2] != (role, self.snapshot):
            from vaultkit.workspace.searching import part_searcher

            made = self._part_searcher = (role, self.snapshot, part_searcher(self.snapshot, role))
        return made[2]

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
                      graph=lambda: facts(self.snapshot, self._sounding), carried=carried, watch=watch)

    def _sounding(self, name: str) -> list[str]:
        return [one.note for one in self.searcher.named_notes(name) if one.sure]

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


def find_note(vault: Snapshot, name: str, cwd: Path) -> str:
    """The path of the one note called ``name``, a path relative to ``cwd`` perhaps. Raises UsageError, with the
    candidates, where none or several fit."""
    for path in _as_paths(vault.root, name, cwd):
        if path in vault.by_nfc:
            return vault.by_nfc[path]
    found = vault.index.resolve(name)
    if len(found) == 1:
        return found[0]
    if found:
        shown = [f"  {path}" for path in found[:20]]
        more = [f"  … {len(found) - 20}"] if len(found) > 20 else []
        raise UsageError(f"{name!r} fits {len(found)} notes:", more=[*shown, *more])
    near = _near(name, vault.by_nfc)
    raise UsageError(f"no note fits {name!r}" + (", perhaps:" if near else ""), more=[f"  {path}" for path in near])


def _near(name: str, paths: Mapping[str, str]) -> list[str]:
    """Notes whose names look like ``name``."""
    import difflib

    stems = {path.rsplit("/", 1)[-1].removesuffix(".md").casefold(): path for path in paths.values()}
    return [stems[stem] for stem in difflib.get_close_matches(name.casefold(), list(stems), n=3)]


def _as_paths(vault: Path, name: str, cwd: Path) -> Iterator[str]:
    """``name`` as vault-relative paths in NFC: as it stands, and as it would be read in ``cwd``."""
    yield unicodedata.normalize("NFC", name.removeprefix("./"))
    for base in (cwd / name, (cwd / name).resolve()):
        for root in (vault, vault.resolve()):
            if base.is_relative_to(root):
                yield unicodedata.normalize("NFC", base.relative_to(root).as_posix())
