"""The notes that a change may make wrong without touching them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from vaultkit.model.ids import path_of, section_of
from vaultkit.text.names import fold, is_note, name_key
from vaultkit.vault.index import Lookups

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext, CheckInputs
    from vaultkit.source.index import SourceIndex

# Each name costs a look through the records of all notes.
_NAMES = 200


def by_links(frame: CheckInputs, changed: Collection[str]) -> set[str]:
    """The notes with a link that leads nowhere, or to several places, and has the name of a changed file; and those
    with a relation to a changed note."""
    lookups = Lookups(frame.index)
    found = {link.source for link in lookups.faulty_links_to(changed)}
    relation_of = frame.ontology.relation_of_field
    found |= {edge[0] for edge in lookups.edges_around([path for path in changed if is_note(path)])
              if edge[3] is not None and relation_of(edge[3]) is not None}
    return found - set(changed)


def by_doubles(context: CheckContext) -> set[str]:
    """The notes that share a name, title, alias or id with one of the changed files, which ``context`` judges."""
    from vaultkit.check.rules import duplicate_uid

    lookups, changed = context.lookups, context.paths or frozenset()
    found = {path for twins in lookups.same_name(changed).values() for path in twins}
    found |= {path for _, path in lookups.titles({note.title for note in context.facts})}
    aliases = {fold(alias) for note in context.facts for alias in note.aliases}
    for table in (lookups.aliases(aliases | {name_key(path) for path in changed}), lookups.named(aliases)):
        found.update(path for paths in table.values() for path in paths)
    ids = {uid for note in context.facts for uid, _ in duplicate_uid.uids_of(context, note)}
    found |= {note.path for note in duplicate_uid.others(context, ids)}
    return found - changed


class CodeFacts:
    """Facts that changed source files state before or after the change: the notes that their comments name, their
    symbols."""

    def __init__(self, frame: CheckInputs, source: SourceIndex, files: Collection[str]) -> None:
        self.notes = {note for comment in source.comments() if comment.file in files
                      if (note := frame.index.note_at(comment.link.target)) is not None}
        self.symbols = {symbol.id for file in files for symbol in source.symbols_in(file)
                        if symbol.kind not in ("module", "file")}


def by_code(frame: CheckInputs, files: Collection[str], facts: Iterable[CodeFacts]) -> set[str]:
    """The notes that name one of the changed source ``files`` or a symbol that went from it, that a comment in one
    names, and those of which a link to one was accepted."""
    lookups, before, after = Lookups(frame.index), *facts
    found = before.notes | after.notes
    for name in sorted({file.rsplit("/", 1)[-1] for file in files})[:_NAMES]:
        for table in ("notes", "mentions"):
            found.update(lookups.holding(_as_json(name), None, table=table))
    lost = {section_of(id_).rsplit(".", 1)[-1] for id_ in before.symbols - after.symbols}
    for name in sorted(lost)[:_NAMES]:
        for table in ("notes", "mentions"):
            found.update(lookups.holding(_as_json(name), None, table=table))
    found |= {path_of(link.source) for link in frame.accepted.links if path_of(link.target) in files}
    return {path for path in found if is_note(path)}


def _as_json(text: str) -> str:
    """``text`` as a record holds it inside of a string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]
