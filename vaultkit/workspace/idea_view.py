"""One idea with everything that is written of it: the objects ``idea`` and ``related`` of docs/contract.md."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from vaultkit.errors import UsageError
from vaultkit.model.ids import path_of, section_of
from vaultkit.text.names import is_note
from vaultkit.vault.write import inside

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap
    from vaultkit.graph.view import GraphEdge, GraphNode
    from vaultkit.model import Note
    from vaultkit.workspace import Vault
    from vaultkit.workspace.snapshot import Snapshot

IDEA = "idea:"
# Of an idea without a note so many lines are read from its first place on.
_LINES_OF_A_PLACE = 40


@dataclass(frozen=True, slots=True)
class IdeaText:
    """A run of lines that says something of an idea: ``stage`` is what it is of the chain, ``headings`` lead to it from
    the outermost in, the lines count from 1 and belong to it both."""

    stage: str
    note: str
    headings: tuple[str, ...]
    start_line: int
    end_line: int
    text: str


@dataclass(frozen=True, slots=True)
class RelatedNote:
    """A note that an idea's note links to (``direction`` out) or is linked from (in); ``relation`` is None for a plain
    link."""

    note: str
    relation: str | None
    direction: Literal["out", "in"]


@dataclass(frozen=True, slots=True)
class IdeaView:
    """One idea, its texts from the top of the chain down, the notes around it, and ``hash`` of all that was read for
    it: whoever writes hands it back, and nothing is written where it is no longer the same."""

    gap: Gap
    texts: tuple[IdeaText, ...]
    related: tuple[RelatedNote, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The part of the graph around a note; both ends of every edge are among the nodes. ``hash`` is that of the
    note."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    hash: str | None


def find_gap(vault: Vault, name: str) -> Gap:
    """The idea that is meant by ``name``: its id, a note's name, or the name of an idea without a note. Raises
    UsageError, with what is near, for what is no idea."""
    gaps = vault.snapshot.gap_of
    for id in (name, f"{IDEA}{name}"):
        if id in gaps:
            return gaps[id]
    same = [gap for gap in gaps.values() if gap.title.casefold() == name.casefold()]
    if len(same) == 1:
        return same[0]
    path = vault.find(name)
    found = [gap for gap in gaps.values() if path_of(gap.concept) == path]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{path} holds {len(found)} ideas", "name one of them", [gap.concept for gap in found])
    node = vault.node(path)
    raise UsageError(f"{path} is no concept", f"its kind is {node.kind if node else 'note'}; `kind: concept` makes it "
                                              "one")


def idea_of(vault: Snapshot, gap: Gap) -> IdeaView:
    """The idea of ``gap`` with its texts, what is around it and the hash of what was read."""
    texts = tuple(_texts(vault, gap))
    return IdeaView(gap, texts, tuple(_related(vault, gap)),
                    hash_of(vault.root, [gap.path, *(text.note for text in texts)]))


def hash_of(root: Path, paths: Iterable[str]) -> str:
    """A text that is another one as soon as one of the notes at ``paths`` holds other bytes, or is gone."""
    sum_ = hashlib.blake2b(digest_size=16)
    for path in sorted(set(paths)):
        sum_.update(path.encode("utf-8", "surrogateescape") + b"\0")
        try:
            sum_.update(hashlib.blake2b(inside(root, path).read_bytes()).digest())
        except (OSError, UsageError):
            sum_.update(b"-")
    return sum_.hexdigest()


def related_of(vault: Vault, name: str, depth: int = 1) -> Surroundings:
    """The graph around a note or an idea, up to ``depth`` steps away. Raises UsageError for what is neither."""
    gaps = vault.snapshot.gap_of
    start = next((id for id in (name, f"{IDEA}{name}") if id in gaps), None) or vault.find(name)
    view = vault.snapshot.graph_view
    known, edges = {start}, []
    parts = {node.id for node in view.nodes if node.path == start and path_of(node.id) == start}
    near = {start, *parts}
    for _ in range(depth):
        known |= near
        edges = [edge for edge in view.edges if edge.source in known or edge.target in known]
        near = {end for edge in edges for end in (edge.source, edge.target)}
    known |= near
    nodes = tuple(node for node in view.nodes if node.id in known)
    return Surroundings(nodes, tuple(edges), None if start.startswith(IDEA) else hash_of(vault.root, [path_of(start)]))


def _texts(vault: Snapshot, gap: Gap) -> Iterator[IdeaText]:
    """The idea's own text first, without what is of a stage below it, then that of each stage."""
    below = [text for stage in gap.chain[1:] for node in stage.nodes
             for text in _of_node(vault, stage.stage, node.id)]
    whole = _whole(vault, gap)
    first = gap.chain[0].stage if gap.chain else "concept"
    if whole is not None:
        note, start, end = whole
        lines = vault.index.text(note.path).splitlines()
        taken = {line for text in below if text.note == note.path
                 for line in range(text.start_line, text.end_line + 1)}
        for begin, last in _runs(range(start, end + 1), taken):
            if found := _text(first, note, lines, begin, last):
                yield found
    seen: set[tuple[str, int]] = set()
    for text in below:
        lines_of = {(text.note, line) for line in range(text.start_line, text.end_line + 1)}
        if not lines_of <= seen:
            seen |= lines_of
            yield text


def _whole(vault: Snapshot, gap: Gap) -> tuple[Note, int, int] | None:
    """The note that an idea stands in, with the first and last line that speak of it."""
    try:
        note = vault.index.note(gap.path)
        last = len(vault.index.text(gap.path).splitlines())
    except KeyError:
        return None
    if gap.form == "note":
        return note, note.body_line, last
    if gap.form == "section":
        section = next((one for one in note.headings if one.anchor == gap.subpath), None)
        return (note, section.line, section.end_line) if section else (note, gap.line, last)
    return note, gap.line, min(last, gap.line + _LINES_OF_A_PLACE - 1)


def _of_node(vault: Snapshot, stage: str, id: str) -> Iterator[IdeaText]:
    """The lines of a node that lies in a note: all of the note, a section, or a block. A source file has none."""
    node = vault.node(id)
    if node is None or node.form not in ("note", "section", "block"):
        return
    try:
        note, text = vault.index.note(node.path), vault.index.text(node.path)
    except KeyError:
        return
    lines = text.splitlines()
    start, end = note.body_line, len(lines)
    if node.form == "section":
        section = next((one for one in note.headings if one.anchor == section_of(id)), None)
        start, end = (section.line, section.end_line) if section else (node.line, node.line)
    elif node.form == "block":
        fence = next((one for one in note.fences if one.line == node.line), None)
        start, end = node.line, fence.end_line if fence else node.line
    if found := _text(stage, note, lines, start, end):
        yield found


def _text(stage: str, note: Note, lines: Sequence[str], start: int, end: int) -> IdeaText | None:
    """The lines from ``start`` to ``end`` without blank ones at both ends; None where nothing is left."""
    while start <= end and not lines[start - 1].strip():
        start += 1
    while end >= start and (end > len(lines) or not lines[end - 1].strip()):
        end -= 1
    if start > end:
        return None
    over = [one.path for one in note.headings if one.line <= start <= one.end_line]
    return IdeaText(stage, note.path, over[-1] if over else (), start, end, "\n".join(lines[start - 1:end]))


def _runs(lines: range, taken: set[int]) -> Iterator[tuple[int, int]]:
    """The runs of ``lines`` that are not ``taken``, as (first, last)."""
    begin = None
    for line in [*lines, lines.stop]:
        free = line < lines.stop and line not in taken
        if free and begin is None:
            begin = line
        elif not free and begin is not None:
            yield begin, line - 1
            begin = None


def _related(vault: Snapshot, gap: Gap) -> Iterator[RelatedNote]:
    """The notes that the idea's note links to and is linked from, those with a relation first."""
    if gap.form == "idea":
        yield RelatedNote(gap.path, None, "in")
        return
    found: dict[tuple[str, Literal["out", "in"]], str | None] = {}
    for link in (*vault.each_link(source=gap.path), *vault.each_link(target=gap.path)):
        out = link.source == gap.path
        other = link.resolved if out else link.source
        if other and other != gap.path and is_note(other) and not link.commented:
            key: tuple[str, Literal["out", "in"]] = (other, "out" if out else "in")
            found[key] = found.get(key) or link.relation
    for (note, direction), relation in sorted(found.items(), key=lambda item: (item[1] is None, item[0])):
        yield RelatedNote(note, relation, direction)
