"""Writing notes: the only place of vaultkit that does."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from vaultkit.config import Bounds
from vaultkit.errors import UsageError
from vaultkit.markdown import frontmatter
from vaultkit.markdown.source import NoteText
from vaultkit.markdown.yamltree import plain_scalar
from vaultkit.model import Property
from vaultkit.storage.files import cant_write, create_file, replace_file
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.text.names import is_note

Value = str | int | float | bool | None | Sequence[str]

_BOM = "\ufeff"
_LINE_END = lazy_pattern(r"\r\n|\n|\r")
# Values that every reader of YAML takes for text.
_PLAIN = lazy_pattern(r"[^\W\d_](?:[\w ./()+-]*[\w.)+])?")
_WORDS = lazy_pattern(r"(?i)y|n|yes|no|on|off|true|false|null")


class _Front(NamedTuple):
    """A note without its BOM: ``body`` is the offset behind the frontmatter, ``closing`` that of its last line."""

    text: str
    properties: tuple[Property, ...]
    nodes: dict[str, yaml.Node]
    start: int
    closing: int
    body: int
    source: NoteText


def set_property(text: str, name: str, value: Value) -> str:
    """The note's text with the property ``name`` set to ``value``.

    Of a property that stands there (in any case) only the value changes, quotes stay; a new one comes last, in a
    frontmatter of its own where there is none. Comments, order, line ends, a BOM and all other bytes stay. Raises
    UsageError when the frontmatter can't be read or can't be edited without changing another property.
    """
    bom, body = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    before = _read(body)
    edited = _edited(before, name, value)
    try:
        after = _read(edited)
    except UsageError:
        after = None
    if after is None or edited[after.body :] != body[before.body :] or _others(before, name) != _others(after, name):
        raise UsageError(f"the property {name} can't be set without changing others", "edit the frontmatter by hand")
    return bom + edited


def add_to_property(text: str, name: str, value: str) -> str:
    """The note's text with ``value`` as one more value of the property ``name``: behind the items of a list, whose own
    text stays; of a single value a list is made. A value that stands there already changes nothing. Raises what
    ``set_property`` raises, and UsageError for a property that is no text or list of texts."""
    bom, body = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    front = _read(body)
    item = _named(front, name)
    if item is None or item.value in (None, "", []):
        return set_property(text, name, value)
    held = item.value if isinstance(item.value, list) else [item.value]
    if not all(isinstance(one, str | int | float) for one in held):
        raise UsageError(f"line {item.line}: {item.name} is no text or list of texts", "edit the frontmatter by hand")
    if value in held:
        return text
    for edited in _with_one_more(front, item, value):
        try:
            after = _read(edited)
        except UsageError:
            continue
        now = _named(after, name)
        if (now is not None and now.value == [*held, value] and edited[after.body:] == body[front.body:]
                and _others(front, name) == _others(after, name)):
            return bom + edited
    return set_property(text, item.name, [*held, value])


def _with_one_more(front: _Front, item: Property, value: str) -> Iterator[str]:
    """The ways to write one more value, the one that changes least first."""
    text, node = front.text, front.nodes[item.name]
    start, end = front.start + int(node.start_mark.index), front.start + _node_end(node)
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        line_end = _LINE_END.search(text)
        at = front.source.line_end(end)
        indent = text[front.source.line_start(start):start]
        yield text[:at] + (line_end[0] if line_end else "\n") + f"{indent}- {_scalar(value, '')}" + text[at:]
    elif isinstance(node, yaml.SequenceNode):
        inner = text[start:end - 1].rstrip()
        between = " " if inner.endswith(",") else ", "
        yield inner.join((text[:start], "")) + between + _scalar(value, "") + text[end - 1:]
    elif isinstance(node, yaml.ScalarNode):
        for written in (text[start:end].rstrip(), _scalar(item.value, "")):
            rest = text[start + len(text[start:end].rstrip()):]
            yield text[:start] + f"[{written}, {_scalar(value, '')}]" + rest


def _named(front: _Front, name: str) -> Property | None:
    """The property called ``name``, in any case where none is spelled so."""
    same = [item for item in front.properties if item.name.casefold() == name.casefold()]
    return next((item for item in same if item.name == name), same[0] if same else None)


def _edited(front: _Front, name: str, value: Value) -> str:
    text, match = front.text, _LINE_END.search(front.text)
    line_end = match[0] if match else "\n"
    if not front.start:
        return f"---{line_end}{_entry(name, value, line_end, '')}---{line_end}{text}"
    item = _named(front, name)
    if item is None:
        indent = " " * (front.properties[0].column - 1) if front.properties else ""
        return text[: front.closing] + _entry(name, value, line_end, indent) + text[front.closing :]
    node = front.nodes[item.name]
    start, end = front.start + int(node.start_mark.index), front.start + _node_end(node)
    if start == end:
        colon = _behind_colon(front, item)
        return text[:colon] + f" {_inline(value, '')}".rstrip() + text[colon:]
    while end > start and text[end - 1].isspace():
        end -= 1
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        return _instead_of_block(front, item, value, start, end, line_end)
    quote = node.style if isinstance(node, yaml.ScalarNode) and node.style in ("'", '"') else ""
    return text[:start] + _inline(value, quote) + text[end:]


def _instead_of_block(front: _Front, item: Property, value: Value, start: int, end: int, line_end: str) -> str:
    """A list for a list keeps its indentation; any other value moves up behind the colon."""
    text, line_start = front.text, front.source.line_start(start)
    if isinstance(value, (list, tuple)) and value and text[start] == "-":
        items = (line_end + text[line_start:start]).join(f"- {_scalar(entry, '')}" for entry in value)
        return text[:start] + items + text[end:]
    colon = _behind_colon(front, item)
    after = front.source.line_end(end)
    after += len(line_end) if text.startswith(line_end, after) else 0
    return text[:colon] + f" {_inline(value, '')}".rstrip() + text[colon:line_start] + text[after:]


def _entry(name: str, value: Value, line_end: str, indent: str) -> str:
    key = _scalar(name, "")
    if isinstance(value, (list, tuple)) and value:
        items = "".join(f"{indent}  - {_scalar(item, '')}{line_end}" for item in value)
        return f"{indent}{key}:{line_end}{items}"
    return f"{indent}{key}: {_inline(value, '')}".rstrip() + line_end


def _inline(value: Value, quote: str) -> str:
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_scalar(item, "") for item in value) + "]"
    return _scalar(value, quote)


def _scalar(value: Any, quote: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return json.dumps(value)
    if quote == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    safe = _PLAIN.fullmatch(value) and not _WORDS.fullmatch(value) and plain_scalar(value) == value
    return value if safe and not quote else _quoted(value)


def _quoted(value: str) -> str:
    """A double-quoted scalar; JSON's escapes are YAML's, which also wants unprintable characters escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in text)


def _node_end(node: yaml.Node) -> int:
    """Return where the value's own text ends: PyYAML's mark of a block lies at the next token."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return max(_node_end(part) for part in (last if isinstance(last, tuple) else (last,)))
    return int(node.end_mark.index)


def _behind_colon(front: _Front, item: Property) -> int:
    start = front.source.lines[item.line - 1] + item.column - 1
    plainly = front.text.startswith(item.name, start)
    return front.text.index(":", start + (len(item.name) if plainly else 0)) + 1


def _others(front: _Front, name: str) -> dict[str, Any]:
    return {item.name: item.value for item in front.properties if item.name.casefold() != name.casefold()}


def _read(text: str) -> _Front:
    source = NoteText(text)
    found = frontmatter.read_frontmatter(source, Bounds())
    if found.problems:
        raise UsageError(f"line {found.problems[0].line}: {found.problems[0].message}", "mend the frontmatter first")
    closing = text.rindex("---", found.start, source.body) if found.start else 0
    return _Front(text, found.properties, found.nodes, found.start, closing, source.body, source)


__all__ = ["add_to_property", "new_note", "set_property", "write_note", "write_property"]


def new_note(path: Path, properties: Mapping[str, Any], body: str) -> None:
    """Write a note that does not exist yet, its folder too. Never overwrites.

    Raises UsageError when there is a file of this name (in any case where the file system says so), EnvironmentFailure
    when it can't be written.
    """
    import frontmatter

    text = frontmatter.dumps(frontmatter.Post(body, **properties), sort_keys=False, allow_unicode=True, width=1_000_000)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        create_file(path, f"{text if properties else body}".rstrip("\n").encode("utf-8") + b"\n")
    except FileExistsError:
        raise UsageError(f"{path} exists already", "choose another name or remove it") from None
    except OSError as error:
        raise cant_write(path, error) from error


def write_note(root: Path, path: str, text: str) -> None:
    """Replace a note of the vault by ``text``, whole or not at all; permissions stay.

    Raises UsageError when the note lies outside of the vault once symlinks are followed, or is no note;
    EnvironmentFailure when it can't be written.
    """
    target = inside(root, path)
    if not is_note(path) or not target.is_file():
        raise UsageError(f"no such note: {path}", "name a note of the vault")
    try:
        replace_file(target, text.encode("utf-8"))
    except OSError as error:
        raise cant_write(path, error) from error


def write_property(root: Path, path: str, name: str, value: Value) -> bool:
    """Set one property of a note on disk (``set_property``); False when it has that value already.

    Raises what ``set_property`` and ``write_note`` raise, and UsageError for a note that is not valid UTF-8: writing it
    would change its other bytes.
    """
    before = note_text(root, path)
    try:
        after = set_property(before, name, value)
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None
    if after == before:
        return False
    write_note(root, path, after)
    return True


def note_text(root: Path, path: str) -> str:
    """The text of a note that is to be edited, every byte of it. Raises UsageError for one that is not there, not in
    the vault or not valid UTF-8."""
    try:
        return inside(root, path).read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not valid UTF-8 and is not edited", "save it as UTF-8") from None
    except OSError as error:
        raise UsageError(f"can't read {path} ({error.strerror})", "name a note of the vault") from error


def inside(root: Path, path: str) -> Path:
    """The file that a vault-relative path names once symlinks are followed. Raises UsageError when it is outside of
    the vault or in a hidden folder of it."""
    base = Path(os.path.realpath(root))
    target = Path(os.path.realpath(base / path))
    if not target.is_relative_to(base) or target == base:
        raise UsageError(f"{path} leads out of the vault", "name a file inside of it")
    if any(part.startswith(".") for part in target.relative_to(base).parts):
        raise UsageError(f"{path} leads into a hidden folder", "name a note of the vault")
    return target
