"""Search over one vault: what its index, settings and models give the searcher."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.search.chunks import ChunkIndex
from vaultkit.search.filters import PART_ROLES, Filters
from vaultkit.search.searcher import Searcher
from vaultkit.text.names import is_note

if TYPE_CHECKING:
    from vaultkit.config import Config
    from vaultkit.model import Chunk, NoteFacts
    from vaultkit.search.dense import Dense, Second
    from vaultkit.search.embedding import EmbedReport, Passage, Progress
    from vaultkit.search.expand import Expander
    from vaultkit.search.lexical import Lexical
    from vaultkit.search.pagerank import Edge
    from vaultkit.workspace.snapshot import Snapshot


def make_searcher(vault: Snapshot, progress: Progress | None = None) -> Searcher:
    """A searcher of ``vault``; no model and no store is opened yet. ``progress`` sees vectors being made before a first
    search."""
    chunks = ChunkIndex(vault.config, vault.index, lambda: vault.ontology)
    made: list[Second | None] = []

    def dense() -> Dense | None:
        from vaultkit.search.dense import Dense
        from vaultkit.search.embed import embedder
        from vaultkit.search.store import open_store
        from vaultkit.search.vocabulary import Vocabulary

        model = embedder(vault.config)
        if model is None:
            return None
        store = open_store(vault.config, model.id, model.dimensions)
        return Dense(model, store, lambda: _fill(vault.config, chunks, progress), Vocabulary(vault.config, model.id))

    def second() -> Second | None:
        if not made:
            from vaultkit.search.dense import Second
            from vaultkit.search.embed import second_embedder

            model = second_embedder(vault.config)
            made.append(None if model is None else Second(model, chunks))
        return made[0]

    def expander(lexical: Lexical) -> Expander:
        from vaultkit.search.expand import Expander

        return Expander(chunks, lexical, lambda paths: _around(vault, paths))

    return Searcher(chunks, dense=dense, second=second if vault.config.embed_second else lambda: None,
                    expander=expander)


def part_searcher(vault: Snapshot, role: str) -> Searcher:
    """A searcher, by words alone, of what ``role`` (thinking, tool) said in the chats of ``vault``."""
    from vaultkit.graph.kinds import kind_of_note
    from vaultkit.search.chunking import chunk_parts
    from vaultkit.search.part_index import PartIndex

    def cut() -> Iterator[tuple[NoteFacts, str, list[Chunk]]]:
        for facts in vault.facts:
            if facts.is_chat and not facts.excluded:
                kind = kind_of_note(facts, vault.ontology, vault.config).kind
                chunks = chunk_parts(vault.index.note(facts.path), vault.index.text(facts.path), kind, role)
                if chunks:
                    yield facts, kind, chunks

    return Searcher(PartIndex(cut()))


def mode_for(role: str | None, mode: str) -> str:
    """The mode of a search narrowed to ``role``. Raises UsageError for one by meaning of what has no vectors."""
    if role not in PART_ROLES:
        return mode
    if mode == "dense":
        raise UsageError("a model's thoughts and its tools are found by words alone", "search without --mode dense")
    return "lexical"


def filters(vault: Snapshot, *, kind: str | None = None, tag: str | None = None, path: str | None = None,
            role: str | None = None, since: str | None = None, until: str | None = None,
            evidence: bool = False) -> Filters | None:
    """Return what a search is narrowed to, None when nothing is asked; ``kind`` in any word that the ontology knows.
    Raises UsageError for a kind that does not exist and for what is no date."""
    if not any((kind, tag, path, role, since, until, evidence)):
        return None
    guessed = None
    if kind:
        known = vault.ontology.kind_of_word(kind)
        if known is None:
            raise UsageError(f"{kind} is no kind", f"name one of {', '.join((*vault.ontology.kinds, 'note'))}")
        kind, guessed = known, {note: guess for note, (guess, _) in vault.inferred.items()}
    return Filters(kind, tag, path, role, since, until, evidence, guessed)


def embed(config: Config, searcher: Searcher, progress: Progress | None = None) -> EmbedReport | None:
    """Give every passage and word a vector, and take out what no passage uses; None without an embedder. Raises
    EnvironmentFailure where a model or store can't be used; where only words can't be kept, the report says so."""
    searcher.close()
    return _fill(config, searcher.chunks, progress)


def _fill(config: Config, chunks: ChunkIndex, progress: Progress | None = None) -> EmbedReport | None:
    """The work of ``embed``; while it goes on a mark says so, for the next search to go on where it was stopped."""
    from dataclasses import replace

    from vaultkit.search.dense import BEGUN
    from vaultkit.search.embed import EmbedderFactory, embedder
    from vaultkit.search.embedding import embed_vault, sync
    from vaultkit.search.vocabulary import Vocabulary

    model = embedder(config)
    if model is None:
        return None
    chunks.set_mark(BEGUN, model.id)
    report = embed_vault(config, passages(chunks), progress=progress)
    chunks.set_mark(BEGUN, "")
    if report and not report.lacking:
        chunks.set_mark("embedded", f"{model.id} {chunks.state()}")
    try:
        sync(((word, word, {}) for word in chunks.words()), EmbedderFactory(config), Vocabulary(config, model.id))
    except EnvironmentFailure as error:
        return report and replace(report, wordless=str(error))
    chunks.set_mark("worded", f"{model.id} {chunks.state()}")
    return report


def passages(chunks: ChunkIndex) -> Iterator[Passage]:
    """Yield (key, text to embed, payload) of every chunk, each key once."""
    from vaultkit.search.dense import payload
    from vaultkit.search.passage_text import passage

    seen: set[str] = set()
    for chunk in chunks.chunks():
        if chunk.key not in seen:
            seen.add(chunk.key)
            yield chunk.key, passage(chunk), payload(chunk)


def _around(vault: Snapshot, paths: Collection[str]) -> Iterator[Edge]:
    """The links of notes at ``paths``, each with its relation where it has one."""
    from vaultkit.search.pagerank import MOST_LINKS
    from vaultkit.vault.index import Lookups

    relation_of = vault.ontology.relation_of_field
    for source, target, _, field, _, _, commented, _ in Lookups(vault.index).edges_around(paths, MOST_LINKS):
        if not commented and is_note(target) and is_note(source):
            relation = relation_of(field) if field else None
            yield source, target, relation.name if relation else None
