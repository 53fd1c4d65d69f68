"""Evidence that the feature families work with and hand to the scorer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vaultkit.model import NoteFacts
from vaultkit.ontology import Ontology


@dataclass(frozen=True, slots=True)
class KindEvidence:
    """One thing seen in a note. ``feature`` names its row in the table of points; ``strength`` 0 to 1; ``told`` fills
    the places a, b, c of its message (``sign.FEATURE``). With ``kind`` it speaks for that kind, besides those that the
    table gives points to."""

    feature: str
    strength: float
    told: tuple[object, ...] = ()
    kind: str | None = None


@dataclass(frozen=True)
class VaultSurroundings:
    """Facts about the vault around a note, worked out once.

    ``inbound`` and ``outbound``: numbers of other notes that link to it and that it links to; ``openings``: lines that
    a link opens; ``parts``: notes that call it their whole; ``declared``: kinds by path; ``folder_kinds``: folder →
    kind → number of notes that declare it; ``asked_as``: path → kinds that relations of other notes take it for, with
    the note and field; ``upward`` and ``downward``: paths with relations of that direction, with the field;
    ``shared_skeletons``: how much a path looks like a filled-in form; ``repeated_headings`` and
    ``repeated_summaries``: what stands in many notes and so tells nothing of one.
    """

    ontology: Ontology
    inbound: Mapping[str, int]
    outbound: Mapping[str, int]
    openings: Mapping[str, int]
    parts: Mapping[str, int]
    declared: Mapping[str, str]
    folder_kinds: Mapping[str, Mapping[str, int]]
    asked_as: Mapping[str, Mapping[str, tuple[str, str]]]
    upward: Mapping[str, str]
    downward: Mapping[str, str]
    shared_skeletons: Mapping[str, float]
    repeated_headings: frozenset[str] = frozenset()
    repeated_summaries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class KindScores:
    """Scores of one note by kind and the evidence with its points for each kind."""

    points: Mapping[str, float]
    told: Sequence[tuple[KindEvidence, Mapping[str, float]]] = field(default=())


def body_line_count(note: NoteFacts) -> int:
    """Lines below the frontmatter, at least one."""
    start = note.makeup.body_line if note.makeup else max(note.property_lines.values(), default=-1) + 2
    return max(1, note.line_count - start + 1)


def own_headings(note: NoteFacts, around: VaultSurroundings) -> list[str]:
    """Texts of a note's headings without its title and without those that many notes repeat."""
    title = note.title.casefold()
    return [heading.text for heading in note.headings
            if heading.text not in around.repeated_headings and heading.text.strip("# ").casefold() != title
            and not (heading.level == 1 and heading is note.headings[0])]
