"""Gold questions put to a vault, to measure its search and its answers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.answer.generators.protocol import Generator
from vaultkit.answer.model_record import write_record
from vaultkit.errors import UsageError
from vaultkit.evaluate import EvalReport, GoldQuestion, evaluate, reply_of
from vaultkit.storage import index_folder
from vaultkit.workspace.asking import make_generator

if TYPE_CHECKING:
    from vaultkit.workspace import Vault

# Notes to ask for.
NOTES = 10


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
    report = evaluate(questions, lambda text: [hit.chunk.note for hit in vault.search(text, k=NOTES, mode=mode)],
                      (lambda text: reply_of(vault.ask(text, generator=generator))) if ask else None, progress)
    if compose and generator is not None and report.figures.citation_precision is not None:
        answered = sum(one.reply is not None and one.reply.answered for one in report.outcomes)
        write_record(index_folder(vault.root), generator.kind, Path(generator.model).name if generator.model else None,
                     citation_precision=report.figures.citation_precision, questions=answered)
    return report


def _generator(vault: Vault, kind: str | None, model: str | None, compose: bool) -> Generator:
    """Loaded once for all questions."""
    generator = make_generator(vault.config, kind, model, None, compose=compose or None)
    if compose and generator.kind == "extractive":
        raise UsageError("nothing that writes is configured, so there is nothing to let compose",
                         "name a model with --model, or set generator.model in vaultkit.toml")
    return generator


def missing(vault: Vault, questions: Sequence[GoldQuestion]) -> list[str]:
    """The gold notes that the vault does not hold."""
    there = {unicodedata.normalize("NFC", note.path) for note in vault.facts}
    return sorted({note for question in questions for note in question.notes} - there)
