"""The one place that puts the rooms together: a vault, and whatever is asked of it, made when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.config import Config, load_config
from vaultkit.model import Answer, Hit, Style
from vaultkit.workspace.state import Progress, TracedVault

if TYPE_CHECKING:
    from vaultkit.answer.generators.protocol import Generator
    from vaultkit.render.show import NoteView
    from vaultkit.search.embedding import EmbedReport
    from vaultkit.search.searcher import Searcher
    from vaultkit.suggest.types import Suggestions
    from vaultkit.workspace.checking import CheckRequest, CheckResult


class Vault(TracedVault):
    """One vault. Nothing it answers is stale: the index is refreshed when something is first asked, and again by
    ``refresh``. Close it, or use it as a context manager."""

    def __init__(self, config: Config, progress: Progress | None = None) -> None:
        super().__init__(config, progress)
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
        super().close()

    def find(self, name: str, cwd: Path | None = None) -> str:
        """The path of the one note that a person means by ``name``: a path in the vault or relative to ``cwd``, a
        title, an alias, or part of a name. Raises UsageError, with the candidates, where none or several fit."""
        from vaultkit.workspace.find_note import find_note

        return find_note(self, name, cwd or Path.cwd())

    def check(self, wanted: CheckRequest | None = None) -> CheckResult:
        """Find what is wrong in the whole vault, or in what ``wanted`` names. Raises what ``workspace.checking.check``
        raises."""
        from vaultkit.workspace.checking import CheckRequest, run_check

        return run_check(self, wanted or CheckRequest())

    @property
    def searcher(self) -> Searcher:
        """Search over the passages of the vault as it is now."""
        if self._searcher is None:
            from vaultkit.workspace.searching import make_searcher

            self._searcher = make_searcher(self, self._progress)
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
                self._generator = (wanted, make_generator(self, *wanted))
            generator = self._generator[1]
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

    def suggest(self, note: str | None = None, *, k: int = 10, mentions: bool = True) -> Suggestions:
        """Find what may already be what the gaps lack, or the concepts of the note at ``note``, and unlinked mentions.
        Raises what ``workspace.suggesting.suggestions`` raises."""
        from vaultkit.workspace.suggesting import suggestions

        return suggestions(self, note, k, mentions=mentions, progress=self._progress)

    def show(self, path: str) -> NoteView:
        """Everything known of the note at ``path`` (from ``find``). Raises KeyError for a path that is no note."""
        from vaultkit.render.show import view_note

        return view_note(self.index.note(path), self._woven.web.nodes, self.gap(path), tuple(self.links(source=path)),
                         tuple(self.links(target=path)), self.words())
