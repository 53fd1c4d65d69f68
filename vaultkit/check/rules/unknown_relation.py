"""``unknown-relation``: a property holds links and its name is no relation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.json_schema import schema_of
from vaultkit.check.rule import Rule, RuleHit
from vaultkit.model import NoteFacts
from vaultkit.ontology.words import normal_word
from vaultkit.text.nearest import nearest_of

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

_UNKNOWN = ("{name} holds links and is no relation", "{name} содержит ссылки, но это не связь")
_NEAR = ("did you mean {near}?", "может быть, {near}?")
# Properties of Obsidian and its Publish, and what notes of every kind say of themselves in links.
_PLAIN = frozenset("""
alias tag cssclass cssclasses publish permalink description image cover author authors source sources up parent project
area topic topics people person date created modified updated next prev previous автор авторы источник источники проект
тема темы люди дата
""".split())
_SURE = 0.8


def find(context: CheckContext) -> Iterator[RuleHit]:
    held = context.lookups.link_fields(context.paths)
    notes = {note.path: note for note in context.facts_of(sorted(held))}
    for path, fields in held.items():
        for name in fields if path in notes else ():
            if context.ontology.relation_of_field(name) is None and not _is_plain(context, name):
                yield from _of_field(context, notes[path], name)


def _of_field(context: CheckContext, note: NoteFacts, name: str) -> Iterator[RuleHit]:
    kind = context.kind(note).kind
    near = nearest_of(normal_word(name), context.ontology.relation_words, _SURE)
    if near is None and kind not in context.ontology.stage_index:
        return
    inline = next((field for field in note.fields if field.name == name), None)
    if name in note.property_lines or inline is None:
        line, column = context.spot(note.path, note.property_lines.get(name, 1), name)
    else:
        line, column = inline.line, inline.column
    fix = context.say(_NEAR, near=context.ontology.relation_words[near]) if near else None
    yield RuleHit(note.path, line, column, context.say(_UNKNOWN, name=name), name, fix)


def _is_plain(context: CheckContext, name: str) -> bool:
    word, ontology = normal_word(name), context.ontology
    if word in _PLAIN or word in ontology.strict_fields | ontology.loose_fields | ontology.library_fields:
        return True
    return any(word in schema["properties"] for kind in ontology.chain if (schema := schema_of(kind)) is not None)


RULE = Rule(
    "unknown-relation", "warning",
    "A property or inline field holds links, and its name is none of the relations of ontology.yaml, so the links count"
    " for no chain. It is told of notes of a kind of the chain, and of other notes where the name is nearly that of a"
    " relation; `author`, `source`, `up` and their like are left alone.",
    ("correct the name, or add the relation to ontology.yaml",
     "поправьте имя или добавьте связь в ontology.yaml"), find)
