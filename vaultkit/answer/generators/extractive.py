"""Generator without a model: the sentences stand as the notes have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vaultkit.answer.generators.protocol import Draft, Settings, Watch
from vaultkit.answer.question import Question
from vaultkit.answer.sentences import Sentence


class Extractive:
    """Every piece of evidence is a sentence of the answer."""

    kind = "extractive"
    model: str | None = None

    def drafts(self, question: Question, evidence: Sequence[Sentence], watch: Watch | None = None) -> Iterator[Draft]:
        """The evidence itself, word for word."""
        for place, sentence in enumerate(evidence):
            yield Draft(sentence.text, (place,))


def make(settings: Settings) -> Extractive:
    """The generator; it needs no settings."""
    return Extractive()
