"""Reading TOML that may be a stranger's: tomllib's time grows with the square of the parts of a dotted key."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from vaultkit.text.lazy_pattern import lazy_pattern

_MOST_PARTS = 32
_TEXT = lazy_pattern(r'''"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*''', re.DOTALL)
_ENDS = lazy_pattern(r"[,=\n{}\[\]]")


def loads(text: str) -> dict[str, Any]:
    """The tables of ``text``. Raises TOMLDecodeError, also for a key of more than 32 parts, and RecursionError."""
    bare = _TEXT.sub(lambda found: "\n" * found[0].count("\n"), text)
    at = 0
    for part in _ENDS.split(bare):
        if part.count(".") >= _MOST_PARTS:
            raise tomllib.TOMLDecodeError(f"A key of more than {_MOST_PARTS} parts (at line "
                                          f"{bare.count(chr(10), 0, at) + 1}, column 1)")
        at += len(part) + 1
    return tomllib.loads(text)
