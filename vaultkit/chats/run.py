"""One import: what was exported → notes of the vault, each written whole, and what was done to each chat."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from vaultkit.chats.choice import chosen
from vaultkit.chats.export import Export, Progress, look_through
from vaultkit.chats.known import KnownChats
from vaultkit.chats.merge import Merged, merge
from vaultkit.chats.note import Rendered, beside, render
from vaultkit.chats.protocol import Conversation
from vaultkit.chats.values import digest
from vaultkit.chats.write import NoteWriter, UnreadableNote
from vaultkit.errors import UsageError
from vaultkit.messages.message import Message
from vaultkit.text.names import letters

State = Literal["new", "updated", "kept", "conflict"]
# How often what has gone round in circles is let go: the command line runs without the collector.
_COLLECT = 500
# From here on waiting for the disk after each note would take longer than all the rest.
_MANY = 200


# So many characters of edits are told whole, of later ones only the beginning.
_MOST_TOLD, _CUT = 16_000_000, 200


@dataclass(frozen=True, slots=True)
class ImportWanted:
    """Wishes for an import: ``since`` a day, conversations called ``only`` so (empty: all), and where to ``into``."""

    paths: Sequence[Path]
    into: str = "Chats"
    since: date | None = None
    only: Sequence[str] = ()
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation and what became of its note; ``turns`` are the messages of its active branch."""

    id: str
    title: str
    path: str
    turns: int
    state: State


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a note that was there: ``before`` None was put in, ``after`` None taken out."""

    path: str
    line: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something to look at; the import went on. ``message`` is English until it is worded for a person."""

    path: str
    line: int
    message: str


@dataclass(slots=True)
class Imported:
    """The result of an import, or with a dry run what it would be; ``written`` are the notes that were written,
    ``letters`` the Cyrillic ones and all of the names of the notes that were there."""

    chats: list[Chat] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    problems: list[Trouble] = field(default_factory=list)
    letters: tuple[int, int] = (0, 0)


def import_chats(root: Path, wanted: ImportWanted, progress: Progress | None = None) -> Imported:
    """Bring conversations into the vault at ``root``. Nothing is written before all files were looked through.

    Raises UsageError for a file that is no export or is damaged, for a folder outside of the vault and a title that no
    conversation has; EnvironmentFailure when a note can't be written or another import is running.
    """
    writer = NoteWriter(root, wanted.into, dry_run=wanted.dry_run)
    export = look_through(wanted.paths, progress)
    ids = chosen(export.briefs, wanted.since, wanted.only)
    done = Imported()
    for name, line in export.broken:
        done.problems.append(Trouble(name, line, Message("import.no_json")))
    writer.many = len(ids) > _MANY
    with writer:
        _Import(writer, export, ids, done).all(progress)
    return done


class _Import:
    def __init__(self, writer: NoteWriter, export: Export, ids: set[str], done: Imported) -> None:
        self._writer, self._export, self._ids, self._done = writer, export, ids, done
        self._known = KnownChats(writer.root)
        done.letters = letters(self._known.stems)
        for kept, other in self._known.twins:
            done.problems.append(Trouble(other, 1, Message("import.twin", note=kept)))
        self._told = 0
        self._names: dict[str, str] = {}
        # The oldest of those with one title gets it bare, in whatever order they come.
        for brief in sorted(export.briefs, key=lambda brief: (_order(brief.created), brief.id)):
            if brief.title.strip() and brief.id in ids and brief.id not in {*self._known.notes, *self._names}:
                self._names[brief.id] = self._known.names.free(brief.title, brief.id)

    def all(self, progress: Progress | None) -> None:
        """Bring in every conversation that is wanted."""
        total = len(self._export.briefs)
        for number, conversation in enumerate(self._export.conversations(), 1):
            if conversation.id in self._ids:
                self._one(conversation)
            if progress:
                progress(number, total)
            if number % _COLLECT == 0:
                gc.collect()

    def _one(self, conversation: Conversation) -> None:
        new = render(conversation)
        path = self._known.notes.get(conversation.id)
        state: State = "new"
        if path is None:
            path = self._new(conversation.id, new)
        else:
            state = self._again(path, new)
        self._done.chats.append(Chat(conversation.id, new.title, path, len(conversation.messages), state))

    def _new(self, id_: str, new: Rendered) -> str:
        name = self._names.pop(id_, None) or self._known.names.free(new.title, id_)
        path = self._writer.create(name, new.text)
        while path is None:
            # Somebody made such a note in this moment, or one that the walk could not see.
            name = self._known.names.free(new.title, id_)
            path = self._writer.create(name, new.text)
        self._known.notes[id_] = path
        self._wrote(path)
        return path

    def _again(self, path: str, new: Rendered) -> State:
        try:
            before = self._writer.read(path)
        except UsageError as error:
            self._trouble(path, 1, error.problem if isinstance(error, UnreadableNote) else str(error))
            return "kept"
        merged = merge(before, new)
        if merged.conflicts:
            self._beside(path, merged, new)
        if merged.gone:
            self._trouble(path, 1, Message("import.gone", n=merged.gone))
        if merged.text is not None:
            self._writer.replace(path, before, merged.text)
            self._wrote(path)
            self._done.edits += [Edit(path, change.line, self._shown(change.before), self._shown(change.after))
                                 for change in merged.changes]
        if merged.conflicts or merged.gone:
            return "conflict"
        return "updated" if merged.text is not None else "kept"

    def _beside(self, path: str, merged: Merged, new: Rendered) -> None:
        """Write what did not go in beside the note, once."""
        stem = path.rpartition("/")[2][:-3]
        text = beside(merged.conflicts, stem)
        name = f"{stem[:100]} (conflict {digest(text)})"
        folder = path.rpartition("/")[0]
        made = self._writer.create(name, text, folder)
        self._trouble(path, 1, Message("import.both", n=len(merged.conflicts),
                                       note=f"{folder}/{name}.md" if folder else f"{name}.md"))
        if made is not None:
            self._known.names.take(name)
            self._wrote(made)

    def _shown(self, text: str | None) -> str | None:
        """A text of an edit as it is told: whole, until so many were that memory would fill with them."""
        if text is None or self._told > _MOST_TOLD:
            return text if text is None or len(text) <= _CUT else text[:_CUT] + "…"
        self._told += len(text)
        return text

    def _trouble(self, path: str, line: int, message: str) -> None:
        self._done.problems.append(Trouble(path, line, message))

    def _wrote(self, path: str) -> None:
        if not self._writer.dry_run:
            self._done.written.append(path)


def _order(time: datetime | None) -> float:
    return time.timestamp() if time else float("inf")
