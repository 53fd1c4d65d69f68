"""Three ways: what a note says now, what was imported last (its mark), what the export says → the note to be.

Messages are merged whole, each by its key: what only grew is put in, what only the person edited stays, what both
changed stays as the person has it and is told. Lines of hers between messages are never touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vaultkit.chats.mark import Mark, block_hash, find_mark, note_hash
from vaultkit.chats.note import MessageBlock, Rendered
from vaultkit.chats.pieces import Piece, pieces_of, text_of
from vaultkit.chats.properties import merged_properties


@dataclass(frozen=True, slots=True)
class NoteChange:
    """A piece of the note that became another; ``line`` is its place before, None: put in or taken out."""

    line: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Merged:
    """``text`` is None where nothing is to be written. ``conflicts`` are messages of the export that did not go in,
    since the person edited them too; ``gone`` counts edited messages that the chat has no longer."""

    text: str | None = None
    changes: tuple[NoteChange, ...] = ()
    conflicts: tuple[MessageBlock, ...] = ()
    gone: int = 0
    adopted: bool = False


def merge(text: str, new: Rendered) -> Merged:
    """Merge a conversation into a note's ``text`` (line ends ``\\n``). An older state of the conversation takes nothing
    away, and a note without a mark (another program made it) only gets the messages that it lacks."""
    found = find_mark(text)
    if found is None:
        return _adopted(text, new)
    mark, start, end = found
    if mark.note == new.mark.note:
        return Merged()
    older = mark.updated is not None and new.mark.updated is not None and new.mark.updated < mark.updated
    if older and new.mark.hashes.keys() <= mark.hashes.keys():
        return Merged()
    if not older and note_hash(text[:start]) == mark.note and not text[end:].strip("\n"):
        changes = _Merge(text, start, mark, new, older).result().changes
        return Merged(new.text, changes)
    return _Merge(text, start, mark, new, older).result()


class _Merge:
    def __init__(self, text: str, start: int, mark: Mark, new: Rendered, older: bool) -> None:
        self._mark, self._new, self._older = mark, new, older
        self._wanted = {block.key: block for block in new.blocks}
        self._pieces = pieces_of(text, {*mark.hashes, *self._wanted}, start)
        self._changes: list[NoteChange] = []
        self._conflicts: list[MessageBlock] = []
        self._gone = 0
        self._removed: set[str] = set()
        self._text = text

    def result(self) -> Merged:
        """The note with everything in its place."""
        kept = [piece for piece in map(self._piece, self._pieces) if piece is not None]
        if not self._older:
            kept = _in_order(kept, self._new.blocks)
        for number, block in enumerate(self._new.blocks):
            self._put_in(kept, block, self._new.blocks[:number])
        mark = self._new.mark
        if self._older:
            if not self._changes:
                return Merged()
            came = {piece.key: mark.hashes[piece.key] for piece in kept if piece.key in mark.hashes}
            mark = replace(self._mark, note="-", hashes={**came, **self._mark.hashes})
        text = text_of([replace(piece, text=mark.text()) if piece.kind == "mark" else piece for piece in kept])
        if not self._older:
            before, text = text, merged_properties(text, self._mark, self._new)
            self._changes += _front_changes(before, text)
        changes = tuple(sorted(self._changes, key=lambda change: change.line))
        return Merged(text if text != self._text else None, changes, tuple(self._conflicts), self._gone)

    def _piece(self, piece: Piece) -> Piece | None:
        """The piece as it stays; None where the export took it away and nobody edited it."""
        if piece.kind != "block" or self._older:
            return piece
        now, then = block_hash(piece.text), self._mark.hashes.get(piece.key)
        block = self._wanted.get(piece.key)
        if block is None:
            if now == then:
                self._changes.append(NoteChange(piece.line, piece.text, None))
                self._removed.add(piece.key)
                return None
            self._gone += then is not None
            return piece
        wanted = self._new.mark.hashes[piece.key]
        if wanted in (now, then):
            return piece
        if now == then:
            self._changes.append(NoteChange(piece.line, piece.text, block.text))
            return replace(piece, text=block.text)
        self._conflicts.append(block)
        return piece

    def _put_in(self, kept: list[Piece], block: MessageBlock, before: Sequence[MessageBlock]) -> None:
        for key in (block.key, block.twin):
            if key in self._mark.hashes and key not in self._removed:
                return  # it stands there, or the person edited it or took it out
        if any(piece.key == block.key for piece in kept):
            return
        at = _place(kept, before)
        line = kept[at].line if at < len(kept) else self._text.count("\n") + 1
        kept.insert(at, Piece("block", block.text, block.key, line))
        self._changes.append(NoteChange(line, None, block.text))


def _in_order(kept: list[Piece], blocks: Sequence[MessageBlock]) -> list[Piece]:
    """The pieces with the messages in the order of the export, which is another one when another branch became the
    chat. What the person wrote behind a message goes with it; what stands behind the last one stays there."""
    order = {block.key: number for number, block in enumerate(blocks)}
    at = [number for number, piece in enumerate(kept) if piece.key in order]
    if all(order[kept[one].key] < order[kept[two].key] for one, two in pairwise(at)):
        return kept
    groups = [kept[one:two] for one, two in pairwise(at)] + [[kept[at[-1]]]]
    groups.sort(key=lambda group: order[group[0].key])
    return kept[:at[0]] + [piece for group in groups for piece in group] + kept[at[-1] + 1:]


def _place(kept: list[Piece], before: Sequence[MessageBlock]) -> int:
    """Find the place of a message: behind the one that it follows, and behind what the person wrote to that, up to a
    heading of hers."""
    places = {piece.key: at for at, piece in enumerate(kept) if piece.kind == "block"}
    at = next((places[block.key] + 1 for block in reversed(before) if block.key in places), None)
    if at is None:
        return next((at for at, piece in enumerate(kept) if piece.kind in ("block", "mark")), len(kept))
    while at < len(kept) and kept[at].kind == "words" and not kept[at].text.startswith("#"):
        at += 1
    return at


def _adopted(text: str, new: Rendered) -> Merged:
    """Messages are known by the UID that chat plug-ins write too. Those that the note has stay as they are."""
    pieces = pieces_of(text, {block.key for block in new.blocks}, None, loose=True)
    known = {piece.key for piece in pieces if piece.kind == "block"}
    lacking = [block for block in new.blocks if block.key not in known]
    if not lacking:
        return Merged(adopted=True)
    kept, changes = list(pieces), []
    for number, block in enumerate(new.blocks):
        if block.key not in known:
            at = _place(kept, new.blocks[:number])
            line = kept[at].line if at < len(kept) else text.count("\n") + 1
            kept.insert(at, Piece("block", block.text, block.key, line))
            changes.append(NoteChange(line, None, block.text))
    return Merged(text_of(kept), tuple(changes), adopted=True)


def _front_changes(before: str, after: str) -> Iterator[NoteChange]:
    """The lines of the frontmatter that became others."""
    import difflib

    old, new = (text.partition("\n---")[0].split("\n") if text.startswith("---") else [] for text in (before, after))
    for kind, first, last, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield NoteChange(first + 1, "\n".join(old[first:last]) or None, "\n".join(new[start:end]) or None)
