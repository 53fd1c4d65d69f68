"""Reading vaultkit.toml against ``schemas/config.schema.json``: the schema is the one table of what it may hold.

Only the part of JSON Schema that the file uses is understood: type, enum, properties, additionalProperties, items,
minimum. A mistake names the file, the line and, for an unknown key, the nearest known one.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from pathlib import Path
from typing import Any

from vaultkit.errors import UsageError
from vaultkit.resources import schema_text
from vaultkit.storage.files import read_in
from vaultkit.text.lazy_pattern import lazy_pattern

_MOST_PARTS = 32
_TEXT = lazy_pattern(r'''"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*''', re.DOTALL)
_ENDS = lazy_pattern(r"[,=\n{}\[\]]")


def load_toml(text: str) -> dict[str, Any]:
    """The tables of ``text``. Raises TOMLDecodeError, also for a key of more than 32 parts, and RecursionError."""
    bare = _TEXT.sub(lambda found: "\n" * found[0].count("\n"), text)
    at = 0
    for part in _ENDS.split(bare):
        if part.count(".") >= _MOST_PARTS:
            raise tomllib.TOMLDecodeError(f"A key of more than {_MOST_PARTS} parts (at line "
                                          f"{bare.count(chr(10), 0, at) + 1}, column 1)")
        at += len(part) + 1
    return tomllib.loads(text)


Schema = dict[str, Any]
# No table or key is longer; what is is read by tomllib only.
_LONGEST = 400
_HEADER = lazy_pattern(r"^\s*\[\[?\s*+(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = lazy_pattern(r"""^\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_PART = lazy_pattern(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*\.?""")
# Settings that people wrote take a few thousand bytes.
LARGEST = 200_000
_SHOWN = 80
_WORDS = {"string": "text", "boolean": "true or false", "integer": "a whole number", "array": "a list",
          "object": "a table", "number": "a number"}


def config_schema() -> Schema:
    """The JSON Schema of vaultkit.toml."""
    schema: Schema = json.loads(schema_text("config"))
    return schema


def read_settings(path: Path) -> dict[str, Any]:
    """The checked contents of the vaultkit.toml at ``path``.

    Raises UsageError, with file and line, for what is no UTF-8, no TOML, or does not fit the schema."""
    text = _text(path)
    try:
        data = load_toml(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\s*\(at line (\d+), column \d+\)", str(error))
        line = found[1] if found else str(text.count("\n") + 1)
        message = str(error)[: found.start()] if found else str(error).removesuffix(" (at end of document)")
        mend = _quote(text, int(line))
        raise UsageError(f"{path}:{line}: no valid TOML: {message}", mend) from error
    except RecursionError as error:
        raise UsageError(f"{path}:1: no valid TOML: nested too deep") from error
    _check(data, config_schema(), (), SettingsText(path, text))
    return data


def _text(path: Path) -> str:
    """The text of a settings file. It may be a stranger's, so it is read as ``read_in`` does."""
    try:
        return read_in(path.parent, path, LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is no UTF-8 text ({error.reason})") from error
    except OSError as error:
        raise UsageError(f"{path}: can't be read ({error.strerror})", "put a file of its own in its place") from error


def _quote(text: str, line: int) -> str | None:
    """The mend for the commonest mistake of Russian settings: TOML wants names of other than Latin letters quoted."""
    rows = text.splitlines()
    row = rows[line - 1].strip() if line <= len(rows) else ""
    name = row.lstrip("[").partition("=")[0].partition("]")[0].strip()
    if name and not name.isascii() and not name.startswith(("#", '"', "'")):
        return f"put quotation marks around names that are not Latin, as in \"{name}\""
    return None


def setting_line(path: Path, key: tuple[str, ...]) -> int:
    """The line of ``key`` in the file at ``path``."""
    return SettingsText(path, _text(path)).line(key)


def setting_error(path: Path, key: tuple[str, ...], message: str) -> UsageError:
    """A UsageError about ``key`` of the file at ``path``, for what only a later step can see."""
    return UsageError(f"{path}:{setting_line(path, key)}: {message}")


class SettingsText:
    """The text of a settings file, asked for the line of a key (tomllib keeps none)."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for number, whole in enumerate(text.splitlines(), 1):
            row = whole[:_LONGEST]
            if header := _HEADER.match(row):
                table = _parts(header[1])
                self._note(table, number)
            elif key := _KEY.match(row):
                self._note(table + _parts(key[1]), number)

    def _note(self, key: tuple[str, ...], number: int) -> None:
        for end in range(1, len(key) + 1):
            self.lines.setdefault(key[:end], number)

    def line(self, key: tuple[str, ...]) -> int:
        """The line of ``key`` or, for one in an inline table, of the nearest key around it."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    def error(self, key: tuple[str, ...], message: str) -> UsageError:
        """A UsageError that begins with file and line of ``key``."""
        return UsageError(f"{self.path}:{self.line(key)}: {message}")


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(a or b or c for a, b, c in _PART.findall(dotted))


def _cut(text: str) -> str:
    """As much of what a stranger may have written as a line can hold."""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _dotted(key: tuple[str, ...]) -> str:
    return ".".join(part if re.fullmatch(r"[\w-]+", part) else f'"{part}"' for part in key)


def _check(value: Any, schema: Schema, key: tuple[str, ...], source: SettingsText) -> None:
    wanted = schema.get("type")
    if wanted and not _is(value, wanted):
        written = json.dumps(value, ensure_ascii=False, default=str)
        raise source.error(key, f"{_dotted(key)} must be {_WORDS[wanted]}, not {_cut(written)}")
    choices = schema.get("enum")
    if choices is not None and value not in choices:
        near = difflib.get_close_matches(_cut(str(value)), choices, n=1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        raise source.error(key, f"{_dotted(key)} must be one of {', '.join(choices)}, not {_cut(repr(value))}{hint}")
    if "minimum" in schema and value < schema["minimum"]:
        raise source.error(key, f"{_dotted(key)} must be at least {schema['minimum']}, not {value}")
    if isinstance(value, dict):
        _check_table(value, schema, key, source)
    elif isinstance(value, list) and "items" in schema:
        for item in value:
            _check(item, schema["items"], key, source)


def _check_table(value: dict[str, Any], schema: Schema, key: tuple[str, ...], source: SettingsText) -> None:
    known: Schema = schema.get("properties", {})
    others = schema.get("additionalProperties", False)
    for name, item in value.items():
        if name in known:
            _check(item, known[name], (*key, name), source)
        elif others is False:
            raise source.error((*key, name), _unknown((*key, name), list(known)))
        elif isinstance(others, dict):
            _check(item, others, (*key, name), source)


def _unknown(key: tuple[str, ...], known: list[str]) -> str:
    """The message for an unknown key: the nearest of its own table, else of the whole file."""
    prefix = key[:-1]
    key = (*prefix, _cut(key[-1]))
    candidates = {name: _dotted((*prefix, name)) for name in known}
    near = difflib.get_close_matches(key[-1], candidates, n=1, cutoff=0.5)
    if near:
        return f"unknown setting {_dotted(key)}: did you mean {candidates[near[0]]}?"
    everywhere = _all_keys(config_schema(), ())
    tails = {path[-1]: _dotted(path) for path in everywhere}
    far = difflib.get_close_matches(key[-1], tails, n=1, cutoff=0.7)
    if far:
        return f"unknown setting {_dotted(key)}: did you mean {tails[far[0]]}?"
    nearest = max(candidates, key=lambda name: difflib.SequenceMatcher(None, name, key[-1]).ratio())
    return f"unknown setting {_dotted(key)}: the nearest known one is {candidates[nearest]}"


def _all_keys(schema: Schema, key: tuple[str, ...]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, inner in schema.get("properties", {}).items():
        found.append((*key, name))
        found.extend(_all_keys(inner, (*key, name)))
    return found


def _is(value: Any, wanted: str) -> bool:
    types: dict[str, type | tuple[type, ...]] = {
        "string": str, "boolean": bool, "integer": int, "number": (int, float), "array": list, "object": dict}
    if isinstance(value, bool):
        return wanted == "boolean"
    return isinstance(value, types[wanted])
