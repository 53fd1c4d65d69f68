"""Answers out of one vault: what its index, search, graph and settings give the answer room."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.answer import Means
from vaultkit.answer.block_score import Similarity
from vaultkit.answer.generators.protocol import OWN, Generator, Settings, default_kind, load_generator
from vaultkit.answer.model_record import may_compose
from vaultkit.answer.model_size import is_strong
from vaultkit.answer.routes import GraphFacts
from vaultkit.answer.routes.forms import CodePlace
from vaultkit.config.trust import permitted
from vaultkit.graph.gap_types import Gap
from vaultkit.model import Chunk, Hit
from vaultkit.model_files import placed
from vaultkit.storage import index_folder

if TYPE_CHECKING:
    from vaultkit.config import Config
    from vaultkit.search.searcher import Searcher
    from vaultkit.vault.index import VaultIndex
    from vaultkit.workspace.snapshot import Snapshot


# Passages that search gives of one note, and those that are read of it: of a longer one those that bear on the
# question, with the one after each (it may be the answer).
PASSAGES, READ = 2, 60


def make_generator(config: Config, kind: str | None, model: str | None, lora: str | None,
                   compose: bool | None = None) -> Generator:
    """The generator that is named, else the configured one, else the one that the model means. A path in the settings
    is relative to the vault, one given here to the current folder. ``compose``: whether a model writes over several
    notes; None: where it proved itself on this vault. Raises UsageError and EnvironmentFailure."""
    bounds = config.bounds
    meant = Settings(model or config.generator_model, lora or config.generator_lora, config.generator_url)
    chosen = kind or (default_kind(Settings(model=model)) if model else config.generator_kind) or default_kind(meant)
    if chosen == "openai":
        named, adapter = meant.model, meant.lora
    else:
        named = model or _placed(config, config.generator_model)
        adapter = lora or _placed(config, config.generator_lora)
    if meant.url and chosen not in OWN:
        permitted(config, "generator.url")  # another package's generator sends when it likes
    free = compose
    if free is None:
        place = Path(named) if named and chosen in ("llama-cpp", "transformers") else None
        free = (chosen in OWN and is_strong(named, place)) or may_compose(
            index_folder(config.vault), chosen, Path(named).name if named else None)
    return load_generator(chosen, Settings(
        named, adapter, meant.url, compose=free, reply_seconds=bounds.reply_seconds, reply_bytes=bounds.reply_bytes,
        permit=lambda: permitted(config, "generator.url")))


def means(index: VaultIndex, refreshed: Callable[[], Searcher]) -> Means:
    """Return the means of answers; no model is loaded and no index of passages ``refreshed`` yet."""
    opened: list[Searcher] = []

    def searcher() -> Searcher:
        if not opened:
            opened.append(refreshed())
        return opened[0]

    def retrieve(question: str, k: int) -> Sequence[Hit]:
        return searcher().search(question, k, passages=PASSAGES)

    def passages_of(paths: Sequence[str], question: str) -> list[Chunk]:
        return [chunk for path in paths for chunk in first_hand(index, path, bearing(searcher(), path, question))]

    def named(question: str) -> frozenset[str]:
        return frozenset(one.note for one in searcher().named_notes(question) if one.sure)

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

    return Means(retrieve, similarity, lambda tokens: searcher().frequencies(list(tokens)), generated, text_of(index),
                 passages_of, lambda question: searcher().terms(question), named)


def bearing(searcher: Searcher, path: str, question: str) -> list[Chunk]:
    """The passages of the note at ``path`` by place; of a very long one its first, those with words of the question
    and those behind them."""
    numbers = searcher.chunks.numbers_of(path)
    if len(numbers) <= READ:
        return searcher.chunks.of_notes([path])
    best = {hit.id for hit in searcher.lexical.weighed(numbers, searcher.terms(question), READ // 2)}
    wanted = [number for place, number in enumerate(numbers)
              if not place or number in best or numbers[place - 1] in best]
    return list(searcher.chunks.by_id(wanted).values())


def first_hand(index: VaultIndex, path: str, chunks: list[Chunk]) -> list[Chunk]:
    """``chunks`` of the note at ``path``; what an answer made of other notes is second-hand only where any of these is
    in the vault."""
    from vaultkit.vault.index import Lookups

    if not any(chunk.secondhand for chunk in chunks):
        return chunks
    if any(source == path and target != path for source, target, *_ in Lookups(index).edges_around([path])):
        return chunks
    return [replace(chunk, secondhand=False) for chunk in chunks]


def facts(vault: Snapshot, named: Callable[[str], Sequence[str]] | None = None) -> GraphFacts:
    """Return what the routes know of the vault; ``named`` gives the notes that a name sounds like."""
    from vaultkit.graph.kinds import is_own
    from vaultkit.messages.words import words_in
    from vaultkit.render.gap_advice import Mender
    from vaultkit.workspace.planning import plan_of

    def mend(gap: Gap, language: str) -> list[str]:
        return Mender(vault.place, vault.ontology, words_in(language)).lines(gap)

    web = vault.web
    notes = [note for note in vault.facts if not note.excluded and not is_own(note)]
    found = vault.gap_report
    # A guess is told as one where it is asked for by name; no list of what lacks code holds it.
    told = replace(found, gaps=tuple(gap for gap in found.gaps if gap.strength != "inferred" or (
        found.inferred and gap.form == "note" and gap.outcome != "unjudged")))
    return GraphFacts(notes, told, web.nodes, web.ties, link(vault.index), text_of(vault.index), mend,
                      lambda: plan_of(vault, per_week=8), lambda: vault.assessed,
                      lambda name: _defined(vault, name), named or (lambda name: ()))


def _defined(vault: Snapshot, name: str) -> list[CodePlace]:
    """Definitions and files of the source trees that are called ``name``, with the notes that name them in code."""
    if not vault.roots:
        return []
    wanted = name.strip("`«»\"'() ")
    exact = vault.code.mention(wanted, stale=False)
    symbols = [exact.symbol] if exact.symbol is not None else list(exact.candidates)
    places = [symbol.file if symbol.kind in ("module", "file") else f"{symbol.file}:{symbol.line}"
              for symbol in symbols]
    if not places:
        places = [one.path if one.line is None or one.symbol is None else f"{one.path}:{one.line}"
                  for one in vault.code_names.named(wanted)]
    named_in = tuple((path, line) for path, text, kind, line, _ in vault.index.mentions()
                     if kind == "code" and text.strip("`()") == wanted)
    return [CodePlace(place, named_in) for place in dict.fromkeys(places)]


def link(index: VaultIndex) -> Callable[[str], str]:
    """A note's path → the shortest name by which a wikilink opens it from anywhere."""

    def name(path: str) -> str:
        whole = path.removesuffix(".md")
        stem = whole.rsplit("/", 1)[-1]
        return stem if index.note_at(stem) == path and _alone(index, path) else whole

    return name


def text_of(index: VaultIndex) -> Callable[[str], str | None]:
    """A note's path → its text as it is on disk, read once; None where it can't be read."""
    known: dict[str, str | None] = {}

    def read(path: str) -> str | None:
        if path not in known:
            try:
                known[path] = index.text(path)
            except KeyError:
                known[path] = None
        return known[path]

    return read


def _alone(index: VaultIndex, path: str) -> bool:
    from vaultkit.text.names import name_key
    from vaultkit.vault.index import Lookups

    return all(len(paths) < 2 for paths in Lookups(index).named([name_key(path)]).values())


def _placed(config: Config, path: str | None) -> str | None:
    return placed(config.vault, path) if path else None
