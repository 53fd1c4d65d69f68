"""``path-moved``: a path in the text of a note leads nowhere, and the file is found elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_MOVED = ("there is no {text}; this file is {now} now", "файла {text} нет; теперь это {now}")
_FIX = ("write {now}", "напишите {now}")


def find(context: CheckContext) -> Iterator[RuleHit]:
    """Yield a hit for every path whose file is elsewhere."""
    from vaultkit.markdown.named_paths import named_paths

    for facts in context.facts:
        note = context.index.note(facts.path)
        for named in named_paths(note, context.text(facts.path)):
            found = context.paths_of_code.locate(named.text, task=named.task, tree=named.where == "tree")
            if found is not None and found.state == "moved":
                yield RuleHit(facts.path, named.line, named.column,
                              context.say(_MOVED, text=named.text, now=found.path), named.text,
                              context.say(_FIX, now=found.path))


RULE = Rule(
    "path-moved", "off",
    "A path in running text, inline code, a link or a drawn tree is not there, and one file alone has the same name or"
    " end of its path elsewhere in the source trees or the vault. Off unless it is selected or given a severity: notes"
    " also tell of how things were.",
    ("write the new path", "укажите новый путь"), find)
