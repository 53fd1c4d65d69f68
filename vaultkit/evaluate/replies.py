"""How good answers are: what they cite, what they contain, and whether they were to be given at all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vaultkit.model import Answer


@dataclass(frozen=True, slots=True)
class Reply:
    """What evaluation needs of one answer. ``cited``: the note of each citation, one entry a citation of a sentence;
    ``confidence`` in [0, 1]: how probable it is that the vault answers; ``text`` is all that was said."""

    answered: bool
    confidence: float
    cited: tuple[str, ...] = ()
    text: str = ""


def reply_of(answer: Answer) -> Reply:
    """The answer as evaluation sees it."""
    note_of = {source.n: source.note for source in answer.sources}
    sentences = [sentence for section in answer.sections for sentence in section.sentences]
    cited = tuple(note_of[n] for sentence in sentences for n in sentence.citations if n in note_of)
    return Reply(answer.answered, answer.confidence, cited if answer.answered else (),
                 " ".join(sentence.text for sentence in sentences))


def citation_precision(reply: Reply, gold: Collection[str]) -> float | None:
    """The share of citations whose note is gold (after Gao et al. 2023, ALCE, with the note as the judge). None for a
    refusal; 0 for an answer without a citation and for any answer to a question without gold notes."""
    if not reply.answered:
        return None
    return sum(note in gold for note in reply.cited) / len(reply.cited) if reply.cited else 0.0


def citation_recall(reply: Reply, gold: Collection[str]) -> float | None:
    """The share of gold notes that were cited; None for a refusal or without gold notes."""
    if not reply.answered or not gold:
        return None
    return len(set(gold).intersection(reply.cited)) / len(set(gold))


def accuracy(said: Sequence[bool], truth: Sequence[bool]) -> float:
    """The share of decisions that were right."""
    return sum(a == b for a, b in zip(said, truth, strict=True)) / len(truth)


def balanced_accuracy(said: Sequence[bool], truth: Sequence[bool]) -> float | None:
    """The mean of the shares that were right among the true and among the false ones (Brodersen et al. 2010): guessing
    gets 0.5 whatever the mix. None when either kind is missing."""
    shares = []
    for kind in (True, False):
        of_kind = [a == kind for a, b in zip(said, truth, strict=True) if b == kind]
        if not of_kind:
            return None
        shares.append(sum(of_kind) / len(of_kind))
    return sum(shares) / 2
