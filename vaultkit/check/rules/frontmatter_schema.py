"""``frontmatter-schema``: a property of a note of the chain holds something that nothing can use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.json_schema import bare_links, schema_fault, schema_of
from vaultkit.check.rule import Rule, RuleHit
from vaultkit.graph.coverage import ORDER
from vaultkit.graph.gap_types import is_waiver, written_terms
from vaultkit.model import NoteFacts
from vaultkit.ontology.words import normal_word
from vaultkit.text.nearest import nearest_of

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_WRONG = ("{name} of a {kind} must be {wanted}", "{name} у вида {kind}: ожидается {wanted}")
_BARE = ("[[{target}]] in {name} is no link: without quotes YAML takes it for a list in a list",
         "[[{target}]] в {name} — не ссылка: без кавычек это для YAML список в списке")
_QUOTE = ('quote the link: "[[{target}]]"', 'возьмите ссылку в кавычки: "[[{target}]]"')
_TERM = ("{term} is no gap term, so the waiver accepts nothing by it",
         "{term} — не вид пробела, исключение для него не действует")
_NEAR = ("did you mean {near}?", "может быть, {near}?")
_TERMS = ("the terms are {terms}", "виды пробелов: {terms}")
# What can be accepted: "covered" is no gap, and "waived" is what it becomes.
WAIVABLE = tuple(term for term in ORDER if term not in ("covered", "waived"))


def find(context: CheckContext) -> Iterator[RuleHit]:
    for note in context.facts:
        if note.properties:
            yield from _of_note(context, note)


def _of_note(context: CheckContext, note: NoteFacts) -> Iterator[RuleHit]:
    kind = context.kind(note).kind
    schema = schema_of(kind) if kind in context.ontology.stage_index else None
    for name, value in note.properties.items():
        known = schema["properties"].get(_canonical(context, name)) if schema is not None else None
        wrong = schema_fault(value, known, schema, (name,)) if schema is not None and known is not None else None
        bare = bare_links(value) if wrong or context.ontology.relation_of_field(name) else []
        if bare:
            yield from _bare(context, note, name, bare)
        elif wrong is not None:
            key, wanted = wrong
            line, column = context.spot(note.path, note.property_lines.get(name, 1), key[-1])
            about = f"{'.'.join(key)}: {value!r}"
            yield RuleHit(
                note.path, line, column, context.say(_WRONG, name=".".join(key), kind=kind, wanted=wanted), about
            )
        elif is_waiver(name):
            yield from _terms(context, note, name)


def _bare(context: CheckContext, note: NoteFacts, name: str, targets: list[str]) -> Iterator[RuleHit]:
    begin = note.property_lines.get(name, 1)
    for target in targets:
        place = context.spot(note.path, begin, f"[[{target}]]")
        line, column = place if place != (begin, 1) else context.spot(note.path, begin, name)
        yield RuleHit(note.path, line, column, context.say(_BARE, target=target, name=name), f"{name}: [[{target}]]",
                  context.say(_QUOTE, target=target))


def _terms(context: CheckContext, note: NoteFacts, name: str) -> Iterator[RuleHit]:
    """A hit for every word of a waiver that is no gap term."""
    for term in written_terms(note.properties[name]):
        if term.strip().casefold() in ORDER:
            continue
        near = nearest_of(term.strip(), WAIVABLE)
        fix = context.say(_NEAR, near=near) if near else context.say(_TERMS, terms=", ".join(WAIVABLE))
        line, column = context.spot(note.path, note.property_lines.get(name, 1), term)
        yield RuleHit(note.path, line, column, context.say(_TERM, term=term), f"{name}: {term}", fix)


def _canonical(context: CheckContext, name: str) -> str:
    """The name that the schema has for a property: a relation's own for one of its words."""
    relation = context.ontology.relation_of_field(name)
    if relation is not None:
        return relation.name
    if normal_word(name) in context.ontology.library_fields:
        return "library"
    return "kind" if normal_word(name) in context.ontology.strict_fields else name.casefold()


RULE = Rule(
    "frontmatter-schema", "warning",
    "In a note of a kind of the chain a property has a value of a form that it can't have: a number where a list of"
    " links is read, a table where a date is. What each property may hold is in `vaultkit schema frontmatter-KIND`;"
    " properties that the schema does not name are left alone. In notes of every kind it tells of a link without quotes"
    " in a relation (to YAML `depends_on: [[b]]` is a list in a list; write `\"[[b]]\"`) and of a word in `waive` that"
    " is no gap term.",
    ("give the property a value of that form", "дайте свойству значение такого вида"), find)
