"""Types for what is wrong with a file, and what check says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "off"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one file that cost part of its content. ``rule`` is an id of check."""

    path: str
    line: int
    message: str
    rule: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of check (docs/contract.md)."""

    path: str
    line: int
    column: int
    rule: str
    severity: Severity
    message: str
    fix: str | None
    fingerprint: str
    new: bool = True
