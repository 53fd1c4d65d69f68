"""Advice on what a concept lacks and how to mend it, in one line each, with the file and line to go to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from vaultkit.graph.coverage import TROUBLED, TROUBLES
from vaultkit.messages.words import Words
from vaultkit.model.ids import path_of
from vaultkit.render.terminal import Signs, coloured, dim, display_width
from vaultkit.text.names import is_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultkit.graph.gap_types import ChainStage, Evidence, Gap
    from vaultkit.ontology import Ontology


# Of these states the first reason says what the drawn chain shows.
SAID_BY_CHAIN = ("partial", "uncovered", "skipped")


class Mender:
    """Knows what a stage is linked by; ``place`` gives ``path:line`` of a node of the graph."""

    def __init__(self, place: Callable[[str], str], ontology: Ontology, words: Words) -> None:
        self.place = place
        self._ontology = ontology
        self._words = words

    def lines(self, gap: Gap) -> list[str]:
        """Say what to do about one concept: mend what it names and is no good, else write the next stage. Nothing for a
        concept that is waived."""
        if gap.state == "waived":
            return []
        troubles = [self._words(f"gaps.evidence_{'refused' if item.refused else item.state}", id=item.id,
                                place=f"{item.path}:{item.line}", was=item.was or item.id, now=_as_written(item))
                    for item in gap.evidence if item.state in TROUBLES]
        if gap.missing_stage is None or (troubles and gap.state in TROUBLED):
            return troubles
        if gap.form == "idea":
            return [*troubles, self._words("gaps.mend_noteless", name=gap.title)]
        return [*troubles, self._next(gap, gap.missing_stage)]

    def reasons(self, gap: Gap) -> list[str]:
        """Say why it matters: the reasons that neither the drawn chain nor ``lines`` tell."""
        told = {f"({item.path}:{item.line})" for item in gap.evidence if item.state in TROUBLES}
        return [text for text in gap.why[gap.state in SAID_BY_CHAIN:] if not any(place in text for place in told)]

    def _next(self, gap: Gap, stage: str) -> str:
        words = self._words
        note = self.place(self._above(gap, stage))
        if stage in self._ontology.code_kinds:
            mend = words("gaps.mend_code", note=note, title=gap.title)
        else:
            heading = "## " + words.name("stage", stage).capitalize()
            relation = self._ontology.relation_to(stage) or stage
            mend = words("gaps.mend_note", note=note, heading=heading, relation=relation)
        return words("gaps.next", stage=words.name("stage", stage), mend=mend)

    def _above(self, gap: Gap, stage: str) -> str:
        """Return where the stage is to be written: in the note that holds the nearest stage above it."""
        above = takewhile(lambda item: item.stage != stage, gap.chain)
        ids = [item.nodes[0].id for item in above if item.nodes]
        return [gap.concept, *(id for id in ids if is_note(path_of(id)))][-1]


def _as_written(item: Evidence) -> str:
    """Return what to write where code that has moved is named: ``code: new/path.py#Name``."""
    now = item.now or item.id
    return f"{item.relation}: {now}" if item.via == "property" and item.relation else now


_RANK = {"declared": 0, "structural": 1, "inferred": 2}


def draw_chain(chain: Sequence[ChainStage], missing: str | None, words: Words, signs: Signs) -> str:
    """The stages from the top down. What is there bears the sign of its strongest evidence, the stage that is missing
    next a ✗, what would come after it a dot. A dashed arrow leads to what is only inferred."""
    return " ".join(_steps(chain, missing, words, signs))


def chain_lines(chain: Sequence[ChainStage], missing: str | None, words: Words, signs: Signs, width: int) -> list[str]:
    """The same in lines of at most ``width`` columns, broken before an arrow."""
    lines: list[str] = []
    for step in _steps(chain, missing, words, signs):
        if lines and display_width(lines[-1]) + 1 + display_width(step) <= width:
            lines[-1] += f" {step}"
        else:
            lines.append(step)
    return lines


def _steps(chain: Sequence[ChainStage], missing: str | None, words: Words, signs: Signs) -> Iterator[str]:
    for i, stage in enumerate(chain):
        strength = _strongest(stage)
        name = words.name("stage", stage.stage)
        arrow = f"{signs.dashed if strength == 'inferred' else signs.solid} " if i else ""
        if stage.present and strength == "inferred":
            yield arrow + coloured(f"{name} {signs.inferred}", "partial")
        elif stage.present:
            sign = signs.structural if strength == "structural" else signs.declared
            yield arrow + coloured(f"{name} {sign}", "ok")
        elif stage.stage == missing or any(node.state in TROUBLES for node in stage.nodes):
            yield arrow + coloured(f"{name} {signs.missing}", "missing")
        else:
            yield arrow + dim(f"{name} {signs.later}")


def legend(words: Words, signs: Signs) -> str:
    """Explain the signs of a chain."""
    return dim(words("gaps.legend", declared=signs.declared, structural=signs.structural, inferred=signs.inferred,
                     missing=signs.missing, later=signs.later))


def _strongest(stage: ChainStage) -> str | None:
    return min((node.strength for node in stage.nodes), key=lambda strength: _RANK[strength], default=None)
