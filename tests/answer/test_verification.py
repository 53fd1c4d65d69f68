"""A sentence against its note: words, meaning, numbers, names and negation."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from vaultkit.answer.question import read_question
from vaultkit.answer.sentences import sentences_of
from vaultkit.answer.sources import verify
from vaultkit.model import Chunk, Hit

NOTE = "The ferry leaves every 40 minutes from pier two. It does not run in fog. Паром не ходит в туман."
EVIDENCE = sentences_of(Hit(Chunk("k", "Ferry.md", "Ferry", (), 1, 1, NOTE), 1.0), 0)
QUESTION = read_question("When does the ferry leave?")


@pytest.mark.parametrize("text", [
    "The ferry leaves every 40 minutes from pier two.",
    "Every 40 minutes the ferry leaves pier two.",
    "It does not run in fog.",
    "В туман паром не ходит.",
])
def test_what_the_note_says_is_supported(text: str) -> None:
    assert verify(text, EVIDENCE, QUESTION).supported


@pytest.mark.parametrize(("text", "why"), [
    ("The ferry leaves every 30 minutes from pier two.", "number"),
    ("The ferry leaves for Bornholm every 40 minutes.", "name"),
    ("It does run in fog.", "not"),
    ("Паром ходит в туман.", "not"),
    ("Bicycles and dogs travel free of charge.", "little"),
    ("", "evidence"),
])
def test_what_it_does_not_say_is_not(text: str, why: str) -> None:
    found = verify(text, EVIDENCE, QUESTION)
    assert not found.supported and why in (found.why or "")


def test_meaning_makes_up_for_other_words_but_not_for_a_wrong_number() -> None:
    def alike(one: Sequence[str], other: Sequence[str]) -> list[list[float]]:
        return [[0.9] * len(other) for _ in one]

    text = "The slow boat departs every 40 minutes."
    assert not verify(text, EVIDENCE, QUESTION).supported
    assert verify(text, EVIDENCE, QUESTION, alike).supported
    assert not verify(text.replace("40", "50"), EVIDENCE, QUESTION, alike).supported
