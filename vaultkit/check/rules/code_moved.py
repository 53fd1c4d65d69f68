"""``code-moved``: the code that a note names is elsewhere now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit, code_refs, waived

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_MOVED = ("this code is {id} now", "этот код теперь в {id}")
_FIX = ("write {id}", "напишите {id}")


def find(context: CheckContext) -> Iterator[RuleHit]:
    for ref in code_refs(context):
        if ref.hit.status == "moved" and not waived(context, ref.path, "moved"):
            id_ = ref.hit.id
            yield RuleHit(ref.path, ref.line, ref.column, context.say(_MOVED, id=id_), ref.text,
                          context.say(_FIX, id=id_))


RULE = Rule(
    "code-moved", "warning",
    "The file or symbol that a note names is no longer there, and code with the same body is found in another place: it"
    " was renamed or moved.",
    ("write its new place", "укажите новое место"), find)
