"""How strong a piece of evidence is."""

from __future__ import annotations

from typing import Literal

Strength = Literal["declared", "structural", "inferred"]
STRENGTHS: tuple[Strength, ...] = ("declared", "structural", "inferred")
