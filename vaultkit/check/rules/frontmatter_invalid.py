"""``frontmatter-invalid``: YAML refuses the frontmatter, so the note has no properties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit, without_numbers
from vaultkit.markdown.source import PLACEHOLDER
from vaultkit.messages.message import reported

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext


def find(context: CheckContext) -> Iterator[RuleHit]:
    """Notes whose properties YAML refuses; in a template a placeholder may be what it refuses."""
    for problem in context.problems:
        if problem.rule != RULE.id:
            continue
        for note in context.facts_of([problem.path]):
            if note.template and problem.message.startswith(PLACEHOLDER):
                continue
            said = context.words.say(reported(problem.message))
            yield RuleHit(problem.path, problem.line, 1, said, without_numbers(problem.message))


RULE = Rule(
    "frontmatter-invalid", "error",
    "The properties of the note can't be read: a repeated name, a tab, a colon in an unquoted value, a bracket that"
    " is not closed. The body is read all the same; every property is lost, in Obsidian too."
    " Where only a placeholder of a template is to blame (`{{date}} {{time}}`), the properties are read, and in a"
    " folder of templates nothing is said.",
    ("mend the YAML between the lines ---", "поправьте YAML между строками ---"), find, of=("problems",))
