"""``ambiguous-link``: several notes have the name that a link uses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit, link_hit

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_SEVERAL = ("{target} fits {count} notes; Obsidian opens {note}, not {others}",
            "{target} подходит {count} заметкам; Obsidian откроет {note}, а не {others}")
_FIX = ("write the path: [[{path}]]", "укажите путь: [[{path}]]")
_SHOWN = 3


def find(context: CheckContext) -> Iterator[RuleHit]:
    for link in context.faulty_links:
        if link.status == "ambiguous" and link.resolved is not None:
            others = list(islice((path for path in link.candidates if path != link.resolved), _SHOWN + 1))
            named = ", ".join(others[:_SHOWN]) + (" …" if len(others) > _SHOWN else "")
            yield link_hit(context, link, _SEVERAL, _FIX, count=len(link.candidates), note=link.resolved, others=named,
                           path=link.resolved[:-3])


RULE = Rule(
    "ambiguous-link", "warning",
    "A link fits several notes of one name in different folders. Obsidian opens the one in the note's own folder,"
    " else the one with the shortest path: after a move it may be another.",
    ("write more of the path", "укажите больше пути"), find, of=("faulty_links",))
