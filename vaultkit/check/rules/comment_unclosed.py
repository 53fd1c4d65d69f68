"""``comment-unclosed``: a comment begins and is never closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_PERCENT = ("%% has no pair: what follows is read, though Obsidian may hide it",
            "у %% нет пары: дальнейшее прочитано, хотя Obsidian может его скрыть")
_HTML = ("<!-- has no -->: it hides what follows", "у <!-- нет -->: дальнейшее скрыто")


def find(context: CheckContext) -> Iterator[RuleHit]:
    for problem in context.problems:
        if problem.rule == RULE.id:
            mark, _, _ = problem.message.partition(" ")
            said = context.say(_HTML if mark == "<!--" else _PERCENT)
            yield RuleHit(problem.path, problem.line, 1, said, mark)


RULE = Rule(
    "comment-unclosed", "warning",
    "Two percent signs stand alone: behind other words of their paragraph they wrap nothing without a second pair in"
    " that paragraph, and where they begin a block nothing below closes them. Obsidian may hide the rest of the note;"
    " vaultkit reads it. So it is of `<!--` without `-->`, but what that hides stays hidden, as in every reader of"
    " Markdown.",
    ("close the comment, or write one percent sign, or put both in `code`",
     "закройте комментарий, оставьте один знак процента или возьмите оба в `код`"), find, of=("problems",))
