"""Regular expressions that are compiled when they are first used: a command needs a tenth of those that the modules it
imports define, and compiling them all was a fifth of a short command's time."""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern of ``re.compile(pattern, flags)``, compiled at its first use. ``re.sub`` and its like do not take it:
    call its methods. Raises re.error at that first use, which a test of all patterns tries."""
    return cast(re.Pattern[AnyStr], _LazyPattern(pattern, flags))


class _LazyPattern(Generic[AnyStr]):
    """A stand-in whose methods are those of the compiled pattern, each looked up once."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self._arguments: tuple[AnyStr, int] = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copy and pickle ask for what a pattern does not have
            raise AttributeError(name)
        value = getattr(re.compile(*self._arguments), name)
        setattr(self, name, value)
        return value
