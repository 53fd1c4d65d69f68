"""``name-not-portable``: a file's name that another system or Obsidian itself can't have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.check.rule import Rule, RuleHit
from vaultkit.messages.words import Text
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from vaultkit.check.context import CheckContext

# Microsoft, "Naming Files, Paths, and Namespaces"; Obsidian Help, "Internal links": # ^ [ ] | end a link's target.
_CHARACTERS = lazy_pattern(r'[\\:*?"<>|\x00-\x1f\x7f]')
_LINK_MARKS = lazy_pattern(r"[#^\[\]]|%%")
_DEVICES = lazy_pattern(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_BYTES = 255
_SIGN = ("Windows and Android allow no {sign} in names ({name})",
         "Windows и Android не допускают {sign} в именах ({name})")
_MARK = ("a link can't name it: {sign} means something else there ({name})",
         "ссылка не сможет его назвать: {sign} в ней значит другое ({name})")
_DEVICE = ("{name} is the name of a device on Windows", "{name} — имя устройства в Windows")
_END = ("Windows drops the space or dot at the end of {name}", "Windows отбрасывает пробел или точку в конце {name}")
_LONG = ("{name} is longer than {most} bytes", "{name} длиннее {most} байт")


def find(context: CheckContext) -> Iterator[RuleHit]:
    """A hit for the first file below each folder or file name at fault, so that a folder is told of once."""
    told: set[str] = set()
    for path in context.files:
        parts = path.split("/")
        for depth, name in enumerate(parts):
            place = "/".join(parts[:depth + 1])
            if place in told:
                continue
            wrong = name_fault(name)
            if wrong is not None:
                told.add(place)
                text, sign = wrong
                yield RuleHit(path, 1, 1, context.say(text, name=name, sign=sign, most=_BYTES), name)


def name_fault(name: str) -> tuple[Text, str] | None:
    """Return what is wrong with one part of a path, and the sign it is about; None for a good name."""
    if found := _CHARACTERS.search(name):
        return _SIGN, found[0] if found[0].isprintable() else f"U+{ord(found[0]):04X}"
    if found := _LINK_MARKS.search(name):
        return _MARK, found[0]
    if _DEVICES.fullmatch(name):
        return _DEVICE, ""
    if name.endswith((" ", ".")):
        return _END, ""
    return (_LONG, "") if len(name.encode("utf-8", "surrogatepass")) > _BYTES else None


RULE = Rule(
    "name-not-portable", "warning",
    "The name of the file, or of a folder that it lies in, holds a character that Windows or Android refuse"
    " (`\\ : * ? \" < > |`), one that ends a link's target in Obsidian (`# ^ [ ]`), is a device's name on Windows"
    " (`con`, `nul` …), or ends in a space or dot. A folder is told once.",
    ("rename it", "переименуйте"), find)
