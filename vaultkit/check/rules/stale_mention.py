"""``stale-mention``: a note speaks of code that is gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit
from vaultkit.graph.symbols import stale_mentions

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_GONE = ("{text} is no longer in the source roots", "{text} больше нет в исходниках")
_NEAR = ("perhaps {near} now", "возможно, теперь {near}")


def find(context: CheckContext) -> Iterator[RuleHit]:
    mentions = context.lookups.mentions(context.paths)
    if not mentions or not context.symbols.any:
        return
    for found in stale_mentions(context.frame.source(), lambda: mentions):
        fix = context.say(_NEAR, near=found.nearest) if found.nearest else None
        yield RuleHit(found.note, found.line, found.column, context.say(_GONE, text=found.text), found.text, fix)


RULE = Rule(
    "stale-mention", "warning",
    "Inline code or a permalink of a note names a file or symbol that one of the source roots once had (its index or"
    " its history in git knows it) and has no longer.",
    ("correct the mention or take it out", "поправьте упоминание или уберите его"), find)
