"""The gap report, object ``gaps`` of docs/contract.md: frozen dataclasses whose fields are the JSON's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from vaultkit.graph.coverage import State
from vaultkit.graph.nodes import EvidenceState, Via
from vaultkit.model import NoteFacts, Strength


@dataclass(frozen=True, slots=True)
class ChainNode:
    """A node at one stage of a concept's chain. ``strength`` is that of the weakest step on the way to it."""

    id: str
    strength: Strength
    state: EvidenceState


@dataclass(frozen=True, slots=True)
class ChainStage:
    """One stage of a concept's chain. ``present``: the chain that decides has it; ``nodes`` holds those of every chain,
    what does not count too."""

    stage: str
    present: bool
    nodes: tuple[ChainNode, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: ``id`` is what is named, ``path`` and ``line`` where it is named; ``changed`` are the ids
    of the ends of the link that changed since it was accepted. Of code that has moved ``was`` is what is written
    there and ``now`` what to write in its place. ``refused``: the path leads out of every source root and the vault,
    so nobody looked whether it is there. ``role`` says whose words it is where it stands in a chat."""

    id: str
    path: str
    line: int
    via: Via
    relation: str | None
    strength: Strength
    state: EvidenceState
    changed: tuple[str, ...] = ()
    was: str | None = None
    now: str | None = None
    refused: bool = False
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """``waive:`` of a note: the terms that it accepts (empty: all), why, until when (ISO date as written, or None).
    ``expired`` when that day is over; such a waiver does not count."""

    terms: tuple[str, ...]
    reason: str | None
    until: str | None
    line: int
    expired: bool


IdeaForm = Literal["note", "section", "idea"]
Outcome = Literal["covered", "probable", "open", "chat_only", "unjudged"]


@dataclass(frozen=True, slots=True)
class Implementable:
    """Judgement of how surely an idea can be built (``score``, 0 to 1), and the signals that say so, strongest first:
    messages until they are worded for a person."""

    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Probable:
    """Code that probably implements an idea: weaker than any evidence, and never counted. ``path`` is relative to its
    source root; ``state``: found there, moved from where the note says it is, or planned (named by an open task and
    not there yet); ``why`` as in Implementable."""

    path: str
    symbol: str | None
    line: int | None
    score: float
    why: tuple[str, ...]
    state: Literal["found", "planned", "moved"]


@dataclass(frozen=True, slots=True)
class StatusSaid:
    """Status of an idea in the words of a table or note, with the place, the speaker (in a chat) and the date."""

    text: str
    note: str
    line: int
    role: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Speakers:
    """Speakers of an idea: the first and last date (ISO 8601, or None), whose words (user, assistant, note), and what
    tables say of its status."""

    first: str | None
    last: str | None
    by: tuple[str, ...]
    statuses: tuple[StatusSaid, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """One idea, a covered one too. ``why`` are messages until they are worded for a person. ``form``: what it is of, a
    note, a section, or an idea without a note (``concept`` is ``idea:Name`` then, ``path`` and ``line`` its first
    place). ``outcome``: in good code; probably in code; open; with code in a chat only; not to be judged, since there
    is no source tree."""

    concept: str
    title: str
    state: State
    last_stage: str
    missing_stage: str | None
    chain: tuple[ChainStage, ...]
    evidence: tuple[Evidence, ...]
    strength: Strength
    priority: float
    why: tuple[str, ...]
    path: str
    line: int
    waiver: Waiver | None = None
    form: IdeaForm = "note"
    implementable: Implementable | None = None
    probable: tuple[Probable, ...] = ()
    outcome: Outcome = "open"
    subpath: str | None = None
    said: Speakers | None = None


@dataclass(frozen=True, slots=True)
class RootTaken:
    """A source tree that was looked at: ``path`` is relative to the vault; ``how`` says whether the settings name it
    or it was found."""

    path: str
    how: Literal["declared", "found"]


@dataclass(frozen=True, slots=True)
class Orphan:
    """Code, pseudocode, algorithm or scheme that no concept leads to."""

    id: str
    kind: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class StageCoverage:
    """Coverage of a stage: of ``of`` concepts whose chain has this stage, ``shallow`` have one below it too, ``deep``
    reach good code."""

    shallow: int
    deep: int
    of: int


@dataclass(frozen=True, slots=True)
class FolderSummary:
    """The concepts of one folder of the vault (empty for its root) by state."""

    folder: str
    concepts: int
    covered: int
    by_state: dict[str, int]


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over all ideas. ``outcome``: how many of each, and of notes to learn from (``learning``)."""

    concepts: int
    by_state: dict[str, int]
    coverage: dict[str, StageCoverage]
    folders: tuple[FolderSummary, ...]
    outcome: dict[str, int] = field(default_factory=dict)
    roots: tuple[RootTaken, ...] = ()


@dataclass(frozen=True, slots=True)
class GapReport:
    """Every concept by falling priority, and what no concept leads to. ``chain`` are the stages' names; ``inferred``:
    the vault declares no kind and the concepts are guesses."""

    summary: Summary
    gaps: tuple[Gap, ...]
    orphaned: tuple[Orphan, ...]
    chain: tuple[str, ...] = ()
    inferred: bool = False


_FIELD = "waive"


def is_waiver(name: str) -> bool:
    """Return whether a property of that name holds a waiver."""
    return name.casefold() == _FIELD


def waiver_of(note: NoteFacts, today: date | None = None) -> Waiver | None:
    """The waiver that ``note`` holds, or None. A bare word or list stands for the terms. The day of ``until`` still
    counts; an ``until`` that is no date counts as expired, so that no gap is hidden for good."""
    name = next(filter(is_waiver, note.properties), None)
    if name is None:
        return None
    value: Any = note.properties[name]
    if value is None or value is False:
        return None
    body = value if isinstance(value, dict) else {}
    terms = written_terms(value)
    until = body.get("until")
    reason = body.get("reason")
    return Waiver(
        terms=tuple(term.strip().casefold() for term in terms),
        reason=str(reason) if reason else None, until=None if until is None else str(until),
        line=note.property_lines.get(name, 1), expired=until is not None and _over(str(until), today or date.today()))


def written_terms(value: Any) -> list[str]:
    """The gap terms in the value of ``waive``, as they are written."""
    terms = value.get("terms") if isinstance(value, dict) else value
    if terms is None or isinstance(terms, bool):
        return []
    return [str(term) for term in (terms if isinstance(terms, list) else [terms])]


def day_of(until: str | None) -> date | None:
    """The day that ``until`` names (ISO 8601, a time behind it is passed over); None when it is no date."""
    try:
        return date.fromisoformat((until or "").strip()[:10])
    except ValueError:
        return None


def _over(until: str, today: date) -> bool:
    day = day_of(until)
    return day is None or day < today
