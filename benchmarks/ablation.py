"""What each part of search adds: rows for `retrieval.py --ablation`, from plain words to the whole, and ways that were
tried and are not in the product. A row is a change of the product that a context takes back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

import numpy as np

from vaultkit.search import dense, lexical, note_rank, passage_text, searcher
from vaultkit.workspace import Vault

Change = Callable[[Vault], AbstractContextManager[Any]]

# Vault → note → vectors of its sentences.
_SENTENCES: dict[str, dict[str, Any]] = {}
_question = dense.Dense.question


def without_names(vault: Vault) -> AbstractContextManager[Any]:
    return patch.object(searcher.Searcher, "named_notes", lambda self, question: [])


def without_typed(vault: Vault) -> AbstractContextManager[Any]:
    return patch.object(searcher, "literals", lambda query: [])


def without_links(vault: Vault) -> AbstractContextManager[Any]:
    return patch.object(vault.searcher, "_make_expander", lambda lexical: None)


def without_near_words(vault: Vault) -> AbstractContextManager[Any]:
    return patch.object(searcher, "widened", lambda terms, lexical, near: terms)


def without_whole_note(vault: Vault) -> AbstractContextManager[Any]:
    return patch.object(note_rank, "NEAR", 0.0)


def without_aliases(vault: Vault) -> AbstractContextManager[Any]:
    return patch.object(lexical, "WEIGHTS", (4.0, 0.0, 2.5, 1.5, 1.0))


def one_form(vault: Vault) -> AbstractContextManager[Any]:
    return patch.object(dense.Dense, "question", lambda self, text, content="": _question(self, text))


@contextmanager
def with_anchors(vault: Vault) -> Iterator[None]:
    """What links to a note show as its text counts as its aliases do; the index is as it was afterwards."""
    shown: dict[str, set[str]] = defaultdict(set)
    for link in vault.links():
        if link.resolved and link.display and link.resolved != link.source:
            shown[link.resolved].add(link.display.strip())
    stem = vault.searcher.lexical.stemmer.text
    db = vault.searcher.chunks._db
    db.execute("BEGIN")
    try:
        db.executemany("""UPDATE words SET aliases = aliases || ' ' || ? WHERE rowid IN
            (SELECT chunks.id FROM chunks JOIN notes ON notes.id = note WHERE path = ?)""",
                       [(stem(" ".join(sorted(texts))), note) for note, texts in shown.items()])
        yield
    finally:
        db.execute("ROLLBACK")


@contextmanager
def with_sentences(vault: Vault, part: float = 0.3) -> Iterator[None]:
    """Each note also gains by its sentence that is nearest to the question."""
    made = _SENTENCES.setdefault(str(vault.root), {})
    whole, scores = searcher._Search._cosines, searcher.note_scores
    found: dict[str, float] = {}

    def cosines(self: Any, notes: list[str]) -> dict[str, list[float]]:
        found.clear()
        for note in notes if self._dense is not None else ():
            if note not in made:
                texts = [text for chunk in self.chunks.of_notes([note])
                         for text in passage_text._END.split(passage_text.readable_passage(chunk.text)) if text]
                made[note] = self._dense.embedder.passages([text for text in texts if len(text) > 15] or [note])
            found[note] = float(np.max(made[note] @ np.asarray(self._vector, dtype=np.float32)))
        return whole(self, notes)

    def raised(*values: Any) -> dict[str, float]:
        return {note: score + part * found.get(note, 0.0) for note, score in scores(*values).items()}

    with patch.object(searcher._Search, "_cosines", cosines), patch.object(searcher, "note_scores", raised):
        yield


# The whole, and the rows that lead to it by what they still lack.
ROWS: tuple[tuple[str, str, tuple[Change, ...]], ...] = (
    ("BM25 over passages", "lexical", (without_names, without_typed)),
    ("+ meaning", "hybrid",
     (without_names, without_typed, without_links, without_near_words, without_whole_note, one_form)),
    ("+ note's centroid", "hybrid", (without_names, without_typed, without_links, without_near_words, one_form)),
    ("+ two forms of the question", "hybrid", (without_names, without_typed, without_links, without_near_words)),
    ("+ near words", "hybrid", (without_names, without_typed, without_links)),
    ("+ links", "hybrid", (without_names, without_typed)),
    ("+ names, as typed: the whole", "hybrid", ()),
    ("whole, without near words", "hybrid", (without_near_words,)),
    ("whole, without centroid", "hybrid", (without_whole_note,)),
    ("whole, without two forms", "hybrid", (one_form,)),
    ("whole, without links", "hybrid", (without_links,)),
    ("whole, without aliases", "hybrid", (without_aliases,)),
    ("whole + 0.3 · best sentence", "hybrid", (with_sentences,)),
    ("whole + 1.0 · best sentence", "hybrid", (partial(with_sentences, part=1.0),)),
    ("whole + anchors", "hybrid", (with_anchors,)),
)


def ablation(vault: Vault, questions: list[str], k: int) -> Iterator[tuple[str, list[list[str]]]]:
    """(row, the notes that it finds for each question, best first)."""
    for name, mode, changes in ROWS:
        with ExitStack() as stack:
            for change in changes:
                stack.enter_context(change(vault))
            yield name, [[hit.chunk.note for hit in vault.search(text, k, mode)] for text in questions]
