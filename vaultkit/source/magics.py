"""IPython's own syntax in a cell of Python → plain Python of as many lines: magics, shell lines, help, automagic.

Rules: https://ipython.readthedocs.io/en/stable/interactive/reference.html. Only the beginning of a statement can be a
magic: ``% b`` inside of brackets, of a string or behind a backslash is what Python says.
"""

from __future__ import annotations

import re

from vaultkit.text.lazy_pattern import lazy_pattern

# Cell magics whose body is Python of this notebook; every other one has a language or a purpose of its own.
_TRANSPARENT = {
    "time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "snakeviz", "pyinstrument", "scalene", "heat",
    "debug", "black", "flake8", "pycodestyle", "mypy", "wandb",
}  # fmt: skip
_CELL = lazy_pattern(r"\s*%%(\S*)")
_TIMED = lazy_pattern(r"(\s*)%time[ \t]+(?=\S)")
_MAGIC = lazy_pattern(
    r"""\s*(?:[%!?] | [\w.,*\ ]+(?:\[[^\]]*\])*(?:\s*:\s*[\w.\[\]]+)?\s*=\s*[%!] | [^\#'"]*:\s*[!%]\w)
    | [/;,]\s*[A-Za-z_]
    | \s*(?:cd|ls|ll|pip|conda|mamba|cat|mkdir|rmdir|cp|mv|rm|man|less|run|env|load_ext|matplotlib|pwd|who|whos)\ +
      (?!(?:in|is|and|or|if|not|for|else|as)\b)[\w./~'"]""", re.X)
_TOKEN = lazy_pattern(r"\"\"\"|'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|\#.*|[()\[\]{}]|[?]", re.S)


def plain_rows(rows: list[str]) -> list[str]:
    """The lines of a cell, each magic as ``pass``; none where the cell is not Python at all."""
    first = _CELL.match(next((row for row in rows if row.strip()), ""))
    if first is not None and first[1] not in _TRANSPARENT:
        return []
    state, found, swallowing = _Open(), [], False
    for row in rows:
        if swallowing:
            found.append("")
            swallowing = row.endswith("\\")
            continue
        if state.closed and (timed := _TIMED.match(row)):
            row = timed[1] + row[timed.end():]
        before = state.closed
        asks = state.read(row)
        if before and (_MAGIC.match(row) or asks):
            state = _Open()
            swallowing = row.endswith("\\")
            row = row[: len(row) - len(row.lstrip())] + "pass"
        found.append(row)
    return found


class _Open:
    """State that is open at the end of the lines read so far: brackets, a string of several lines, a backslash."""

    def __init__(self) -> None:
        self._depth = 0
        self._quote = ""
        self._continued = False

    @property
    def closed(self) -> bool:
        return not (self._depth or self._quote or self._continued)

    def read(self, row: str) -> bool:
        """Read on; whether the row ends with a question mark that is no part of a string or comment."""
        at, last = 0, -1
        while at < len(row):
            if self._quote:
                end = row.find(self._quote, at)
                if end < 0:
                    break
                at, self._quote = end + 3, ""
                continue
            token = _TOKEN.search(row, at)
            if token is None:
                break
            at, text = token.end(), token[0]
            if text in ('"""', "'''"):
                self._quote = text
            elif text == "?":
                last = token.start()
            elif text in "([{":
                self._depth += 1
            elif text in ")]}":
                self._depth = max(0, self._depth - 1)
        self._continued = not self._quote and row.endswith("\\")
        return last >= 0 and row.rstrip().endswith("?") and last == len(row.rstrip()) - 1
