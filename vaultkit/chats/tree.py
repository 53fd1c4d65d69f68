"""A tree of messages → the active branch, and the others as chains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vaultkit.chats.protocol import Branch, Message


@dataclass(slots=True)
class TreeNode:
    """A place in the tree; ``message`` is None where a person sees nothing (a root, a hidden message)."""

    parent: str | None
    message: Message | None
    children: list[str] = field(default_factory=list)


def grown(nodes: Mapping[str, TreeNode], leaf: str | None) -> tuple[tuple[Message, ...], tuple[Branch, ...]]:
    """The messages from the root to ``leaf``, then every other chain. Where ``leaf`` is no node the last one of the
    newest chain is taken. Parents that are missing or go round in a circle end a chain."""
    roots = []
    for name, node in nodes.items():
        parent = nodes.get(node.parent) if node.parent is not None else None
        if parent is None:
            roots.append(name)
        else:
            parent.children.append(name)
    path = _up(nodes, leaf if leaf in nodes else _last(nodes, roots))
    on_path = set(path)
    active = tuple(message for name in path if (message := nodes[name].message))
    branches = []
    seen = set(on_path)
    for start in _starts(nodes, roots, on_path):
        branches += _chains(nodes, start, seen)
    return active, tuple(branches)


def _up(nodes: Mapping[str, TreeNode], leaf: str | None) -> list[str]:
    path: list[str] = []
    seen = set()
    at = leaf
    while at is not None and at in nodes and at not in seen:
        seen.add(at)
        path.append(at)
        at = nodes[at].parent
    return path[::-1]


def _last(nodes: Mapping[str, TreeNode], roots: list[str]) -> str | None:
    at = roots[-1] if roots else None
    seen = set()
    while at is not None and nodes[at].children and at not in seen:
        seen.add(at)
        at = nodes[at].children[-1]
    return at


def _starts(nodes: Mapping[str, TreeNode], roots: list[str], on_path: set[str]) -> list[str]:
    """Nodes beside the path whose parent is on it, in the order of the export."""
    return [name for name, node in nodes.items()
            if name not in on_path and (node.parent in on_path or node.parent not in nodes)]


def _chains(nodes: Mapping[str, TreeNode], start: str, seen: set[str]) -> list[Branch]:
    """The chain from ``start`` to its newest end, then those that leave it."""
    made: list[Branch] = []
    pending = [start]
    while pending:
        at: str | None = pending.pop(0)
        chain: list[Message] = []
        while at is not None and at not in seen:
            seen.add(at)
            node = nodes[at]
            if node.message:
                chain.append(node.message)
            children = node.children
            pending += children[:-1]
            at = children[-1] if children else None
        if chain:
            made.append(Branch(tuple(chain)))
    return made
