"""``unknown-kind``: ``kind:`` says a word that is no kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit
from vaultkit.text.nearest import nearest_of

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_UNKNOWN = ("{word} is no kind", "«{word}» — не вид заметки")
_NEAR = ("did you mean {near}?", "может быть, {near}?")
_KNOWN = ("known: {known}", "известны: {known}")


def find(context: CheckContext) -> Iterator[RuleHit]:
    """A hit for every note whose kind is declared by a word that the ontology does not know, with the nearest one."""
    kinds = context.ontology.kinds
    for note in context.facts:
        found = context.kind(note)
        if found.unknown is None:
            continue
        line, column = context.spot(note.path, found.line, found.unknown)
        near = nearest_of(found.unknown, [*kinds, *context.ontology.kind_words])
        near = context.ontology.kind_of_word(near) if near else None
        fix = context.say(_NEAR, near=near) if near else context.say(_KNOWN, known=", ".join(kinds))
        yield RuleHit(note.path, line, column, context.say(_UNKNOWN, word=found.unknown), f"kind {found.unknown}", fix)


RULE = Rule(
    "unknown-kind", "warning",
    "The property or inline field `kind` of a note names no kind that vaultkit, ontology.yaml or `[kinds] synonyms`"
    " know, so the note counts as a plain one. `type` may say anything.",
    ("correct the word, or add it to `[kinds] synonyms`",
     "поправьте слово или добавьте его в `[kinds] synonyms`"), find)
