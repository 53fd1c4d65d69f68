"""Links in properties.

Source: Obsidian Help, "Properties: Text" and "List": internal links stand in quotes. ``key: [[a]]`` without them is a
list in a list to YAML and no link to Obsidian. A Markdown link in a property counts too.
"""

from __future__ import annotations

import re

import yaml

from vaultkit.markdown.mdlinks import destination
from vaultkit.markdown.source import Source
from vaultkit.markdown.wikilinks import WIKILINK, wikilink_parts
from vaultkit.model import Link

_MARKDOWN = re.compile(r"!?\[([^\[\]\r\n]*)\]\((?:<([^<>\r\n]*)>|([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))\)")


def property_links(source: Source, start: int, nodes: dict[str, yaml.Node]) -> tuple[Link, ...]:
    """Links in the values of the properties; ``start`` is the offset of the YAML text, whose marks count from 0."""
    links: list[Link] = []
    for name, top in nodes.items():
        seen: set[int] = set()
        waiting = [top]
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, yaml.ScalarNode):
                if "[[" in node.value or "](" in node.value:
                    links += _scalar_links(source, start, node, name)
            elif isinstance(node, yaml.MappingNode):
                waiting += [value for _, value in node.value]
            else:
                waiting += node.value
    return tuple(sorted(links, key=lambda link: (link.line, link.column)))


def _scalar_links(source: Source, start: int, node: yaml.Node, name: str) -> list[Link]:
    """Links of one scalar. What they say comes from its value, where they stand from its source text; the two differ
    by YAML's escapes and folded lines, never in their order."""
    first, last = start + node.start_mark.index, start + node.end_mark.index
    links = []
    for pattern in (WIKILINK, _MARKDOWN):
        places = [match.start() for match in pattern.finditer(source.text, first, last)]
        for index, match in enumerate(pattern.finditer(node.value)):
            if pattern is WIKILINK:
                target, subpath, display = wikilink_parts(match[1])
            else:
                target, subpath = destination(match[3] if match[2] is None else match[2])
                display = match[1].strip() or None
            if target or subpath:
                line, column = source.at(places[index] if index < len(places) else first)
                links.append(Link(line, column, match[0], target, subpath, display, "property", name))
    return links
