"""Claims that texts make about subsystems: a status in a note's own property, a cell beside a name in a table.

A claim is quoted with its speaker and date and proves nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vaultkit.assess.types import Claim, subsystem_key
from vaultkit.ideas.word_lists import STATUS_HEADS, THING_HEADS
from vaultkit.model import NoteFacts
from vaultkit.ontology import Ontology
from vaultkit.ontology.words import normal_word
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.lemma import lemma

_MARKUP = lazy_pattern(r"\*\*|__|`|==|\[\[(?:[^\]|]*\|)?|\]\]")
# Pictures before a name are decoration.
_SIGNS = lazy_pattern(r"^[^\w]+")
_DATE = lazy_pattern(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?")
_DATES = ("date", "дата", "created", "создано", "updated", "обновлено")


def _lemmas(heads: str) -> frozenset[str]:
    return frozenset(lemma(word.strip()) for word in heads.replace("\n", "|").split("|") if word.strip())


_STATUS, _THINGS = _lemmas(STATUS_HEADS), _lemmas(THING_HEADS)


@dataclass(frozen=True, slots=True)
class SpokenTable:
    """A table of a note with who said it and when: header, rows, the line of each row."""

    note: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    role: str | None
    date: str | None


def claims_of(tables: Iterable[SpokenTable]) -> tuple[dict[tuple[str, ...], list[Claim]], dict[tuple[str, ...], str]]:
    """Return what is claimed of every name in the first column of a table with a status column, newest first;
    and how each name is written."""
    found: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    names: dict[tuple[str, ...], str] = {}
    for table in tables:
        column = status_column(table.header, spoken=table.role is not None)
        if column is None:
            continue
        for row, line in zip(table.rows, table.lines, strict=True):
            name, text = _plain(row[0]), _plain(row[column]) if column < len(row) else ""
            if name and text and (words := subsystem_key(name)):
                found[words].append(Claim(text, table.note, line, table.role, table.date))
                names.setdefault(words, _SIGNS.sub("", name))
    return {words: newest_first(claims) for words, claims in found.items()}, names


def status_column(header: tuple[str, ...], spoken: bool) -> int | None:
    """The first column after the names whose head announces a status, or None. In a chat (``spoken``) a table of named
    things with one column beside them says how these stand, whatever the column is called."""
    heads = [{lemma(word) for word in re.findall(r"[^\W\d_]+", _plain(cell).lower())} for cell in header]
    for i, head in enumerate(heads):
        if i and head & _STATUS:
            return i
    return 1 if spoken and len(heads) == 2 and heads[0] & _THINGS else None


def own_claim(note: NoteFacts, ontology: Ontology) -> Claim | None:
    """The status that a note states of itself in a property or an inline field."""
    date = claim_date(note)
    for name, value in note.properties.items():
        if normal_word(name) in ontology.status_fields and isinstance(value, (str, int, float)) and str(value).strip():
            return Claim(str(value).strip(), note.path, note.property_lines.get(name, 1), None, date)
    for item in note.fields:
        if normal_word(item.name) in ontology.status_fields and item.value.strip():
            return Claim(item.value.strip(), note.path, item.line, None, date)
    return None


def claim_date(note: NoteFacts) -> str | None:
    """The date that a note gives in its properties, or that its name holds."""
    folded: Mapping[str, object] = {name.casefold(): value for name, value in note.properties.items()}
    for name in _DATES:
        if found := _DATE.search(str(folded.get(name, ""))):
            return found[0]
    found = _DATE.search(note.path.rsplit("/", 1)[-1])
    return found[0] if found else None


def newest_first(claims: Iterable[Claim]) -> list[Claim]:
    """Sort by date, claims without one last; of one minute the answer before its question."""
    return sorted(claims, key=lambda claim: (claim.date or "", claim.role == "assistant", claim.note, -claim.line),
                  reverse=True)


def _plain(cell: str) -> str:
    return " ".join(_MARKUP.sub("", cell).replace("\\|", "|").split())
