"""The light form of the typed graph: plain tuples in dictionaries, quick to make for ten thousand notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from vaultkit.model import Strength

Via = Literal["property", "comment", "link", "fence", "section", "library", "mention", "permalink", "file"]
EvidenceState = Literal["ok", "missing", "stub", "suspect", "moved"]
Form = Literal["note", "section", "block", "symbol", "file", "library", "missing", "idea"]
RANK: dict[Strength, int] = {"declared": 0, "structural": 1, "inferred": 2}


class Node(NamedTuple):
    """One node. ``stage`` is its place in the chain (0 the concept), None for what has none of its own; ``strength``
    tells how its kind is known, None for a note without one; ``state`` of code evidence is that of the code."""

    id: str
    kind: str
    stage: int | None
    strength: Strength | None
    path: str
    line: int
    title: str
    form: Form
    state: EvidenceState = "ok"


class Tie(NamedTuple):
    """One edge as written, with the place where it is written.

    ``down`` tells where it leads in the chain: True from source down to target, False from target down to source,
    None nowhere. ``stage`` is the stage that the tie gives to its lower end when that has none of its own (a plain note
    named by ``algorithms:``). ``shown`` is False for ties that only carry coverage and are no edge of the graph;
    ``changed`` are the ids of its ends that are no longer what they were when the link was accepted;
    ``written`` is what the note calls code that has moved; ``refused``: the path leads out of every source root and the
    vault."""

    source: str
    target: str
    relation: str | None
    strength: Strength
    path: str
    line: int
    via: Via
    down: bool | None = None
    stage: int | None = None
    ambiguous: bool = False
    shown: bool = True
    changed: tuple[str, ...] = ()
    written: str | None = None
    refused: bool = False


@dataclass(slots=True)
class NodeGraph:
    """Nodes by id, ties in the order of their making, and for every node the ties that lead down from it. ``drafts``
    are notes below the concepts that call themselves drafts: what is only begun is inferred evidence of its stage."""

    nodes: dict[str, Node] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    below: dict[str, list[Tie]] = field(default_factory=dict)
    parts: dict[str, list[Node]] = field(default_factory=dict)
    drafts: set[str] = field(default_factory=set)
    _seen: set[tuple[str, str, str | None, str]] = field(default_factory=set)

    def node(self, node: Node) -> Node:
        """Add ``node`` unless its id is known; the one that stands there. A file to which only plain links lead gives
        way to what is known of it."""
        known = self.nodes.get(node.id)
        if known is None or (known.form == "file" and known.strength is None):
            known = self.nodes[node.id] = node
        return known

    def part(self, note: str, node: Node) -> Node:
        """Add a section or block of ``note``."""
        self.parts.setdefault(note, []).append(node)
        return self.node(node)

    def tie(self, tie: Tie) -> None:
        """Add ``tie``; a second one of the same ends, relation and strength that leads down too is dropped."""
        if tie.down is not None:
            if (tie.target if tie.down else tie.source) in self.drafts:
                tie = tie._replace(strength="inferred")
            key = (tie.source, tie.target, tie.relation, tie.strength)
            if key in self._seen:
                return
            self._seen.add(key)
            self.below.setdefault(tie.source if tie.down else tie.target, []).append(tie)
        self.ties.append(tie)
