"""Files that a person named → their conversations: looked through once before anything is written, then read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vaultkit.chats.opened import Member, members
from vaultkit.chats.protocol import Brief, Conversation, Importer
from vaultkit.chats.registry import importer_of
from vaultkit.chats.stream import Broken, UnreadableExport, items
from vaultkit.errors import UsageError

# So many items of a file, or lines, may come before the first that an importer knows.
_TRIES = 200
_MEND = "name an export of ChatGPT, Claude, Claude Code or Gemini"
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Export:
    """The files to read, each with the importer of its form; ``broken`` are (name, line) of lines that are no JSON."""

    files: list[tuple[Member, Importer]] = field(default_factory=list)
    briefs: list[Brief] = field(default_factory=list)
    broken: list[tuple[str, int]] = field(default_factory=list)

    def conversations(self) -> Iterator[Conversation]:
        """All of them, file by file. Raises UsageError for a file that changed since it was looked through."""
        for member, importer in self.files:
            try:
                with member.reading() as stream:
                    yield from importer.conversations(_objects(items(stream, member.lines)))
            except UnreadableExport as error:
                raise UsageError(f"{member.name} {error}", "it changed while it was read: try again") from error


def look_through(paths: Sequence[Path], progress: Progress | None) -> Export:
    """Read everything once. Raises UsageError, naming file and cause, where something is no export, is damaged or is
    not to be trusted, so that nothing is written of it."""
    export = Export()
    found = [(path, member) for path in paths for member in _members(path)]
    total = sum(member.size for _, member in found)
    done = 0

    def came(size: int) -> None:
        nonlocal done
        done += size
        if progress:
            progress(min(done, total - 1), total)

    for path in paths:
        wrong: UnreadableExport | None = None
        known = len(export.files)
        for member in (member for named, member in found if named == path):
            try:
                _look(member, export, came)
            except UnreadableExport as error:
                if export.files[known:] and export.files[-1][0] is member:
                    raise UsageError(f"{member.name}: {error}", "take it from the provider again") from error
                wrong = wrong or error
        if len(export.files) == known:
            raise UsageError(f"{path} is no export of chats" + (f" ({wrong})" if wrong else ""), _MEND)
    if progress:
        progress(total, total)
    return export


def _members(path: Path) -> list[Member]:
    try:
        return members(path)
    except UnreadableExport as error:
        raise UsageError(f"{path} {error}", error.mend or _MEND) from error


def _look(member: Member, export: Export, came: Callable[[int], None]) -> None:
    """Take up one file; one that no importer knows is passed over. Raises UnreadableExport."""
    with member.reading() as stream:
        values = items(stream, member.lines, came)
        first: list[Any] = []
        importer = None
        for value in values:
            first.append(value)
            importer = importer_of(value) if isinstance(value, dict) else None
            if importer or len(first) >= _TRIES:
                break
        if importer is None:
            return
        export.files.append((member, importer))
        numbers: list[int] = []
        # Making every message twice would cost half as much again.
        look = getattr(importer, "briefs", importer.conversations)
        for made in look(_objects(_both(first, values), numbers)):
            export.briefs.append(Brief(made.id, made.title, made.created, made.updated))
        export.broken += [(member.name, number) for number in numbers]


def _both(first: list[Any], rest: Iterator[Any]) -> Iterator[Any]:
    while first:
        yield first.pop(0)
    yield from rest


def _objects(values: Iterator[Any], broken: list[int] | None = None) -> Iterator[dict[str, Any]]:
    for value in values:
        if isinstance(value, dict):
            yield value
        elif isinstance(value, Broken) and broken is not None:
            broken.append(value.line)
