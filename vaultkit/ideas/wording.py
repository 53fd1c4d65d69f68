"""Reasons why something is taken for an idea, told to a person in the language of the vault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from vaultkit.ideas.ideas import KnownNames, Place, Sighting
from vaultkit.ideas.names import alternatives

Lang = Literal["ru", "en"]

_PLACES: dict[Place, tuple[str, str]] = {
    "table": ("first column of a table (notes: {0})", "первый столбец таблицы (заметок: {0})"),
    "link": ("linked to, no note of that name (notes: {0})", "ссылки есть, заметки нет (заметок: {0})"),
    "bold": ("a term in bold (notes: {0})", "выделено жирным (заметок: {0})"),
    "heading": ("a heading (notes: {0})", "заголовок (заметок: {0})"),
    "item": ("names an item of a list (notes: {0})", "пункт списка (заметок: {0})"),
    "term": ("a recurring term (notes: {0})", "повторяется в тексте (заметок: {0})"),
}
_ROLES = {"user": ("the user", "человек"), "assistant": ("the assistant", "ассистент"),
          "system": ("the system", "система"), "tool": ("a tool", "инструмент")}
_SAID = ("said by: {0}", "говорит: {0}")
_SEVERAL = ("perhaps several: {0}", "возможно, несколько: {0}")
_LACKING = ("without a note: {0}", "без заметки: {0}")
_MISSING = ("a note that is missing here, not an idea without one", "заметки здесь нет, но это не идея, а имя файла")


def idea_reasons(name: str, sightings: Sequence[Sighting], known: KnownNames | None, lang: Lang) -> tuple[str, ...]:
    """Say where a name stands and in how many notes, who says it, and whether it may be several names."""
    column = int(lang == "ru")
    told = []
    for place, text in _PLACES.items():
        notes = {sighting.source.note for sighting in sightings if sighting.place == place}
        if notes:
            told.append(text[column].format(len(notes)))
    roles = sorted({sighting.source.role for sighting in sightings if sighting.source.role})
    if roles:
        told.append(_SAID[column].format(", ".join(_ROLES.get(role, (role, role))[column] for role in roles)))
    parts = alternatives(name)
    if parts:
        told.append(_SEVERAL[column].format(", ".join(parts)))
    if known and (lacking := known.lacking(name)):
        told.append(_LACKING[column].format(", ".join(lacking)))
    return tuple(told)


def reason_missing(lang: Lang) -> str:
    """Say why a name is listed apart."""
    return _MISSING[lang == "ru"]
