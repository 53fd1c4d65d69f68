"""``orphaned``: code, pseudocode, an algorithm or a scheme that no concept leads to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit
from vaultkit.model.ids import subpath_of

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_LOST = ("no concept leads to this {kind}", "к этому не ведёт ни один концепт (вид {kind})")


def find(context: CheckContext) -> Iterator[RuleHit]:
    for orphan in context.report.orphaned:
        if context.judges(orphan.path):
            about = subpath_of(orphan.id) or orphan.kind
            yield RuleHit(orphan.path, orphan.line, 1, context.say(_LOST, kind=orphan.kind), about)


RULE = Rule(
    "orphaned", "off",
    "A note or section is of a stage below the concept, and no concept leads to it. Off unless it is selected or"
    " given a severity: many vaults hold code and algorithms that serve no idea of theirs.",
    ("link it from the concept that it serves", "сошлитесь на это из концепта, которому оно служит"), find)
