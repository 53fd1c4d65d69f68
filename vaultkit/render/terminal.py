"""Text for a terminal: widths in cells, wide and combining characters counted (Unicode UAX #11, by wcwidth)."""

from __future__ import annotations

import functools
import os
import re
import shutil
from collections.abc import Iterable, Sequence

# Letters and signs that take one column each; anything else is worth the import of wcwidth's tables.
_NARROW = re.compile(
    "[ -~\xa1-\xac\xae-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u202f\u2190-\u21ff"
    "\u2248\u2500-\u257f\u2713\u2717]*"
)

# Our own colours carry a number that is another one in every process, so that no note can forge them.
_OWN = int.from_bytes(os.urandom(6), "big")
_COLOUR = re.compile(f"\x1b\\[{_OWN};([0-9;]*)m")
# C0, DEL and C1 (ECMA-48), line separators, and the signs that turn the direction of a line (Unicode UAX #9). Joiners,
# variation selectors and the like are part of names and stay.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def colour(text: str, codes: str) -> str:
    """``text`` in the colours of SGR ``codes`` (ECMA-48); ``shown`` lets them through."""
    return f"\x1b[{_OWN};{codes}m{text}\x1b[{_OWN};0m" if codes else text


def visible(text: str) -> str:
    """``text`` with every control character as an escape that a person reads (``\\x1b``); line ends and tabs stay."""
    return text if text.isprintable() else _CONTROL.sub(_escape, text)


def json_visible(text: str) -> str:
    """JSON with its control characters as escapes of JSON: the same value. Line ends between values stay."""
    return text if text.isprintable() else _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def visible_line(text: str) -> str:
    """The same with line ends and tabs escaped too: what stays one line whatever a name holds."""
    return text if text.isprintable() else visible(text).replace("\n", "\\n").replace("\t", "\\t")


def shown(text: str, *, colours: bool) -> str:
    """A line for a stream: our own colours as the terminal knows them, or none; all else ``visible``."""
    if text.isprintable():
        return text
    parts = _COLOUR.split(text)
    for at, part in enumerate(parts):
        parts[at] = (f"\x1b[{part}m" if colours else "") if at % 2 else visible(part)
    return "".join(parts)


def _escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"


def terminal_width(most: int = 110) -> int:
    """The columns to fill: COLUMNS or the terminal's own, at least 40 and at most ``most`` (a line longer than that
    is hard to read)."""
    return max(40, min(shutil.get_terminal_size((100, 24)).columns, most))


@functools.lru_cache(maxsize=4096)
def cells(text: str) -> int:
    """How many columns ``text`` takes; characters without a width of their own and colours count none."""
    text = without_colour(text)
    if _NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth, wcwidth

    width = wcswidth(text)
    return width if width >= 0 else sum(max(0, wcwidth(char)) for char in text)


def without_colour(text: str) -> str:
    """``text`` without the escape sequences of colours."""
    return _COLOUR.sub("", text) if "\x1b" in text else text


def pad(text: str, width: int, *, right: bool = False) -> str:
    """``text`` with spaces up to ``width`` columns; ``right`` puts it at the right edge."""
    space = " " * (width - cells(text))
    return space + text if right else text + space


def clip(text: str, width: int, ellipsis: str = "…") -> str:
    """``text`` cut to at most ``width`` columns, the cut shown."""
    if cells(text) <= width:
        return text
    room = width - cells(ellipsis)
    kept, used = [], 0
    for cluster in clusters(text):
        used += cells(cluster)
        if used > room:
            break
        kept.append(cluster)
    return "".join(kept).rstrip() + ellipsis


def clusters(text: str) -> list[str]:
    """The characters as a reader counts them: an emoji with its joiners and modifiers, a letter with its accents."""
    if _NARROW.fullmatch(text):
        return list(text)
    from wcwidth import iter_graphemes

    return list(iter_graphemes(text))


def wrap(text: str, width: int, *, lines: int | None = None) -> list[str]:
    """``text`` broken at spaces into lines of at most ``width`` columns; at most ``lines`` of them, the last one cut.
    A word wider than a line is broken."""
    out: list[str] = []
    line = ""
    for word in text.strip(" \t\r\n").replace("\t", " ").replace("\n", " ").split(" "):
        while cells(word) > width:
            head = clip(word, width, "")
            if line:
                out.append(line)
                line = ""
            out.append(head)
            word = word[len(head):] if head else ""
        if line and cells(line) + 1 + cells(word) > width:
            out.append(line.rstrip(" "))
            line = word
        else:
            line = f"{line} {word}" if line else word
    out += [line] if line else []
    if lines is not None and len(out) > lines:
        return [*out[:lines - 1], clip(" ".join(out[lines - 1:]), width)]
    return out


def table(
    rows: Iterable[Sequence[str]], *, right: Sequence[int] = (), gap: int = 2, last: int | None = None
) -> list[str]:
    """Rows as aligned columns; the columns in ``right`` stand at their right edge, ``last`` bounds the whole width by
    cutting the last column."""
    grid = [list(row) for row in rows]
    if not grid:
        return []
    widths = [max(cells(row[i]) for row in grid) for i in range(len(grid[0]))]
    out = []
    for row in grid:
        parts = [pad(cell, widths[i], right=i in right) for i, cell in enumerate(row)]
        if last is not None:
            used = sum(widths[:-1]) + gap * (len(widths) - 1)
            parts[-1] = clip(row[-1], max(10, last - used))
        out.append((" " * gap).join(parts).rstrip())
    return out


def one_line(text: str) -> str:
    """``text`` as one line, spaces and line ends in a row one space, control characters visible."""
    return visible(" ".join(text.split()))
