"""Links of a .canvas file: nodes that show a file, and links in the Markdown of text nodes (jsoncanvas.org, 1.0)."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from vaultkit.messages.message import Message
from vaultkit.model import Link, Problem
from vaultkit.text.lazy_pattern import lazy_pattern
from vaultkit.vault.read import UNREADABLE

_TOKEN = lazy_pattern(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_CHARACTER = lazy_pattern(r"\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL)


class _Placed(str):
    """A string value of a JSON file that knows where its first character stands in the file's text."""

    start: int


def canvas_links(text: str, path: str, read: Callable[[str], tuple[Link, ...]]) -> tuple[list[Link], list[Problem]]:
    """The links of a canvas, in order of appearance, with line and column of their text in the file.

    ``read`` gives the links of a piece of Markdown. A file that is no JSON or no canvas has no links and one problem;
    an empty one is a new canvas.
    """
    body = text.removeprefix("\ufeff")
    if not body.strip():
        return [], []
    try:
        json.loads(body)
        data = _placed(body)
    except json.JSONDecodeError as error:
        return [], [Problem(path, error.lineno, Message("problem.json", error=error.msg), UNREADABLE)]
    except (RecursionError, ValueError) as error:
        return [], [Problem(path, 1, Message("problem.canvas", error=error), UNREADABLE)]
    nodes = data.get("nodes", []) if isinstance(data, dict) else None
    if not isinstance(nodes, list):
        return [], [Problem(path, 1, Message("problem.canvas", error="it has no list of nodes"), UNREADABLE)]
    starts = [0, *(match.end() for match in re.finditer(r"\n", body))]
    links = [link for node in nodes if isinstance(node, dict) for link in _of_node(node, body, starts, read)]
    return sorted(links, key=lambda link: (link.line, link.column)), []


class CanvasText(NamedTuple):
    """A string of a canvas that may hold links: the path in a file node, or the Markdown of a text node. ``offsets``
    says where each of its characters stands in the file's text, without a BOM, and where the string ends."""

    text: str
    offsets: list[int]
    is_file: bool
    subpath: str | None


def canvas_texts(body: str) -> Iterator[CanvasText]:
    """The strings of a canvas that may hold links, in no order. ``body`` is a text that ``canvas_links`` takes for a
    canvas, without a BOM."""
    for node in _placed(body)["nodes"]:
        if not isinstance(node, dict):
            continue
        file, text = node.get("file"), node.get("text")
        if node.get("type") == "file" and isinstance(file, _Placed) and file:
            subpath = node.get("subpath")
            yield CanvasText(str(file), _with_end(file, body), True, subpath if isinstance(subpath, str) else None)
        elif node.get("type") == "text" and isinstance(text, _Placed) and text:
            yield CanvasText(str(text), _with_end(text, body), False, None)


def _with_end(value: _Placed, body: str) -> list[int]:
    token = _TOKEN.match(body, value.start - 1)
    assert token is not None
    return [*_offsets(value, body), token.end() - 1]


def _of_node(
    node: dict[str, Any], body: str, starts: list[int], read: Callable[[str], tuple[Link, ...]]
) -> Iterator[Link]:
    file, text = node.get("file"), node.get("text")
    if node.get("type") == "file" and isinstance(file, _Placed) and file:
        line, column = _place(file.start, starts)
        subpath = node.get("subpath")
        subpath = str(subpath).removeprefix("#") or None if isinstance(subpath, str) else None
        yield Link(line, column, str(file), str(file), subpath, None, "canvas")
    elif node.get("type") == "text" and isinstance(text, _Placed):
        offsets = _offsets(text, body)
        lines = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
        for link in read(str(text)):
            at = lines[link.line - 1] + link.column - 1 if link.line <= len(lines) else 0
            line, column = _place(offsets[min(at, len(offsets) - 1)] if offsets else text.start, starts)
            yield Link(line, column, link.raw, link.target, link.subpath, link.display, "canvas", None, link.commented)


def _offsets(value: _Placed, body: str) -> list[int]:
    """Return where each character of a string value stands in the file; an escape pair is one character."""
    offsets: list[int] = []
    at, pair = value.start, False
    for _ in range(len(value) * 2):
        if len(offsets) >= len(value):
            break
        match = _CHARACTER.match(body, at)
        if match is None:
            break
        token = match.group()
        low = token[:2] == "\\u" and "dc" <= token[2:4].lower() <= "df"
        if not (pair and low):
            offsets.append(at)
        pair = token[:2] == "\\u" and "d8" <= token[2:4].lower() <= "db"
        at = match.end()
    return offsets


def _place(offset: int, starts: list[int]) -> tuple[int, int]:
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def _placed(body: str) -> Any:
    """The value of a valid JSON text whose strings know their place. Without recursion, as deep as the text goes."""
    stack: list[Any] = []
    result: Any = None
    key: str | None = None
    for match in _TOKEN.finditer(body):
        token = match.group()
        if token in ("{", "["):
            value: Any = {} if token == "{" else []
        elif token in ("}", "]"):
            stack.pop()
            continue
        elif token in (",", ":"):
            continue
        else:
            value = json.loads(token)
            if isinstance(value, str):
                if stack and isinstance(stack[-1], dict) and key is None:
                    key = value
                    continue
                value = _Placed(value)
                value.start = match.start() + 1
        if not stack:
            result = value
        elif isinstance(stack[-1], dict):
            stack[-1][key] = value
            key = None
        else:
            stack[-1].append(value)
        if token in ("{", "["):
            stack.append(value)
    return result
