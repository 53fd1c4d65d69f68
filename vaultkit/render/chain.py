"""A chain in one line: ``concept ✓ → scheme ✓§ → algorithm ✗ → pseudocode · → code ·``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.render.style import Signs, coloured, dim
from vaultkit.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultkit.graph import ChainStage

_RANK = {"declared": 0, "structural": 1, "inferred": 2}
_BAD = ("missing", "stub", "suspect", "moved")


def draw_chain(chain: Sequence[ChainStage], missing: str | None, words: Words, signs: Signs) -> str:
    """The stages from the top down. What is there bears the sign of its strongest evidence, the stage that is missing
    next a ✗, what would come after it a dot; code that is there and no good says why. A dashed arrow leads to what is
    only inferred."""
    parts = []
    for i, stage in enumerate(chain):
        strength = _strongest(stage)
        name = words.name("stage", stage.stage)
        if i:
            parts.append(signs.dashed if strength == "inferred" else signs.solid)
        if not stage.present:
            bad = next((node.state for node in stage.nodes if node.state in _BAD), None)
            if stage.stage == missing or bad:
                parts.append(coloured(f"{name} {signs.missing}", "missing"))
            else:
                parts.append(dim(f"{name} {signs.later}"))
        elif strength == "inferred":
            parts.append(coloured(f"{name} {signs.inferred}", "partial"))
        else:
            parts.append(coloured(f"{name} {signs.structural if strength == 'structural' else signs.declared}", "ok"))
    return " ".join(parts)


def legend(words: Words, signs: Signs) -> str:
    """What the signs of a chain mean."""
    return dim(words("gaps.legend", declared=signs.declared, structural=signs.structural, inferred=signs.inferred,
                     missing=signs.missing, later=signs.later))


def _strongest(stage: ChainStage) -> str | None:
    return min((node.strength for node in stage.nodes), key=lambda strength: _RANK[strength], default=None)
