"""Links in properties.

Source: Obsidian Help, "Properties: Text" and "List": internal links stand in quotes. ``key: [[a]]`` without them is a
list in a list to YAML and no link to Obsidian. A Markdown link in a property is text to
Obsidian.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from vaultkit.markdown.source import NoteText
from vaultkit.markdown.wikilinks import WIKILINK, wikilink_parts
from vaultkit.model import Link


def property_links(source: NoteText, start: int, nodes: dict[str, yaml.Node]) -> tuple[Link, ...]:
    """Links in the values of the properties; ``start`` is the offset of the YAML text, whose marks count from 0."""
    links: list[Link] = []
    for name, top in nodes.items():
        for node in scalars(top):
            if "[[" in node.value:
                links += _scalar_links(source, start, node, name)
    return tuple(sorted(links, key=lambda link: (link.line, link.column)))


def scalars(top: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """The scalars of a property's value, each once: an anchor may lead back."""
    seen: set[int] = set()
    waiting = [top]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            yield node
        elif isinstance(node, yaml.MappingNode):
            waiting += [value for _, value in node.value]
        else:
            waiting += node.value


def _scalar_links(source: NoteText, start: int, node: yaml.Node, name: str) -> list[Link]:
    """Links of one scalar. What they say comes from its value, where they stand from its source text; the two differ
    by YAML's escapes and folded lines, never in their order."""
    first, last = start + node.start_mark.index, start + node.end_mark.index
    links = []
    places = [match.start() for match in WIKILINK.finditer(source.text, first, last)]
    for index, match in enumerate(WIKILINK.finditer(node.value)):
        target, subpath, display = wikilink_parts(match[1])
        if target or subpath:
            line, column = source.at(places[index] if index < len(places) else first)
            links.append(Link(line, column, match[0], target, subpath, display, "property", name))
    return links
