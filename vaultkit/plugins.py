"""Plugins: what other packages add to vaultkit by entry points (packaging.python.org, "Entry points specification")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vaultkit.errors import EnvironmentFailure
from vaultkit.startup import importable

# importlib.metadata costs more than finding most of vaultkit's own parts does: it is imported where it is asked.


def entries(group: str) -> Iterator[Any]:
    """The entry points of ``group`` of installed packages, each once. What lies in the current folder is not installed:
    git may have carried it there."""
    from importlib.metadata import distributions

    seen = set()
    for package in distributions(path=importable()):
        for entry in package.entry_points.select(group=group):
            if (entry.name, entry.value) not in seen:
                seen.add((entry.name, entry.value))
                yield entry


def plugin(group: str, name: str, what: str) -> Any:
    """Return what a package registered as ``name`` in ``group``, or None. ``what`` is what a person calls it.

    Raises EnvironmentFailure, in one line, for a package that is broken."""
    for entry in entries(group):
        if entry.name != name:
            continue
        try:
            return entry.load()
        except Exception as error:
            raise EnvironmentFailure(f"the {what} {name} of {entry.value} can't be loaded ({error})",
                                     "install its package again") from error
    return None


def plugin_names(group: str) -> list[str]:
    """The names in ``group``, sorted, each once."""
    return sorted({entry.name for entry in entries(group)})
