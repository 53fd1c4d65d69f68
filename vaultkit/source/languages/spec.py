"""Description of a language: which nodes define something, what they are called, what is comment or layout.

A language is data: one ``Grammar`` of node types and small pure functions over nodes. The walker in ``definitions.py``
is the same for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from tree_sitter import Node

_NEVER, _NO_NAME = lazy_pattern(rb"(?!)"), lazy_pattern(r"(?!)")
Kind = Literal["class", "function", "method", "constant", "scope", "impl"]


@dataclass(frozen=True, slots=True)
class Definition:
    """Definition that one node makes. ``name`` may be dotted (``Type.method``). Kinds ``scope`` (namespace) and
    ``impl`` only lend their name to what is inside. ``name_node`` is left out of the fingerprint. ``marker``: empty on
    purpose is normal (it inherits, is an interface, a record …)."""

    kind: Kind
    name: str
    name_node: Node | None = None
    body: Node | None = None
    marker: bool = False
    signature: bool = False


Rule = Callable[["Node"], Definition | None]


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language.

    ``query`` captures, besides the node types of ``rules`` (``@def``): ``@const`` (a constant where the pattern says
    so), ``@proto`` (a prototype, outside of functions), ``@comment``, ``@doc`` (a string that only documents),
    ``@string``, ``@joined`` (one that continues the string before it), ``@bare`` (a key whose quotes are style),
    ``@block`` (its end is a token: indentation), ``@paren`` and ``@tuple`` (redundant parentheses),
    ``@paren_open`` and ``@paren_close`` (one of them), ``@keep`` (a comma with meaning), ``@trail`` (one without),
    ``@number`` (its spelling is style), ``@import`` (its order is formatting), ``@prefix`` (an attribute that belongs
    to the definition after it). ``@error`` comes by itself.
    ``wraps`` maps a wrapper's node type to the function that gives the definition inside.
    ``stub`` matches a whole normalised body that does nothing; ``lazy`` one that does nothing only beside a TODO.
    ``abstract`` is searched in a definition's head, ``contract`` in the head of its class: neither body is a stub then.
    ``constructor`` names those whose empty body is normal. ``exact``: the grammar is complete, so an error in the
    tree is an error in the source. ``lines``: a line end separates (shell). ``fold``: case is formatting (SQL).
    """

    name: str
    module: str
    rules: Mapping[str, Rule]
    query: str
    attribute: str = "language"
    wraps: Mapping[str, Callable[[Node], Node | None]] = field(default_factory=dict)
    stub: re.Pattern[bytes] = _NEVER
    lazy: re.Pattern[bytes] = _NEVER
    abstract: re.Pattern[bytes] = _NEVER
    contract: re.Pattern[bytes] = _NEVER
    constructor: re.Pattern[str] = _NO_NAME
    empty_class_is_stub: bool = False
    docstrings: bool = False
    quotes: bytes = b""
    drop: bytes = b""
    exact: bool = True
    lines: bool = False
    fold: bool = False


def text(node: Node | None) -> str:
    """The node's source text, ``""`` for None."""
    return node.text.decode("utf-8", "replace") if node is not None and node.text is not None else ""


def field_of(node: Node, *path: str) -> Node | None:
    """The node at the end of a path of field names, or None."""
    current: Node | None = node
    for name in path:
        if current is None:
            return None
        current = current.child_by_field_name(name)
    return current


def named_definition(
    kind: Kind, name: str = "name", body: str = "body", *, marker: bool = False, signature: bool = False
) -> Rule:
    """The common rule: a name field, a body field."""

    def rule(node: Node) -> Definition | None:
        label = node.child_by_field_name(name)
        if label is None:
            return None
        return Definition(kind, text(label), label, node.child_by_field_name(body), marker, signature)

    return rule


def first_of(kind: Kind, child: str, *, marker: bool = True) -> Rule:
    """A rule for nodes that hold their name in the first child of a node type."""

    def rule(node: Node) -> Definition | None:
        label = next((c for c in node.named_children if c.type == child), None)
        return Definition(kind, text(label), label, None, marker) if label is not None else None

    return rule


NOT_IMPLEMENTED = (
    rb"(?:not[\x10 ]?(?:yet[\x10 ])?implemented|unimplemented|to[\x10 ]?do|implement[\x10 ]me|"
    + ("не[\x10 ]реализован".encode())
    + rb")"
)
