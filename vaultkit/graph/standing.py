"""What one note says of the chain by itself: its kind and its parts of a stage. It depends on nothing but the note, the
ontology and the settings, so that it can be kept as long as these stay."""

from __future__ import annotations

from typing import Any, NamedTuple

from vaultkit.config import Config
from vaultkit.graph.kinds import UNDECLARED, NoteKind, kind_of_note
from vaultkit.graph.parts import Part, parts_of
from vaultkit.model import NoteFacts
from vaultkit.ontology import Ontology


class Standing(NamedTuple):
    """``kind`` is what the note declares, ``parts`` are those of a note of this kind. ``headings``: (line, line of the
    next heading or 0, kind) of every heading that is a stage word, with text below it or not."""

    kind: NoteKind
    headings: tuple[tuple[int, int, str], ...]
    parts: tuple[Part, ...]

    def stage_at(self, line: int) -> str | None:
        """The kind whose stage word the heading right above ``line`` is, or None."""
        return next((kind for first, after, kind in self.headings
                     if first <= line and (line < after or not after)), None)


NOTHING = Standing(UNDECLARED, (), ())


def standing_of(note: NoteFacts, ontology: Ontology, config: Config) -> Standing:
    """The standing of a note that is not excluded."""
    if note.template:
        return NOTHING
    kind, headings = kind_of_note(note, ontology, config), note.headings
    following = (*(heading.line for heading in headings[1:]), 0)
    staged = [(heading.line, after, stage) for heading, after in zip(headings, following, strict=False)
              if (stage := ontology.stage_of_heading(heading.text)) is not None]
    return Standing(kind, tuple(staged), tuple(parts_of(note, kind.kind, ontology)))


def to_plain(standing: Standing) -> list[Any]:
    """The same in lists, text and numbers."""
    kind, headings, parts = standing
    return [None if kind == UNDECLARED else kind, headings, parts]


def from_plain(values: list[Any]) -> Standing:
    """The other way round. Raises TypeError, ValueError for what is none."""
    kind, headings, parts = values
    return Standing(NoteKind(*kind) if kind else UNDECLARED, tuple(map(tuple, headings)),
                    tuple([Part(*part) for part in parts]))
