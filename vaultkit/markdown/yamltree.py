"""YAML 1.2 as a person reads it, on the node tree, so that every value has a place.

Source: YAML 1.2.2, 10.3 (core schema), without what a note's author would not expect: dates, ``1_000`` and numbers
that JSON can't hold stay the text that was written. libyaml's own resolvers (YAML 1.1) are not used: they make ``no``
false, ``10:00`` 600 and ``010`` 8.
"""

from __future__ import annotations

from typing import Any

import yaml

from vaultkit.messages.message import Message
from vaultkit.text.lazy_pattern import lazy_pattern

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = "plain"
_TEXT = "text"
_STANDARD = "tag:yaml.org,2002:"
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}
_INT = lazy_pattern(r"[-+]?[0-9]{1,300}")
_BASED = lazy_pattern(r"0o[0-7]{1,100}|0x[0-9a-fA-F]{1,100}")
_FLOAT = lazy_pattern(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_BARE_LINK = lazy_pattern(r"(?<![\"'!])\[\[[^\]]*\]\]")
_BRACKET = lazy_pattern(r"[\[\]{}]")


class Invalid(Exception):
    """The YAML can't be read: a message for the author and the character offset of the place."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class _Loader(_BASE):  # type: ignore[misc]
    """Composes nodes; marks plain scalars instead of resolving them."""

    if _BASE is not yaml.SafeLoader:
        def __init__(self, text: str) -> None:
            # The constructor and the resolver have nothing to do here: only libyaml's parser is set up.
            _BASE.__mro__[1].__init__(self, text)

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return _PLAIN if kind is yaml.ScalarNode and implicit[0] else _TEXT

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        return None

    def ascend_resolver(self) -> None:
        return None


def compose(text: str, nesting: int) -> yaml.Node | None:
    """The root node of one document, None for an empty one. Raises Invalid."""
    if text.count("[") + text.count("{") > nesting and _depth(text) > nesting:
        raise Invalid(Message("problem.deep_properties", levels=nesting), 0)
    loader = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
        return node
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = mark.index if mark else 0
        line = text[text.rfind("\n", 0, place) + 1:].partition("\n")[0]
        raise Invalid(_told(error.problem or error.context or Message("problem.yaml_unread"), line), place) from None
    except yaml.YAMLError as error:
        character = getattr(error, "character", None)
        told = (Message("problem.yaml_unread") if character is None
                else Message("problem.yaml_character", character=repr(character)))
        position = getattr(error, "position", 0)
        raise Invalid(told, position if isinstance(position, int) else 0) from None


class Values:
    """Turns nodes into JSON-like values, at most ``nodes`` of them, so that anchors can't expand without end."""

    def __init__(self, nodes: int, nesting: int) -> None:
        self._left = nodes
        self._most = nodes
        self._nesting = nesting

    def of(self, node: yaml.Node, depth: int = 0) -> Any:
        """The value of a node. Raises Invalid for tags of other languages, repeated keys, endless anchors."""
        self._left -= 1
        if self._left < 0 or depth > self._nesting:
            raise Invalid(Message("problem.many_values", values=self._most), node.start_mark.index)
        if node.__class__ is yaml.ScalarNode:
            return scalar(node)
        if node.tag != _TEXT and node.tag not in (_STANDARD + "map", _STANDARD + "seq"):
            raise Invalid(Message("problem.yaml_tag", tag=node.tag), node.start_mark.index)
        if node.__class__ is yaml.SequenceNode:
            return [self.of(item, depth + 1) for item in node.value]
        return {key: self.of(value, depth + 1) for key, _, value in pairs(node)}


def pairs(node: yaml.Node) -> list[tuple[str, yaml.Node, yaml.Node]]:
    """Key as written, key node and value node of a mapping. Raises Invalid for a repeated key or one that is no text.

    ``<<`` is a key like any other: YAML 1.2 has no merge keys.
    """
    found: list[tuple[str, yaml.Node, yaml.Node]] = []
    seen: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if key.__class__ is not yaml.ScalarNode:
            raise Invalid(Message("problem.property_name"), key.start_mark.index)
        name = key.value
        if name in seen:
            first = seen[name].start_mark.line + 2
            raise Invalid(Message("problem.property_twice", name=repr(name), line=first), key.start_mark.index)
        seen[name] = key
        found.append((name, key, value))
    return found


def scalar(node: yaml.Node) -> Any:
    """The value of a scalar node. Raises Invalid for a tag that is not YAML's own."""
    tag, text = node.tag, node.value
    if tag == _TEXT:
        return text
    if tag == _PLAIN:
        return plain_scalar(text)
    if tag in ("!", _STANDARD + "str"):
        return text
    if tag in (_STANDARD + "int", _STANDARD + "float", _STANDARD + "bool", _STANDARD + "null"):
        return plain_scalar(text)
    raise Invalid(Message("problem.yaml_tag", tag=tag), node.start_mark.index)


def plain_scalar(text: str) -> Any:
    """Return what a plain scalar means in YAML 1.2's core schema; everything else stays text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "0123456789+-.":
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        number = float(text)
        return number if abs(number) < float("inf") else text
    return text


def _depth(text: str) -> int:
    """Greatest depth of brackets, strings not told apart: libyaml needs the square of it in time."""
    deepest = depth = 0
    for match in _BRACKET.finditer(text):
        depth += 1 if match[0] in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _told(problem: str, line: str) -> Message:
    """libyaml's words with what to do about it; ``line`` is the one where it stumbled."""
    if _BARE_LINK.search(line):
        return Message("problem.bare_link", mend='"[[Note]]"')
    if "mapping values are not allowed" in problem:
        return Message("problem.second_colon")
    if "cannot start any token" in problem:
        if "\t" in line:
            return Message("problem.yaml_tab")
        return Message("problem.yaml_begins")
    if "alias" in problem or "alphabetic" in problem:
        return Message("problem.yaml_anchor", error=problem)
    return Message("problem.yaml", error=problem)
