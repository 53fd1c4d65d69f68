"""Frontmatter: the properties of a note.

Source: Obsidian Help, "Properties: Property format"; it begins in the very first line with ``---`` and ends at the
next line that is ``---``. Blanks after either are allowed, ``...`` ends nothing, an unclosed one is no frontmatter.
"""

from __future__ import annotations

import yaml

from vaultkit.config import Bounds
from vaultkit.markdown.placeholders import compose_template
from vaultkit.markdown.proplinks import property_links
from vaultkit.markdown.source import NoteText
from vaultkit.markdown.yamltree import Invalid, Values, compose, pairs
from vaultkit.messages.message import Message
from vaultkit.model import Link, Problem, Property
from vaultkit.storage.fast_records import maker
from vaultkit.text.lazy_pattern import lazy_pattern

_OPEN = lazy_pattern(r"---[ \t]*(?:\r\n?|\n)")
_REST = lazy_pattern(r"[ \t]*(?=[\r\n]|\Z)")
_property = maker(Property)
RULE = "frontmatter-invalid"


class Frontmatter:
    """Content of the frontmatter: properties with the nodes of their values, links in them, what was wrong."""

    __slots__ = ("links", "nodes", "problems", "properties", "start")

    def __init__(self) -> None:
        self.properties: tuple[Property, ...] = ()
        self.nodes: dict[str, yaml.Node] = {}
        self.links: tuple[Link, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self.start = 0


def read_frontmatter(source: NoteText, bounds: Bounds) -> Frontmatter:
    """Read the frontmatter and set ``source.body`` to the offset behind it. What YAML refuses costs the properties
    and gives one problem with its line in the file."""
    front = Frontmatter()
    opened = _OPEN.match(source.text)
    closed = _closing(source.text, opened.end()) if opened else -1
    if opened is None or closed < 0:
        return front
    front.start = opened.end()
    source.body = min(source.line_end(closed) + 1, len(source.text))
    if source.text.startswith("\r\n", source.body - 1):
        source.body += 1
    text = source.text[front.start:closed]
    try:
        if len(text) * 4 > bounds.frontmatter_bytes and len(text.encode()) > bounds.frontmatter_bytes:
            raise Invalid(Message("problem.long_properties", bytes=bounds.frontmatter_bytes), 0)
        _fill(front, source, text, bounds)
    except Invalid as wrong:
        line = source.line(min(front.start + wrong.offset, max(closed - 1, front.start)))
        message = Message("problem.frontmatter", why=wrong.message)
        front.problems = (Problem(source.path, line, message, RULE),)
    return front


def _closing(text: str, start: int) -> int:
    """Offset of the first line from ``start`` on that is ``---`` and nothing else, -1 where there is none."""
    at = text.find("---", start)
    while at >= 0 and not (text[at - 1] in "\r\n" and _REST.match(text, at + 3)):
        at = text.find("---", at + 1)
    return at


def _fill(front: Frontmatter, source: NoteText, text: str, bounds: Bounds) -> None:
    if "{{" in text or "<%" in text or "{%" in text:
        root, refused = compose_template(text, bounds.nesting)
    else:
        root, refused = compose(text, bounds.nesting), None
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.value):
        return
    if not isinstance(root, yaml.MappingNode):
        raise Invalid(Message("problem.no_properties"), root.start_mark.index)
    values = Values(bounds.yaml_nodes, bounds.nesting)
    properties, nodes, start = [], {}, front.start
    for name, key, node in pairs(root):
        nodes[name] = node
        begin = start + key.start_mark.index
        line, column = source.at(begin)
        properties.append(_property(name, values.of(node), line, column,
                                    source.last_line(begin, start + node.end_mark.index)))
    front.properties, front.nodes = tuple(properties), nodes
    if refused:
        line = source.line(min(start + refused.offset, max(source.body - 1, start)))
        message = Message("problem.placeholder", why=refused.message)
        front.problems = (Problem(source.path, line, message, RULE),)
    if "[[" in text:
        front.links = property_links(source, start, nodes)
