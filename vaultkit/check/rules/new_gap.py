"""``new-gap``: a concept that does not reach code."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit, concept_place, failing
from vaultkit.messages.words import Text
from vaultkit.model.ids import subpath_of

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_SAID: dict[str, Text] = {
    "uncovered": ("nothing stands below {title}: no {stage} yet", "ниже «{title}» ничего нет: нет этапа {stage}"),
    "partial": ("{title} stops at {last}: no {stage} yet", "«{title}» доходит до этапа {last}: нет этапа {stage}"),
}
_FIX = ("`vaultkit gaps --concept {note}` says what is missing; `waive` accepts it",
        "`vaultkit gaps --concept {note}` покажет, чего не хватает; `waive` примет как есть")


def find(context: CheckContext) -> Iterator[RuleHit]:
    for gap in failing(context):
        if gap.state in _SAID:
            path, line, column = concept_place(context, gap)
            text = context.say(_SAID[gap.state], title=gap.title, last=gap.last_stage, stage=gap.missing_stage)
            fix = context.say(_FIX, note=shlex.quote(gap.path))
            yield RuleHit(path, line, column, text, subpath_of(gap.concept), fix)


RULE = Rule(
    "new-gap", "warning",
    "A concept of the strength that `coverage.fail_from` names (declared, unless it is set) has nothing below it, or"
    " a chain that stops before code; what is wrong with a link or with code has a rule of its own. Gaps that the"
    " baseline holds are known; with `--staged` only those that the commit itself opens are told. `vaultkit gaps` shows"
    " all of them with their chains.",
    ("`vaultkit gaps --concept NOTE` says what is missing; `waive` accepts it",
     "`vaultkit gaps --concept ЗАМЕТКА` покажет, чего не хватает; `waive` примет как есть"), find, relative=True)
