"""Where to draw the nodes of a graph: in columns by stage, or by forces. Pure functions over numbers."""

from vaultkit.graph.layout.columns import column_layout
from vaultkit.graph.layout.crossings import crossings
from vaultkit.graph.layout.force import force_layout

__all__ = ["column_layout", "crossings", "force_layout"]
