"""The graph for other programs: one file a format, each a function from the graph to text.

A package adds a format with an entry point of the group ``vaultkit.exporters``: its name is the format's, what it
names a function like the ones here.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from vaultkit.plugins import plugin, plugin_names

if TYPE_CHECKING:
    from vaultkit.graph.view import GraphView

    Exporter = Callable[[GraphView], str]

GROUP = "vaultkit.exporters"
_OWN = {"graphml": "graphml", "gexf": "gexf", "mermaid": "mermaid", "canvas": "canvas"}


def formats() -> list[str]:
    """The names of the formats, vaultkit's own first."""
    return list(dict.fromkeys([*_OWN, *plugin_names(GROUP)]))


def exporter(name: str) -> Exporter:
    """The function of a format. Raises KeyError for a name that is not in ``formats``, EnvironmentFailure for one whose
    package is broken."""
    if name in _OWN:
        found: Exporter = import_module(f"vaultkit.render.exports.{_OWN[name]}").export
        return found
    loaded: Exporter | None = plugin(GROUP, name, "format")
    if loaded is None:
        raise KeyError(name)
    return loaded
