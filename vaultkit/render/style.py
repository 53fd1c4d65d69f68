"""Signs and colours, the same wherever a state, a strength or a chain is shown on a terminal."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from vaultkit.render.terminal import colour

COLOURS = {
    "covered": "green", "ok": "green", "partial": "yellow", "skipped": "yellow", "uncovered": "magenta",
    "broken": "red", "missing": "red", "stub": "red", "suspect": "yellow", "moved": "yellow", "waived": "blue",
    "resolved": "green", "unresolved": "red", "ambiguous": "yellow", "attachment": "blue", "external": "blue",
}

_CODES = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "magenta": "35"}


@dataclass(frozen=True, slots=True)
class Signs:
    """What a console can show; every sign is one column wide or has its width counted."""

    declared: str = "✓"
    structural: str = "✓§"
    inferred: str = "≈"
    missing: str = "✗"
    later: str = "·"
    solid: str = "→"
    dashed: str = "⇢"
    bullet: str = "•"


ASCII = Signs("+", "+s", "~", "x", ".", "->", "~>", "*")


def signs_for(encoding: str | None) -> Signs:
    """The signs that ``encoding`` can show: the Unicode ones, else ASCII."""
    signs = Signs()
    try:
        "✓§≈✗·→⇢•".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return signs


def signs() -> Signs:
    """The signs that stdout can show."""
    return signs_for(getattr(sys.stdout, "encoding", None))


def coloured(text: str, state: str) -> str:
    """``text`` in the colour of ``state``; colours are taken out again where none are wanted."""
    return colour(text, _CODES.get(COLOURS.get(state, ""), ""))


def bold(text: str) -> str:
    """A heading, a name."""
    return colour(text, "1")


def dim(text: str) -> str:
    """What stands beside: paths, reasons."""
    return colour(text, "2") if text else text
