"""Places at which to draw the nodes of a graph: in columns by stage, or by forces. Pure functions over numbers."""

from vaultkit.render.layout.columns import column_layout, crossings
from vaultkit.render.layout.force import force_layout

__all__ = ["column_layout", "crossings", "force_layout"]
