"""The browser library vis-network, as pyvis's wheel ships it. pyvis itself is not imported: it pulls IPython in."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from vaultkit.errors import EnvironmentFailure


def vis_network() -> str:
    """The source of vis-network, its licence in its first lines (Apache-2.0 or MIT).

    Raises EnvironmentFailure when pyvis is not installed."""
    spec = find_spec("pyvis")
    found: list[Path] = []
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        found += sorted(Path(folder).glob("lib/vis-*/vis-network.min.js"), key=_version)
    if not found:
        raise EnvironmentFailure("the graph page needs vis-network, which comes with the package pyvis",
                                 "pip install pyvis (or ask for another format with --format)")
    return found[-1].read_text(encoding="utf-8")


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in path.parent.name.removeprefix("vis-").split("."))
