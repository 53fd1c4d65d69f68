"""Types of a rule and of what it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit.messages.words import Text
from vaultkit.model import Severity

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext


@dataclass(frozen=True, slots=True)
class RuleHit:
    """One place where a rule does not hold. ``about`` is what is wrong as it is written (a link, a property's value):
    the finding's identity, whatever line it moves to; ``fix`` None: what the rule says in general."""

    path: str
    line: int
    column: int
    message: str
    about: str
    fix: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``doc`` explains it in a paragraph (docs/rules.md is made of these), ``mend`` says what to do. ``find``
    yields the hits in a context. ``relative``: when a change is judged, only what the change brought counts, in the
    changed notes too."""

    id: str
    severity: Severity
    doc: str
    mend: Text
    find: Callable[[CheckContext], Iterable[RuleHit]]
    relative: bool = False


def without_numbers(message: str) -> str:
    """A message for the fingerprint of a finding, without the line numbers, which move with the text."""
    return re.sub(r"\d+", "#", message)
