"""Paths of files that the text of a note names: in words, inline code, links, tasks and trees drawn in fences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from vaultkit.markdown.turns import turn_at
from vaultkit.model import Fence, Note
from vaultkit.text.lazy_pattern import lazy_pattern


class NamedPath(NamedTuple):
    """One path as written, at ``line`` and ``column`` (1-based). ``task``: an open task names it. ``where`` is text,
    code (inline), link or tree; ``role`` says whose words it is in a chat."""

    text: str
    line: int
    column: int
    task: bool
    where: Literal["text", "code", "link", "tree"]
    role: str | None = None


_CODE = lazy_pattern(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_LINK = lazy_pattern(r"\]\(\s*<?([^)>\s]+(?: [^)>]*)?)>?\s*\)")
# What may stand in a path in running text; the last part has an ending, or is a name that builders know.
_TEXT = lazy_pattern(
    r"(?<![\w@/\\.:-])(?:[A-Za-z]:[/\\]?)?(?:[./\\~]{1,3}[/\\])?(?:[\w.@+-]{1,100}[/\\]){0,30}"
    r"(?:[\w@+-][\w.@+-]{0,100}\.\w{1,10}|(?:Dockerfile|Makefile|Justfile|Procfile|CMakeLists)(?:\.\w+)?)"
    r"(?:#[\w.]+|::\w+|:\d+)?(?![\w/\\])")
_FOLDER = lazy_pattern(r"(?:[\w.@+-]+[/\\])+")
_ADDRESS = lazy_pattern(r"\b[a-z][a-z0-9+.-]{1,9}://\S+|\bwww\.\S+|\S+@\S+\.\w+")
_WIKILINK = lazy_pattern(r"!?\[\[[^\]]*\]\]")
_TREE = lazy_pattern(r"^(?P<rail>[│|┃ \u00a0\t]*)[├└┣┗|`+][─━-]{1,3}[ \u00a0\t]*(?P<name>.+)$")
_LONGEST_LINE = 5_000
_NAME = lazy_pattern(r"(?=\S*\w)[^\s#←(]+")


def named_paths(note: Note, text: str) -> Iterator[NamedPath]:
    """Every path that the body of ``note`` (whose text is ``text``) names, by lines. Of fences only drawn trees are
    read: their other lines are code. Whether there is such a file is for ``source.locate`` to say."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    inside = {number: fence for fence in note.fences for number in range(fence.line, fence.end_line + 1)}
    tasks = {task.line: task.status == " " for task in note.tasks}
    for number, line in enumerate(lines, 1):
        if number < note.body_line:
            continue
        fence = inside.get(number)
        found = _in_line(line) if fence is None else _in_tree(fence) if number == fence.line else ()
        for path, at, column, where in found:
            place = at or number
            turn = turn_at(note.turns, place) if note.turns else None
            yield NamedPath(path, place, column, tasks.get(number, False), where, turn.role if turn else None)


_Found = tuple[str, int, int, Literal["text", "code", "link", "tree"]]


def _in_line(line: str) -> Iterator[_Found]:
    if "." not in line and "file" not in line and "/" not in line and "\\" not in line:
        return
    rest = line = line[:_LONGEST_LINE]
    for span in _CODE.finditer(line):
        code = span[2].strip()
        if _TEXT.fullmatch(code) or _FOLDER.fullmatch(code):
            yield code, 0, span.start(2) + 1, "code"
        else:
            yield from ((one[0], 0, span.start(2) + one.start() + 1, "code") for one in _TEXT.finditer(span[2]))
        rest = _blank(rest, span.start(), span.end())
    rest = _WIKILINK.sub(lambda one: " " * len(one[0]), rest)
    for span in _LINK.finditer(rest):
        if "://" not in span[1] and _TEXT.fullmatch(span[1].replace("%20", "_")):
            yield span[1].replace("%20", " "), 0, span.start(1) + 1, "link"
        rest = _blank(rest, span.start(), span.end())
    rest = _ADDRESS.sub(lambda one: " " * len(one[0]), rest)
    yield from ((one[0], 0, one.start() + 1, "text") for one in _TEXT.finditer(rest))


def _in_tree(fence: Fence) -> Iterator[_Found]:
    """The files of a tree as ``tree`` draws it: each with the folders above it; the top line may name the root."""
    if not any(mark in fence.text for mark in ("├", "└", "|--", "`--", "+--", "┣", "┗")):
        return
    above: list[tuple[int, str]] = []
    for offset, line in enumerate(fence.text.split("\n"), 1):
        drawn = _TREE.match(line[:_LONGEST_LINE])
        name = _NAME.match((drawn["name"] if drawn else line).strip())
        if name is None:
            continue
        depth = len(drawn["rail"].expandtabs(4)) + 1 if drawn else 0
        while above and above[-1][0] >= depth:
            above.pop()
        if drawn or name[0].endswith("/"):
            path = "/".join([*(part for _, part in above), name[0].rstrip("/")])
            if drawn and not name[0].endswith("/"):
                yield path.removeprefix("./"), fence.line + offset, max(1, line.find(name[0]) + 1), "tree"
            above.append((depth, name[0].rstrip("/")))


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
