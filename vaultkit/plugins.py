"""What other packages add to vaultkit by entry points (packaging.python.org, "Entry points specification")."""

from __future__ import annotations

from typing import Any

from vaultkit.errors import EnvironmentFailure

# importlib.metadata costs more than finding most of vaultkit's own parts does: it is imported where it is asked.


def plugin(group: str, name: str, what: str) -> Any:
    """What a package registered as ``name`` in ``group``, or None. ``what`` is what a person calls it.

    Raises EnvironmentFailure, in one line, for a package that is broken."""
    from importlib.metadata import entry_points

    for entry in entry_points(group=group, name=name):
        try:
            return entry.load()
        except Exception as error:
            raise EnvironmentFailure(f"the {what} {name} of {entry.value} can't be loaded ({error})",
                                     "install its package again") from error
    return None


def plugin_names(group: str) -> list[str]:
    """The names in ``group``, sorted, each once."""
    from importlib.metadata import entry_points

    return sorted({entry.name for entry in entry_points(group=group)})
