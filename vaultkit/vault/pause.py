"""Loading and storing much at once without the garbage collector looking on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pausing_gc() -> Iterator[None]:
    """Thousands of lists and tuples that all stay alive: looking for cycles among them finds none and takes time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
