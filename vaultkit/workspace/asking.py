"""Answers out of one vault: what its index, search, graph and settings give the answer room."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.answer import Means
from vaultkit.answer.generators.protocol import OWN, Generator, Settings, default_kind, load_generator
from vaultkit.answer.model_record import may_compose, write_record
from vaultkit.answer.routes import GraphFacts
from vaultkit.answer.score import Similarity
from vaultkit.config.trust import permitted
from vaultkit.errors import UsageError
from vaultkit.evaluate import EvalReport, GoldQuestion, evaluate, reply_of
from vaultkit.graph.gap_types import Gap
from vaultkit.model import Hit
from vaultkit.model_files import placed
from vaultkit.storage import index_folder

if TYPE_CHECKING:
    from vaultkit.answer.generators.protocol import Generator
    from vaultkit.search.searcher import Searcher
    from vaultkit.workspace import Vault


def make_generator(vault: Vault, kind: str | None, model: str | None, lora: str | None,
                   compose: bool | None = None) -> Generator:
    """The generator that is named, else the configured one, else the one that the model means. A path in the settings
    is relative to the vault, one given here to the current folder. ``compose``: whether a model writes over several
    notes; None: where it proved itself on this vault. Raises UsageError and EnvironmentFailure."""
    config, bounds = vault.config, vault.config.bounds
    meant = Settings(model or config.generator_model, lora or config.generator_lora, config.generator_url)
    chosen = kind or (default_kind(Settings(model=model)) if model else config.generator_kind) or default_kind(meant)
    if chosen == "openai":
        named, adapter = meant.model, meant.lora
    else:
        named = model or _placed(vault, config.generator_model)
        adapter = lora or _placed(vault, config.generator_lora)
    if meant.url and chosen not in OWN:
        permitted(config, "generator.url")  # another package's generator sends when it likes
    free = compose
    if free is None:
        free = may_compose(index_folder(vault.root), chosen, Path(named).name if named else None)
    return load_generator(chosen, Settings(
        named, adapter, meant.url, compose=free, reply_seconds=bounds.reply_seconds, reply_bytes=bounds.reply_bytes,
        permit=lambda: permitted(config, "generator.url")))


def means(vault: Vault) -> Means:
    """Return the means of answers; no model is loaded and no index of passages opened yet."""
    opened: list[Searcher] = []

    def searcher() -> Searcher:
        if not opened:
            opened.append(vault.searcher)
        return opened[0]

    def retrieve(question: str, k: int) -> Sequence[Hit]:
        return searcher().search(question, k)

    def similarity() -> Similarity | None:
        dense = searcher().dense()
        if dense is None:
            return None
        embedder = dense.embedder

        def cosines(questions: Sequence[str], texts: Sequence[str]) -> object:
            return embedder.queries(questions) @ embedder.passages(texts).T

        return cosines

    def generated(paths: Sequence[str]) -> frozenset[str]:
        query = "SELECT path FROM notes WHERE own AND path IN (SELECT value FROM json_each(?))"
        return frozenset(path for (path,) in searcher().chunks.guarded(
            lambda db: db.execute(query, (json.dumps(list(paths)),)).fetchall()))

    return Means(retrieve, similarity, lambda tokens: searcher().frequencies(list(tokens)), generated, text_of(vault),
                 lambda paths: searcher().chunks.of_notes(paths))


def facts(vault: Vault) -> GraphFacts:
    """Return what the routes know of the vault."""
    from vaultkit.graph.generated_notes import is_own
    from vaultkit.messages.words import Words
    from vaultkit.render.gap_advice import Mender
    from vaultkit.workspace.planning import plan_of

    def mend(gap: Gap, language: str) -> list[str]:
        return Mender(vault.place, vault.ontology, Words("ru" if language == "ru" else "en")).lines(gap)

    web = vault.web
    notes = [note for note in vault.facts if not note.excluded and not is_own(note)]
    return GraphFacts(notes, vault.gaps(), web.nodes, web.ties, link(vault), text_of(vault), mend,
                      lambda: plan_of(vault, per_week=8), vault.assess)


def link(vault: Vault) -> Callable[[str], str]:
    """A note's path → the shortest name by which a wikilink opens it from anywhere."""

    def name(path: str) -> str:
        whole = path.removesuffix(".md")
        stem = whole.rsplit("/", 1)[-1]
        return stem if vault.index.note_at(stem) == path and _alone(vault, path) else whole

    return name


def text_of(vault: Vault) -> Callable[[str], str | None]:
    """A note's path → its text as it is on disk, read once; None where it can't be read."""
    known: dict[str, str | None] = {}

    def read(path: str) -> str | None:
        if path not in known:
            try:
                known[path] = vault.index.text(path)
            except KeyError:
                known[path] = None
        return known[path]

    return read


def _alone(vault: Vault, path: str) -> bool:
    from vaultkit.text.names import name_key
    from vaultkit.vault.index import Lookups

    return all(len(paths) < 2 for paths in Lookups(vault.index).named([name_key(path)]).values())


def _placed(vault: Vault, path: str | None) -> str | None:
    return placed(vault.root, path) if path else None


# Passages to ask for: enough for ten different notes.
PASSAGES = 50


def evaluate_vault(vault: Vault, questions: Sequence[GoldQuestion], *, mode: str = "hybrid", ask: bool = True,
                   kind: str | None = None, model: str | None = None, compose: bool = False,
                   progress: Callable[[int, int], None] | None = None) -> EvalReport:
    """Put ``questions`` to search in ``mode`` and, with ``ask``, to the generator that is named or configured.

    ``compose``: let its model write over several notes, and keep in the vault's index how well it did: from then on it
    may, or may not. Raises UsageError when the vault holds none of the gold notes (the set is for another vault) and
    when nothing that writes is configured for ``compose``; EnvironmentFailure where a model fails."""
    gold = {note for question in questions for note in question.notes}
    if gold and len(lost := missing(vault, questions)) == len(gold):
        raise UsageError(f"none of the notes that the questions name is in {vault.root} ({lost[0]})",
                         "name the vault that the questions were written for with --vault")
    generator = _generator(vault, kind, model, compose) if ask else None
    report = evaluate(questions, lambda text: [hit.chunk.note for hit in vault.search(text, k=PASSAGES, mode=mode)],
                      (lambda text: reply_of(vault.ask(text, generator=generator))) if ask else None, progress)
    if compose and generator is not None and report.figures.citation_precision is not None:
        answered = sum(one.reply is not None and one.reply.answered for one in report.outcomes)
        write_record(index_folder(vault.root), generator.kind, Path(generator.model).name if generator.model else None,
                     citation_precision=report.figures.citation_precision, questions=answered)
    return report


def _generator(vault: Vault, kind: str | None, model: str | None, compose: bool) -> Generator:
    """Loaded once for all questions."""
    generator = make_generator(vault, kind, model, None, compose=compose or None)
    if compose and generator.kind == "extractive":
        raise UsageError("nothing that writes is configured, so there is nothing to let compose",
                         "name a model with --model, or set generator.model in vaultkit.toml")
    return generator


def missing(vault: Vault, questions: Sequence[GoldQuestion]) -> list[str]:
    """The gold notes that the vault does not hold."""
    there = {unicodedata.normalize("NFC", note.path) for note in vault.facts}
    return sorted({note for question in questions for note in question.notes} - there)
