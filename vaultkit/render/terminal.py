"""Text for a terminal: widths in cells, wide and combining characters counted (Unicode UAX #11, by wcwidth)."""

from __future__ import annotations

import functools
import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vaultkit.text.lazy_pattern import lazy_pattern

# Letters and signs that take one column each; anything else is worth the import of wcwidth's tables.
_NARROW = lazy_pattern(
    "[ -~\xa1-\xac\xae-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u202f\u2190-\u21ff"
    "\u2248\u2500-\u257f\u2713\u2717]*"
)

# Our own colours carry a number that is another one in every process, so that no note can forge them.
_OWN = int.from_bytes(os.urandom(6), "big")
_COLOUR = lazy_pattern(f"\x1b\\[{_OWN};([0-9;]*)m")
# C0, DEL and C1 (ECMA-48), line separators, and the signs that turn the direction of a line (Unicode UAX #9). Joiners,
# variation selectors and the like are part of names and stay.
_CONTROL = lazy_pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


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
    """Text for a stream: our own colours as the terminal knows them, or none; all else ``visible``."""
    if text.isprintable():
        return text
    parts = _COLOUR.split(text)
    for at, part in enumerate(parts):
        parts[at] = (f"\x1b[{part}m" if colours else "") if at % 2 else visible(part)
    return "".join(parts)


def shown_line(text: str, *, colours: bool) -> str:
    """The same for what is one line: a line end in it came with a name or a value, and would forge a line."""
    return text if text.isprintable() else shown(text, colours=colours).replace("\n", "\\n")


def _escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"


def terminal_width(most: int = 110) -> int:
    """The columns to fill: COLUMNS or the terminal's own, at least 40 and at most ``most`` (a line longer than that
    is hard to read)."""
    return max(40, min(shutil.get_terminal_size((100, 24)).columns, most))


@functools.lru_cache(maxsize=4096)
def display_width(text: str) -> int:
    """Count the columns that ``text`` takes; characters without a width of their own and colours count none."""
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
    space = " " * (width - display_width(text))
    return space + text if right else text + space


def clip(text: str, width: int, ellipsis: str = "…") -> str:
    """``text`` cut to at most ``width`` columns, the cut shown."""
    if display_width(text) <= width:
        return text
    room = width - display_width(ellipsis)
    kept, used = [], 0
    for cluster in clusters(text):
        used += display_width(cluster)
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
        while display_width(word) > width:
            head = clip(word, width, "")
            if line:
                out.append(line)
                line = ""
            out.append(head)
            word = word[len(head):] if head else ""
        if line and display_width(line) + 1 + display_width(word) > width:
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
    widths = [max(display_width(row[i]) for row in grid) for i in range(len(grid[0]))]
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


COLOURS = {
    "covered": "green", "ok": "green", "partial": "yellow", "skipped": "yellow", "uncovered": "magenta",
    "broken": "red", "missing": "red", "stub": "red", "suspect": "yellow", "moved": "yellow", "waived": "blue",
    "resolved": "green", "unresolved": "red", "ambiguous": "yellow", "attachment": "blue", "external": "blue",
}

_CODES = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "magenta": "35"}


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs that a console can show; every sign is one column wide or has its width counted."""

    declared: str = "✓"
    structural: str = "✓§"
    inferred: str = "≈"
    missing: str = "✗"
    later: str = "·"
    solid: str = "→"
    dashed: str = "⇢"
    bullet: str = "•"


ASCII = Signs("+", "+s", "~", "x", ".", "->", "~>", "*")


def signs_for(encoding: str | None) -> Signs:
    """The signs that ``encoding`` can show: the Unicode ones, else ASCII."""
    signs = Signs()
    try:
        "✓§≈✗·→⇢•".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return signs


def signs() -> Signs:
    """The signs that stdout can show."""
    return signs_for(getattr(sys.stdout, "encoding", None))


def coloured(text: str, state: str) -> str:
    """``text`` in the colour of ``state``; colours are taken out again where none are wanted."""
    return colour(text, _CODES.get(COLOURS.get(state, ""), ""))


def bold(text: str) -> str:
    """A heading, a name."""
    return colour(text, "1")


def dim(text: str) -> str:
    """Text in a dim colour, for paths and reasons."""
    return colour(text, "2") if text else text


# Numbers and dates, names cut from the words of a chat (66_но_вот_по_чисто), what editors call a new note.
_MUTE = lazy_pattern(
    r"\d+[_\-. ]*\w{0,3}$|\d+_\w+$|[\d\s.:_\-]+$|[0-9a-f]{8}-[0-9a-f-]+$"
    r"|(?:untitled|без названия|new note|новая заметка)\b",
    re.IGNORECASE)


def tells_nothing(title: str) -> bool:
    """Return whether ``title`` leaves a reader without an idea of what the note is about."""
    return bool(_MUTE.match(title.strip()))


def beside(title: str, summary: str | None, width: int) -> str:
    """Return what stands behind a name: ``— summary`` where the name alone tells nothing, cut to ``width`` columns."""
    if not summary or not tells_nothing(title) or width < 12:
        return ""
    return dim(clip(f" — {one_line(summary)}", width))
