"""A chain in one line: ``concept ✓ → scheme ✓§ → algorithm ✗ → pseudocode · → code ·``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.graph.verdict import TROUBLES
from vaultkit.render.style import Signs, coloured, dim
from vaultkit.render.terminal import cells
from vaultkit.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultkit.graph.gap_types import ChainStage

_RANK = {"declared": 0, "structural": 1, "inferred": 2}


def draw_chain(chain: Sequence[ChainStage], missing: str | None, words: Words, signs: Signs) -> str:
    """The stages from the top down. What is there bears the sign of its strongest evidence, the stage that is missing
    next a ✗, what would come after it a dot. A dashed arrow leads to what is only inferred."""
    return " ".join(_steps(chain, missing, words, signs))


def chain_lines(chain: Sequence[ChainStage], missing: str | None, words: Words, signs: Signs, width: int) -> list[str]:
    """The same in lines of at most ``width`` columns, broken before an arrow."""
    lines: list[str] = []
    for step in _steps(chain, missing, words, signs):
        if lines and cells(lines[-1]) + 1 + cells(step) <= width:
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
    """What the signs of a chain mean."""
    return dim(words("gaps.legend", declared=signs.declared, structural=signs.structural, inferred=signs.inferred,
                     missing=signs.missing, later=signs.later))


def _strongest(stage: ChainStage) -> str | None:
    return min((node.strength for node in stage.nodes), key=lambda strength: _RANK[strength], default=None)
