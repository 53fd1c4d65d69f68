"""What stands in the chain and no concept leads to."""

from __future__ import annotations

from vaultkit.graph.gap_types import Orphan
from vaultkit.graph.loom import Woven


def orphans(woven: Woven, reached: set[str]) -> tuple[Orphan, ...]:
    """Notes that declare a stage below the concept, and sections that are of one by their heading, which no concept
    reaches (``reached``: ids). Single blocks are left out: a fence in a plain note claims nothing."""
    found: list[Orphan] = []
    for node in woven.web.nodes.values():
        if not node.stage or node.id in reached or node.form not in ("note", "section"):
            continue
        if node.strength == "inferred" and not woven.use_inferred:
            continue
        # A section of a note that is an orphan or is reached itself says nothing of its own.
        if node.form == "section" and (node.path in reached or woven.scene.stage(node.path) is not None):
            continue
        found.append(Orphan(node.id, node.kind, node.path, node.line))
    return tuple(sorted(found, key=lambda orphan: (orphan.path, orphan.line)))
