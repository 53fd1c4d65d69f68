"""``skipped-stage``: a chain goes from an idea to code and leaves a stage out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit, concept_place, failing
from vaultkit.model.ids import subpath_of

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_SKIPPED = ("the chain of {title} leaves {stage} out", "в цепочке «{title}» пропущен этап {stage}")


def find(context: CheckContext) -> Iterator[RuleHit]:
    for gap in failing(context):
        if gap.state == "skipped":
            path, line, column = concept_place(context, gap)
            text = context.say(_SKIPPED, title=gap.title, stage=gap.missing_stage)
            yield RuleHit(path, line, column, text, subpath_of(gap.concept))


RULE = Rule(
    "skipped-stage", "warning",
    "A concept reaches code by a chain in which a stage is missing (code without an algorithm, say). It counts as"
    " reached; the thinking in between is written down nowhere.",
    ("write the missing stage, or waive it (`waive: {terms: [skipped]}`)",
     "напишите пропущенный этап или отметьте исключение (`waive: {terms: [skipped]}`)"), find)
