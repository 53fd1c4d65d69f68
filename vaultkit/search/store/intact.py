"""Test of whether the files of a shard are as long as they were when it was closed: damage that the engine takes for
the end of its data without a word, or panics over, shows before it is opened.

The record is taken away before anything is written, so one that is not there (kill -9) says nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from vaultkit.storage.files import replace_file

_RECORD, _DATA = "closed.json", "segments"
# What the engine takes up, and removes, when it opens a shard.
_PASSING = "journal"


def note_closed(shard: Path) -> None:
    """Record the files of ``shard``, which is closed now and was written."""
    with contextlib.suppress(OSError):
        replace_file(shard.with_name(_RECORD), json.dumps(_sizes(shard)).encode(), private=True)


def note_opened(shard: Path) -> None:
    """Take the record away: the files will change. Raises OSError."""
    shard.with_name(_RECORD).unlink(missing_ok=True)


def is_whole(shard: Path) -> bool:
    """False when a file of ``shard`` that was recorded is gone or shorter. Opening may add to them."""
    record = shard.with_name(_RECORD)
    try:
        known = json.loads(record.read_bytes())
    except OSError:
        return True
    except ValueError:
        return False
    now = _sizes(shard)
    if isinstance(known, dict) and all(now.get(path, -1) >= size for path, size in known.items()):
        return True
    # A process that writes in the meantime has removed the record first.
    return not record.exists()


def _sizes(shard: Path) -> dict[str, int]:
    found = {}
    for folder, _, names in os.walk(shard / _DATA):
        for name in names:
            if _PASSING in name:
                continue
            path = os.path.join(folder, name)
            with contextlib.suppress(OSError):
                found[os.path.relpath(path, shard)] = os.path.getsize(path)
    return found
