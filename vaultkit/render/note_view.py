"""One note with everything that is known of it: what ``show`` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vaultkit.model import Heading, Note, ResolvedLink, Strength
from vaultkit.source.reported import Lang, reported

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import ChainStage, Gap
    from vaultkit.graph.web import Node


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section; ``kind`` is the stage that it stands for by its heading, else None."""

    id: str
    level: int
    heading: str
    line: int
    end_line: int
    kind: str | None
    strength: Strength | None


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn of an exported chat."""

    role: str
    time: str | None
    uid: str | None
    start_line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class ProblemView:
    """What could not be read of the note."""

    path: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """CONTRACT, ``show``. ``chain`` and ``state`` are None for a note that is no concept; ``missing_stage`` for one
    that lacks none."""

    path: str
    title: str
    summary: str | None
    kind: str
    strength: Strength | None
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    properties: dict[str, Any]
    sections: tuple[SectionView, ...]
    turns: tuple[TurnView, ...]
    links_out: tuple[ResolvedLink, ...]
    links_in: tuple[ResolvedLink, ...]
    state: str | None
    missing_stage: str | None
    chain: tuple[ChainStage, ...] | None
    problems: tuple[ProblemView, ...]


def view_note(note: Note, nodes: Mapping[str, Node], gap: Gap | None, links_out: tuple[ResolvedLink, ...],
              links_in: tuple[ResolvedLink, ...], lang: Lang = "en") -> NoteView:
    """Put together what the index, the graph and the gaps know of ``note``; its problems are said in ``lang``."""
    node = nodes.get(note.path)
    return NoteView(
        note.path, note.title, note.summary, node.kind if node else "note", node.strength if node else None,
        note.aliases,
        tuple(tag.name for tag in note.tags), {item.name: item.value for item in note.properties},
        tuple(_section(note.path, heading, nodes) for heading in note.headings),
        tuple(TurnView(turn.role, turn.time, turn.uid, turn.line, turn.end_line) for turn in note.turns),
        links_out, links_in, gap.state if gap else None, gap.missing_stage if gap else None,
        gap.chain if gap else None,
        tuple(ProblemView(item.path, item.line, reported(item.message, lang)) for item in note.problems))


def _section(path: str, heading: Heading, nodes: Mapping[str, Node]) -> SectionView:
    id_ = f"{path}#{heading.anchor}"
    node = nodes.get(id_)
    return SectionView(id_, heading.level, heading.text, heading.line, heading.end_line,
                       node.kind if node else None, node.strength if node else None)
