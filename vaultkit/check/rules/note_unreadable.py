"""``note-unreadable``: a note, canvas or source file could not be read, or not whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit, without_numbers
from vaultkit.messages.message import reported

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext


def find(context: CheckContext) -> Iterator[RuleHit]:
    for problem in (*context.problems, *context.source_problems):
        if problem.rule == RULE.id:
            said = context.words.say(reported(problem.message))
            yield RuleHit(problem.path, problem.line, 1, said, without_numbers(problem.message))


RULE = Rule(
    "note-unreadable", "warning",
    "A note or canvas is too large, is no UTF-8, is a symbolic link that leaves the vault, or has another fault that"
    " kept vaultkit from reading it whole. So it is of source files: one with a syntax error, in another encoding,"
    " binary or minified gives no symbols, or not all. The rest of the vault is read.",
    ("mend or leave out the file (`ignore`)", "поправьте файл или исключите его (`ignore`)"), find,
    of=("problems", "source_problems"))
