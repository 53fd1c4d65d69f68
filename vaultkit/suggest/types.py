"""Records that suggesting takes and gives; the result is the ``suggest`` object of docs/contract.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

CandidateType = Literal["symbol", "note", "library"]


@dataclass(frozen=True, slots=True)
class Document:
    """Something that may be what a gap lacks. ``fields``: name of a field (``bm25f.WEIGHTS``) → its text; ``stage`` is
    the stage that a note or section stands for, None for code and plain notes; ``path`` and ``line`` say where it
    begins; ``file`` is the file that it is told apart by (a symbol's source file, a note's path); ``meaning`` is the
    text that is embedded."""

    type: CandidateType
    id: str
    path: str
    line: int
    fields: Mapping[str, str]
    meaning: str
    stage: str | None = None
    small: bool = False


@dataclass(frozen=True, slots=True)
class OpenConcept:
    """A concept that lacks something. ``stages`` are the note stages it lacks, ``code`` whether it lacks good code;
    ``fields``: name of a field (``query.WEIGHTS``) → text; ``meaning``: the texts that are embedded; ``mentioned``:
    ids of code that its notes name in inline code; ``near``: source file → the title of the neighbour that has its
    code there; ``own``: paths of the notes of its own chain; ``broken``: ids that it names and that are no good."""

    concept: str
    title: str
    missing_stage: str | None
    stages: tuple[str, ...]
    code: bool
    fields: Mapping[str, str]
    meaning: tuple[str, ...]
    mentioned: frozenset[str] = frozenset()
    near: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate: ``score`` is between 0 and 1 and comparable within one concept; ``why`` are the reasons, messages
    until they are worded for a person.
    ``path`` is the source file (relative to its root), the note, or the lock file of a library."""

    type: CandidateType
    id: str
    path: str | None
    line: int | None
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The candidates for one concept, best first; ``missing_stage`` is the gap's."""

    concept: str
    missing_stage: str | None
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class UnlinkedMention:
    """A title or alias of the note ``target`` that stands in the prose of ``note`` and is no link; ``text`` as written
    there. ``linked``: the note links to the target elsewhere."""

    note: str
    line: int
    column: int
    text: str
    target: str
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Everything that ``suggest`` says."""

    suggestions: tuple[Suggestion, ...]
    mentions: tuple[UnlinkedMention, ...]


class Ranked(NamedTuple):
    """A document by its number, its score (higher is better), the parts of it by words and meaning (0..1, None where
    that list does not have it), and the concept that has claimed it."""

    number: int
    score: float
    words: float | None
    meaning: float | None
    claimed: str | None
