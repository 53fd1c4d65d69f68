"""Keys of servers: from the environment alone."""

from __future__ import annotations

import os

from vaultkit.errors import EnvironmentFailure
from vaultkit.text.lazy_pattern import lazy_pattern

_USABLE = lazy_pattern(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")


def environment_key(names: tuple[str, ...]) -> str | None:
    """The first of the variables ``names`` that is set. Raises EnvironmentFailure, which shows nothing of it, for a key
    that no header can carry (RFC 9110, 5.5): with a line end, another control character, a letter that is not ASCII."""
    for name in names:
        if key := os.environ.get(name):
            if not _USABLE.fullmatch(key):
                raise EnvironmentFailure(f"the key in {name} holds a line end, a space at its ends or another "
                                         "character that no key has",
                                         f"set {name} again with the key alone; nothing was sent")
            return key
    return None
