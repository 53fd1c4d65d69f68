"""The kind of a note, in the order of docs/design.md: property, tag, inline field, folder rule."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Mapping
from typing import Any, NamedTuple

from vaultkit.config import Config
from vaultkit.markdown.plugins import BOARD, DRAWING
from vaultkit.model import NoteFacts, Strength
from vaultkit.ontology import PLAIN, Ontology
from vaultkit.ontology.words import normal_word
from vaultkit.text.lazy_pattern import lazy_pattern

_WIKILINK = lazy_pattern(r"^\[\[([^\]|#]*)(?:[#|][^\]]*)?\]\]$")


class NoteKind(NamedTuple):
    """Kind of a note. ``kind`` is ``note`` for a plain one; ``strength`` None when it declares nothing; ``by`` says
    how (property, tag, field, folder); ``unknown`` is the value of ``kind:`` that names no kind."""

    kind: str
    strength: Strength | None
    by: str | None
    line: int
    unknown: str | None = None


UNDECLARED = NoteKind(PLAIN, None, None, 1)


def kind_of_note(facts: NoteFacts, ontology: Ontology, config: Config) -> NoteKind:
    """Return what ``facts`` declares itself to be; a template nothing, and neither what vaultkit wrote. A ``type:``
    that names no kind makes a plain note, and so does a ``kind:`` that does, with ``unknown`` set."""
    if facts.template or is_own(facts):
        return UNDECLARED
    return (_by_property(facts, ontology) or _by_tag(facts, ontology, config.kind_tags) or _by_field(facts, ontology)
            or _by_folder(facts, ontology, config) or UNDECLARED)


def kinds_of(facts: Iterable[NoteFacts], ontology: Ontology, config: Config) -> dict[str, NoteKind]:
    """Path → kind of every note that is not excluded."""
    return {note.path: kind_of_note(note, ontology, config) for note in facts if not note.excluded}


def with_inferred(kinds: Mapping[str, NoteKind],
                  inferred: Mapping[str, tuple[str, float]] | None) -> dict[str, NoteKind]:
    """``kinds``, and for notes that declare none the inferred ones (path → kind, confidence)."""
    result = dict(kinds)
    for path, (kind, _) in (inferred or {}).items():
        if path in result and result[path].strength is None and kind != PLAIN:
            result[path] = NoteKind(kind, "inferred", "inferred", 1)
    return result


def _by_property(facts: NoteFacts, ontology: Ontology) -> NoteKind | None:
    if not facts.properties:
        return None
    named = {normal_word(name): name for name in facts.properties}
    for fields, strict in ((ontology.strict_fields, True), (ontology.loose_fields, False)):
        for field in fields:
            name = named.get(field)
            if name is None:
                continue
            words = [word for word in _words(facts.properties[name]) if word]
            line = facts.property_lines.get(name, 1)
            for word in words:
                if kind := ontology.kind_of_word(word):
                    return NoteKind(kind, "declared", "property", line)
            if words:
                return NoteKind(PLAIN, "declared", "property", line, ", ".join(words) if strict else None)
    return None


def _words(value: Any) -> list[str]:
    if isinstance(value, list):
        return [word for item in value for word in _words(item)]
    if not isinstance(value, str):
        return [] if value is None or isinstance(value, dict) else [str(value)]
    text = value.strip()
    if link := _WIKILINK.match(text):
        text = link[1].rsplit("/", 1)[-1]
    return [text.lstrip("#")]


def _by_tag(facts: NoteFacts, ontology: Ontology, bare: bool) -> NoteKind | None:
    for tag in facts.tags:
        word = tag
        if "/" in tag:
            head, word = tag.split("/", 1)
            if normal_word(head) not in ontology.strict_fields:
                continue
        elif not bare:
            continue
        kind = ontology.kind_of_word(word)
        if kind and kind != PLAIN:
            return NoteKind(kind, "declared", "tag", 1)
    return None


def _by_field(facts: NoteFacts, ontology: Ontology) -> NoteKind | None:
    for field in facts.fields:
        if normal_word(field.name) in ontology.strict_fields:
            words = _words(field.value)
            for word in words:
                if kind := ontology.kind_of_word(word):
                    return NoteKind(kind, "declared", "field", field.line)
            if any(words):
                return NoteKind(PLAIN, "declared", "field", field.line, field.value.strip())
    return None


def _by_folder(facts: NoteFacts, ontology: Ontology, config: Config) -> NoteKind | None:
    """The rule of the innermost folder."""
    if not config.kind_folders:
        return None
    best = max((folder for folder in config.kind_folders if _inside(facts.path, folder)), key=len, default=None)
    kind = ontology.kind_of_word(config.kind_folders[best]) if best is not None else None
    return NoteKind(kind, "declared", "folder", 1) if kind else None


def _inside(path: str, folder: str) -> bool:
    place = unicodedata.normalize("NFC", folder).casefold().strip("/").removeprefix("./")
    return place in ("", ".") or unicodedata.normalize("NFC", path).casefold().startswith(place + "/")


def is_subsystem(note: NoteFacts, ontology: Ontology) -> bool:
    """Return whether a note is marked as a subsystem: by a tag, or by its kind or type."""
    if any(normal_word(part) in ontology.subsystem_words for tag in note.tags for part in tag.split("/")):
        return True
    fields = ontology.strict_fields | ontology.loose_fields
    values = [value for name, value in note.properties.items() if normal_word(name) in fields]
    values += [item.value for item in note.fields if normal_word(item.name) in fields]
    return any(normal_word(str(one)) in ontology.subsystem_words for value in values
               for one in (value if isinstance(value, list) else [value]))


def is_own(note: NoteFacts) -> bool:
    """Return whether vaultkit wrote the note (a plan, a saved answer; ``generated_by: vaultkit`` or ``vaultkit:
    answer``, case aside): it repeats what others say, so nothing in it weighs anything and no idea comes from it."""
    return any((name.casefold(), str(value).casefold()) in _MARKS for name, value in note.properties.items())


_MARKS = {("generated_by", "vaultkit"), ("vaultkit", "answer")}


def has_plugin_form(properties: Container[str]) -> bool:
    """Return whether the note with these properties is a drawing of Excalidraw or a board of Kanban."""
    return DRAWING in properties or BOARD in properties


def is_board(properties: Container[str]) -> bool:
    """Return whether it is a board: its headings are lanes."""
    return BOARD in properties
