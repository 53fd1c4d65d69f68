"""``layout.json``: where the nodes of the graph page lie, kept until the graph changes."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaultkit.render.pages.graph_data import DRAWING_VERSION, Drawing, draw
from vaultkit.storage import index_folder
from vaultkit.storage.files import replace_file

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap
    from vaultkit.graph.view import GraphView


def drawing_of(vault: Path, view: GraphView, gaps: Mapping[str, Gap], stages: Sequence[str]) -> Drawing:
    """Return where the nodes of ``view`` lie, a graph of the vault in the folder ``vault``; computed again only when
    nodes, edges, ``gaps`` or ``stages`` are others."""
    mark = hashlib.sha256(json.dumps([
        DRAWING_VERSION, stages, [(node.id, node.stage, node.form) for node in view.nodes],
        [(edge.source, edge.target, edge.relation) for edge in view.edges],
        [(gap.concept, gap.state, gap.missing_stage) for gap in gaps.values()]]).encode()).hexdigest()
    cache = index_folder(vault) / "layout.json"
    try:
        kept = json.loads(cache.read_text("utf-8"))
        if kept["mark"] == mark:
            return _from_json(kept)
    except (OSError, ValueError, KeyError, TypeError):
        kept = None
    drawing = draw(view, gaps, stages)
    _keep(cache, {"mark": mark, "whole": drawing.whole, "chains": drawing.chains, "ghosts": drawing.ghosts})
    return drawing


def _from_json(kept: dict[str, Any]) -> Drawing:
    return Drawing({id: (x, y) for id, (x, y) in kept["whole"].items()},
                   {id: (x, y) for id, (x, y) in kept["chains"].items()},
                   {concept: (last, stage, (x, y)) for concept, (last, stage, (x, y)) in kept["ghosts"].items()})


def _keep(cache: Path, data: dict[str, Any]) -> None:
    """Write the cache whole or not at all; a folder that can't be written only means that it is computed again."""
    with contextlib.suppress(OSError):
        replace_file(cache, json.dumps(data).encode(), private=True)
