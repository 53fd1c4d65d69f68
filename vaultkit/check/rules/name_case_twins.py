"""``name-case-twins``: two files of one folder whose names differ in case or in normal form only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_TWIN = ("{other} is the same name where case does not count (macOS, Windows)",
         "{other} — то же имя там, где регистр не различается (macOS, Windows)")


def find(context: CheckContext) -> Iterator[RuleHit]:
    judged = set(context.files)
    for twins in context.lookups.same_name(context.paths).values():
        for path in twins:
            if path in judged:
                other = next(twin for twin in twins if twin != path)
                yield RuleHit(path, 1, 1, context.say(_TWIN, other=other), path)


RULE = Rule(
    "name-case-twins", "error",
    "Two files of one folder have names that differ only in case or in the Unicode form of their letters. On macOS and"
    " Windows one of them disappears at the next checkout or sync.",
    ("rename one of them", "переименуйте один из них"), find)
