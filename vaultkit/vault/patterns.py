"""Regular expressions that a vault brings along: those that could keep the matcher busy without end are refused.

Python's matcher tries one way after the other. What makes their number explode is a repetition of something that can
itself match in several ways (``(a+)+``, ``(a|aa)*``); many wide repetitions side by side cost a power of the length.
"""

from __future__ import annotations

import re

LONGEST = 512
_MOST_WIDE = 3
_WIDE = 16
_VERBOSE = re.compile(r"\(\?[a-zA-Z]*x")
_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:P?<[^>=!][^>]*>|<?[=!]|[^)])?)?|\{(?=[\d,])(\d*)(,?)(\d*)\}|.", re.DOTALL
)


def refusal(pattern: str) -> str | None:
    """Why a pattern is not run, or None when it may be, on texts of at most LONGEST characters."""
    if len(pattern) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    if _VERBOSE.search(pattern):
        return "flags inside of it are not read"
    # Of each open group, whether it can match in several ways; at the bottom the pattern itself.
    open_groups, closed, wide, before = [False], False, 0, ""
    for token in _TOKEN.finditer(pattern):
        text = token[0]
        most = _most(token) if before not in ("", "(", "|") else None
        if most is not None and before != "quantifier":
            if closed and most > 1:
                return "a repetition of a group that holds a repetition or a choice may take forever"
            open_groups[-1] = True
            wide += most >= _WIDE
            before = "quantifier"
            continue
        if most is None or text not in "+?":
            before = text[:1] if text[:1] in ("(", "|") else "text"
        closed = False
        if text[0] == "(":
            open_groups.append(False)
        elif text == ")" and len(open_groups) > 1:
            closed = open_groups.pop()
            open_groups[-1] = open_groups[-1] or closed
        elif text == "|":
            open_groups[-1] = True
    return f"more than {_MOST_WIDE} wide repetitions may take very long" if wide > _MOST_WIDE else None


def _most(token: re.Match[str]) -> int | None:
    """How often a quantifier repeats what stands before it at most; None for any other token."""
    if token[0] in ("*", "+"):
        return _WIDE
    if token[0] == "?":
        return 1
    if token[2] is None:
        return None
    number = token[3] if token[2] else token[1]
    return int(number[:9]) if number else _WIDE
