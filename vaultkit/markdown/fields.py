"""Inline fields: ``key:: value`` on a line of its own, ``[key:: value]`` and ``(key:: value)`` inside of one.

Source: Dataview documentation, "Adding metadata to your pages: Inline fields". A key may be bold, italic, struck
through, hold spaces, letters of any script and emoji; the value of a line runs to its end, of a bracket to the
bracket's partner.
"""

from __future__ import annotations

from vaultkit.markdown.source import NoteText
from vaultkit.model import Field
from vaultkit.text.lazy_pattern import lazy_pattern

_LINE_KEY = lazy_pattern(
    r"(?:[ \t]|>|[-*+][ \t]+(?:\[.\][ \t]+)?|\d{1,9}[.)][ \t]+(?:\[.\][ \t]+)?)*"
    r"(?P<key>(?:[*_~`=]{0,3})"
    r"(?P<name>[^\s*_~`=:#>|\[\](){}!<](?:[^*~`=:#|\[\](){}<>\r\n]*[^\s*_~`=:#|\[\](){}<>])?)"
    r"(?:[*_~`=]{0,3}))[ \t]*"
)
_BRACKET_KEY = lazy_pattern(r"[ \t]*(?:[*_~`]{0,3})(?P<name>[^\[\]()\r\n:]*?[^\s\[\]():*_~`])(?:[*_~`]{0,3})[ \t]*::")
_MARK = lazy_pattern(r"[\[\]()]|::")
_PARTNER = {"]": "[", ")": "("}


def fields(source: NoteText) -> tuple[Field, ...]:
    """Fields in order of place. Fills ``source.values``. Fields inside comments, code or math are left out."""
    found: list[tuple[int, Field]] = []
    values: list[tuple[int, int, str]] = []
    text, done = source.text, -1
    at = text.find("::", source.body)
    while at >= 0:
        start, end = source.line_start(at), source.line_end(at)
        if start > done:
            done = start
            for key, first, last, name in _of_line(source, max(start, source.body), end, at):
                if not source.hidden(key) and not source.hidden(first - 1):
                    line, column = source.at(key)
                    value = text[first:last].strip()
                    found.append((key, Field(name, value, line, column)))
                    values.append((first, last, name))
        at = text.find("::", max(end, at + 2))
    source.values = sorted(values)
    return tuple(field for _, field in sorted(found, key=lambda pair: pair[0]))


def _of_line(source: NoteText, start: int, end: int, first: int) -> list[tuple[int, int, int, str]]:
    """Offset of the key, start and end of the value and name of each field of one line."""
    found = []
    text = source.text
    key = _LINE_KEY.fullmatch(text, start, first)
    if key and any(letter.isalnum() or ord(letter) > 0x2000 for letter in key["name"]):
        found.append((key.start("key"), first + 2, end, key["name"]))
    opened: list[tuple[str, int, int, str]] = []
    for match in _MARK.finditer(text, start, end):
        mark, at = match[0], match.start()
        if source.opaque.end_of(at) or source.escaped(at):
            continue
        if mark in "[(":
            name = _BRACKET_KEY.match(text, at + 1, end)
            opened.append((mark, at, name.end() if name else 0, name["name"] if name else ""))
        elif mark in _PARTNER and opened and opened[-1][0] == _PARTNER[mark]:
            _, begin, value, name_text = opened.pop()
            if value:
                found.append((begin, value, at, name_text))
    return found
