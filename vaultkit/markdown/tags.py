"""Tags: ``#tag``, nested with slashes; and those of the properties ``tags`` and ``tag``.

Source: Obsidian Help, "Tags: Tag format": letters of any script, digits, ``_ - /`` and emoji, at least one character
that is no digit; a tag begins a line or has a blank before it.
"""

from __future__ import annotations

import re

import yaml

from vaultkit.markdown.source import NoteText
from vaultkit.markdown.yamltree import scalar
from vaultkit.model import Tag
from vaultkit.text.lazy_pattern import lazy_pattern

# ASCII, Latin-1, general, supplemental, CJK and full-width punctuation; what is left is letters, digits and emoji.
_NO_TAG = (
    r"\s!\"#$%&'()*+,.:;<=>?@\[\\\]^`{|}~"
    r"\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf\u2000-\u200c\u200e-\u206f\u2e00-\u2e7f\u3000-\u3003\u3008-\u3011\u3014-\u301f"
    r"\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff5b-\uff65"
)
_TAG = lazy_pattern(rf"#([^{_NO_TAG}]+)")
_WHOLE = lazy_pattern(rf"[^{_NO_TAG}]+")
_QUOTE_PREFIX = lazy_pattern(r"[ \t>]*>[ \t]*")
_KEYS = ("tags", "tag")


def body_tags(source: NoteText) -> list[Tag]:
    """Tags of the body in order, repeated ones too, without those in code, links, HTML and comments."""
    text, found = source.text, []
    for match in _TAG.finditer(text, source.body):
        start = match.start()
        before = text[start - 1] if start else "\n"
        quoted = before == ">" and _QUOTE_PREFIX.fullmatch(text, source.line_start(start), start)
        if not before.isspace() and not quoted:
            continue
        name = match[1].rstrip("/")
        if is_tag(name) and not source.hidden(start) and not source.linked(start):
            found.append(Tag(name, *source.at(start)))
    return found


def is_tag(name: str) -> bool:
    """True when a text (without ``#``) may be a tag."""
    return bool(name) and not name.isdecimal() and _WHOLE.fullmatch(name) is not None


def property_tags(source: NoteText, start: int, nodes: dict[str, yaml.Node]) -> list[Tag]:
    """Tags of the properties: a list, or text parted by commas and blanks. Numbers among them are no tags."""
    found = []
    for name, node in nodes.items():
        if name.lower() in _KEYS:
            items = node.value if isinstance(node, yaml.SequenceNode) else [node]
            for item in items:
                if isinstance(item, yaml.ScalarNode) and isinstance(scalar(item), str):
                    parted = item is node
                    found += _of_scalar(source, start, item, parted)
    return found


def _of_scalar(source: NoteText, start: int, node: yaml.ScalarNode, parted: bool) -> list[Tag]:
    """Tags of one scalar, each at its own place where the source shows it as it is."""
    words = re.split(r"[,\s]+", node.value) if parted else [node.value.strip()]
    found, at = [], start + node.start_mark.index
    end = start + node.end_mark.index
    for word in words:
        name = word.removeprefix("#").rstrip("/")
        if is_tag(name):
            place = source.text.find(word, at, end)
            if place < 0:
                place = at
            found.append(Tag(name, *source.at(place)))
            at = place
    return found


def unique(tags: list[Tag]) -> tuple[Tag, ...]:
    """Each tag once, as first spelled (Obsidian Help, "Tags": tags are case-insensitive)."""
    seen: dict[str, Tag] = {}
    for tag in tags:
        seen.setdefault(tag.name.casefold(), tag)
    return tuple(seen.values())
