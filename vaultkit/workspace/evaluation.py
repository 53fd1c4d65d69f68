"""A question set put to one vault."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from vaultkit.errors import UsageError
from vaultkit.evaluate import EvalReport, Question, evaluate, reply_of

if TYPE_CHECKING:
    from vaultkit.workspace import Vault

# Passages to ask for: enough for ten different notes.
PASSAGES = 50


def evaluate_vault(vault: Vault, questions: Sequence[Question], *, mode: str = "hybrid", ask: bool = True,
                   progress: Callable[[int, int], None] | None = None) -> EvalReport:
    """Put ``questions`` to search in ``mode`` and, with ``ask``, to the configured generator. Raises UsageError when
    the vault holds none of the gold notes: the set is for another vault."""
    gold = {note for question in questions for note in question.notes}
    if gold and len(lost := missing(vault, questions)) == len(gold):
        raise UsageError(f"none of the notes that the questions name is in {vault.root} ({lost[0]})",
                         "name the vault that the questions were written for with --vault")
    return evaluate(questions, lambda text: [hit.chunk.note for hit in vault.search(text, k=PASSAGES, mode=mode)],
                    (lambda text: reply_of(vault.ask(text))) if ask else None, progress)


def missing(vault: Vault, questions: Sequence[Question]) -> list[str]:
    """The gold notes that the vault does not hold."""
    there = {unicodedata.normalize("NFC", note.path) for note in vault.facts}
    return sorted({note for question in questions for note in question.notes} - there)
