"""``duplicate-alias``: an alias that leads to two notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit
from vaultkit.text.names import fold

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_SHARED = ("{other} has the alias {alias} too", "у {other} тот же псевдоним «{alias}»")
_NAME = ("{other} is a note of that name: [[{alias}]] opens it", "{other} называется так же: [[{alias}]] откроет её")


def find(context: CheckContext) -> Iterator[RuleHit]:
    """A hit for every alias, without case, that a note shares with another one or with another note's file name."""
    wanted = None if context.paths is None else {fold(alias) for note in context.facts for alias in note.aliases}
    shared = context.lookups.aliases(wanted)
    named = context.lookups.named(list(shared)) if shared else {}
    for note in context.facts:
        for alias in note.aliases:
            name = fold(alias.strip())
            same = [path for path in named.get(name, ()) if path != note.path]
            others = same or [path for path in shared.get(name, ()) if path != note.path]
            if others:
                field = next((item for item in note.properties if item.casefold() in ("aliases", "alias")), "")
                line, column = context.spot(note.path, note.property_lines.get(field, 1), alias)
                said = context.say(_NAME if same else _SHARED, other=others[0], alias=alias)
                yield RuleHit(note.path, line, column, said, name)


RULE = Rule(
    "duplicate-alias", "warning",
    "Two notes have the same alias, or an alias is the name of another note. What is typed into a link or a search then"
    " leads to either.",
    ("take the alias from one of them", "уберите псевдоним у одной из них"), find)
