"""``code-stub``: the code that a note names does nothing yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit, code_refs, waived
from vaultkit.messages.message import reported

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_STUB = ("{id} does nothing yet ({why})", "{id} пока ничего не делает ({why})")


def find(context: CheckContext) -> Iterator[RuleHit]:
    for ref in code_refs(context):
        if ref.hit.status == "stub" and not waived(context, ref.path, "stub"):
            text = context.say(_STUB, id=ref.hit.id, why=context.words.say(reported(ref.hit.reason or "stub")))
            yield RuleHit(ref.path, ref.line, ref.column, text, ref.text)


RULE = Rule(
    "code-stub", "warning",
    "The code that a note names is there and does nothing: its body is `pass`, `...`, `NotImplementedError` or a TODO.",
    ("write the body", "напишите тело"), find)
