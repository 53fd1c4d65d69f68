"""Placeholders of templates in the frontmatter: the text of each is kept, and the properties around it too.

Sources: Obsidian Help, "Templates: Template variables" (``{{date:YYYY-MM-DD}}``); Templater (``<% tp.date.now() %>``,
``<%* … -%>``); Mustache and Handlebars (``{{#each tags}}``), Jinja (``{% if %}``), as importers write them.
To YAML ``{{date}}`` is a mapping whose key is a mapping; most of the other forms it refuses.
"""

from __future__ import annotations

import re

import yaml

from vaultkit.markdown.yamltree import Invalid, compose
from vaultkit.text.lazy_pattern import lazy_pattern

# What means something to YAML stands inside of a placeholder as a character of its own, so that every offset stays.
_FIRST = 0x10F000
_MARKS = {code: _FIRST + code for code in range(0x80) if not chr(code).isalnum() and chr(code) not in "_.()\r\n"}
_BACK = {hidden: mark for mark, hidden in _MARKS.items()}
_TAKEN = lazy_pattern(f"[{chr(_FIRST)}-{chr(_FIRST + 0x7F)}]")
_CURLY = r"(?:\{\{\{[^{}\r\n]*\}\}\}|\{\{[^{}\r\n]*\}\})"
_WORD = lazy_pattern(rf"{_CURLY}|<%(?:(?!<%|%>)[^\r\n])*%>|\{{%(?:(?!\{{%|%\}})[^\r\n])*%\}}")
_ANY = rf"(?:{_CURLY}|<%(?:(?!<%|%>)[\s\S])*%>|\{{%(?:(?!\{{%|%\}})[\s\S])*%\}})"
_LONE = lazy_pattern(rf"^[ \t]*{_ANY}(?:[ \t]*{_ANY})*[ \t]*\r?$", re.MULTILINE)
_LINE = lazy_pattern(r"[^\r\n]+")


def holds_placeholder(text: str) -> bool:
    """Return whether something in ``text`` is written as a placeholder is."""
    return ("{{" in text or "<%" in text or "{%" in text) and _WORD.search(text) is not None


def compose_template(text: str, nesting: int) -> tuple[yaml.Node | None, Invalid | None]:
    """The root node of YAML that may hold placeholders, and what YAML itself refuses of it, None where it takes
    everything. Raises Invalid for what is wrong apart from placeholders."""
    refused: Invalid | None = None
    try:
        root = compose(text, nesting)
        if root is None or not _odd_keys(root):
            return root, None
    except Invalid as wrong:
        root, refused = None, wrong
    if not holds_placeholder(text) or _TAKEN.search(text):
        if refused:
            raise refused
        return root, None
    for form in (text, _LONE.sub(_commented, text)):
        try:
            found = compose(_WORD.sub(_as_word, form), nesting)
        except Invalid as wrong:
            refused = refused or wrong
            continue
        if found is not None:
            _written_back(found)
        return found, refused
    assert refused
    raise refused


def _as_word(found: re.Match[str]) -> str:
    return found[0].translate(_MARKS)


def _commented(found: re.Match[str]) -> str:
    """Lines that hold nothing but placeholders, as comments of YAML of the same length."""
    return _LINE.sub(lambda line: "#" + line[0][1:], found[0])


def _odd_keys(root: yaml.Node) -> bool:
    """Return whether any mapping has a key that is no scalar."""
    return any(not isinstance(key, yaml.ScalarNode)
               for node in _nodes(root) if isinstance(node, yaml.MappingNode) for key, _ in node.value)


def _written_back(root: yaml.Node) -> None:
    for node in _nodes(root):
        if isinstance(node, yaml.ScalarNode):
            node.value = node.value.translate(_BACK)


def _nodes(root: yaml.Node) -> list[yaml.Node]:
    """Every node of a tree once, whatever its anchors lead to."""
    seen: dict[int, yaml.Node] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen[id(node)] = node
        if isinstance(node, yaml.MappingNode):
            waiting += [each for pair in node.value for each in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
    return list(seen.values())
