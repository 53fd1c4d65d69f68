"""An answer with its sources, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of a note that is found and quoted as one (search, ask).

    ``key`` is the hash (hex) of what is embedded: title, headings and ``text``; equal passages share it, wherever
    they stand. ``headings`` from the outermost in; ``text`` is the passage without the prefixes of callouts and quotes
    around it; ``role`` is the speaker's of a chat turn, ``date`` the turn's time, else the note's own date (ISO 8601),
    or None; ``kind`` is the note's kind (``note`` when it has none). ``form`` prose, code (a fence) or table.
    ``secondhand``: an answer that was made from other notes (it ends in a list of sources). ``parts`` says where the
    stretches that were joined in ``text`` stand in the note: (first line, characters), an empty tuple for one stretch.
    """

    key: str
    note: str
    title: str
    headings: tuple[str, ...]
    start_line: int
    end_line: int
    text: str
    kind: str | None = None
    tags: tuple[str, ...] = ()
    date: str | None = None
    role: str | None = None
    form: Literal["prose", "code", "table"] = "prose"
    secondhand: bool = False
    parts: tuple[tuple[int, int], ...] = ()

    def stretches(self) -> tuple[tuple[int, str], ...]:
        """(First line, text) of each stretch of ``text``: between two of them the note has blank lines."""
        if not self.parts:
            return ((self.start_line, self.text),)
        found, at = [], 0
        for line, length in self.parts:
            found.append((line, self.text[at:at + length]))
            at += length + len(BETWEEN)
        return tuple(found)


# What stands between the stretches that are joined in a passage.
BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that was found: ``score`` is higher for better, comparable within one answer only; ``rank`` is its
    note's, from 1. ``lexical``, ``dense`` and ``graph`` are the parts of the score in words and numbers for a person
    (docs/contract.md's ``why``), None where that way did not find it: ``{"rank": 1, "score": 0.83, "terms": ["lora"],
    "near": ["adapter"]}`` (``near`` are words of the vault that mean what the question's words mean), ``{"rank": 3,
    "score": 0.61}``, ``{"from": "a.md", "relation": "depends_on"}``."""

    chunk: Chunk
    score: float
    lexical: dict[str, Any] | None = None
    dense: dict[str, Any] | None = None
    graph: dict[str, Any] | None = None
    rank: int = 0


Style = Literal["direct", "problem"]
# Sure; likely in one of the blocks that are shown; not in the vault as far as can be told.
AnswerState = Literal["answered", "probable", "nothing"]
# Word for word; in other words with the passage beside; with little behind it; with nothing behind it.
Backing = Literal["verbatim", "paraphrase", "weak", "none"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A place of a note that a citation stands on; ``quote`` is its text word for word."""

    headings: tuple[str, ...]
    start_line: int
    end_line: int
    quote: str


@dataclass(frozen=True, slots=True)
class AnswerSource:
    """A cited note: one number a note, counted by first use. ``role`` is the speaker's where its first passage is a
    turn of a chat."""

    n: int
    note: str
    role: str | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence with the numbers of its sources. ``support`` in [0, 1] is how far its notes say the same, None where
    nothing is claimed; ``supported`` False marks a sentence that no note stands behind; ``backing`` says in what way
    its notes stand behind it."""

    text: str
    citations: tuple[int, ...]
    supported: bool
    support: float | None
    backing: Backing = "verbatim"


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """A block of a note that an answer shows word for word (marks of a callout left out): a paragraph, a list, rows of
    a table below their header. ``best`` is the sentence of it that answers best, ``role`` the speaker's in a chat,
    ``cut`` true where the block goes on in the note."""

    note: str
    headings: tuple[str, ...]
    start_line: int
    end_line: int
    text: str
    best: str
    citations: tuple[int, ...]
    role: str | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Relevant:
    """A note that belongs to a section, and why."""

    note: str
    why: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """A part of an answer; style direct has one, without a title. The sentences of ``blocks`` are among
    ``sentences`` where no model worded them."""

    title: str | None
    sentences: tuple[AnswerSentence, ...]
    relevant: tuple[Relevant, ...] = ()
    blocks: tuple[AnswerBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class Nearest:
    """A passage that is shown instead of an answer, word for word."""

    note: str
    headings: tuple[str, ...]
    start_line: int
    score: float
    quote: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Reason why there is no answer: the vault says nothing near, or too little to be sure; and what comes nearest."""

    reason: Literal["nothing", "unsure"]
    nearest: tuple[Nearest, ...]


@dataclass(frozen=True, slots=True)
class AnswerSeconds:
    """Seconds that each part of an answer took."""

    load: float = 0.0
    retrieve: float = 0.0
    generate: float = 0.0
    verify: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer of ``ask`` (docs/contract.md). ``language`` is the question's; ``confidence`` in [0, 1] is calibrated;
    ``answered`` is true exactly for state answered, ``refusal`` given exactly for state nothing; for probable the
    blocks stand in the section."""

    question: str
    language: str
    style: Style
    generator: str
    model: str | None
    route: Literal["graph", "retrieval"]
    state: AnswerState
    answered: bool
    confidence: float
    refusal: Refusal | None
    sections: tuple[AnswerSection, ...]
    sources: tuple[AnswerSource, ...]
    seconds: AnswerSeconds
