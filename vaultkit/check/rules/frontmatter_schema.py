"""``frontmatter-schema``: a property of a note of the chain holds something that nothing can use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Hit, Rule
from vaultkit.check.shape import fault, schema_of
from vaultkit.model import NoteFacts
from vaultkit.ontology.words import normal

if TYPE_CHECKING:
    from vaultkit.check.scene import Scene

_WRONG = ("{name} of a {kind} must be {wanted}", "{name} у вида {kind}: ожидается {wanted}")


def find(scene: Scene) -> Iterator[Hit]:
    for note in scene.facts:
        if note.properties:
            yield from _of_note(scene, note)


def _of_note(scene: Scene, note: NoteFacts) -> Iterator[Hit]:
    kind = scene.kind(note).kind
    schema = schema_of(kind)
    if schema is None or kind not in scene.ontology.stage_index:
        return
    for name, value in note.properties.items():
        known = schema["properties"].get(_canonical(scene, name))
        wrong = fault(value, known, schema, (name,)) if known is not None else None
        if wrong is None:
            continue
        key, wanted = wrong
        line, column = scene.spot(note.path, note.property_lines.get(name, 1), key[-1])
        about = f"{'.'.join(key)}: {value!r}"
        yield Hit(note.path, line, column, scene.say(_WRONG, name=".".join(key), kind=kind, wanted=wanted), about)


def _canonical(scene: Scene, name: str) -> str:
    """The name that the schema has for a property: a relation's own for one of its words."""
    relation = scene.ontology.relation_of_field(name)
    if relation is not None:
        return relation.name
    if normal(name) in scene.ontology.library_fields:
        return "library"
    return "kind" if normal(name) in scene.ontology.strict_fields else name.casefold()


RULE = Rule(
    "frontmatter-schema", "warning",
    "In a note of a kind of the chain a property has a value of a form that it can't have: a number where a list of"
    " links is read, a table where a date is. What each property may hold is in `vaultkit schema frontmatter-KIND`;"
    " properties that the schema does not name are left alone.",
    ("give the property a value of that form", "дайте свойству значение такого вида"), find)
