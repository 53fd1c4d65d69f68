"""Notes and symbols as one typed graph, and what it shows: which ideas reach code, and where the others stop.

The names are imported when first asked for, so that one part does not cost the others.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vaultkit.graph.builder import build_typed_graph as build_typed_graph
    from vaultkit.graph.gap_types import ChainNode as ChainNode
    from vaultkit.graph.gap_types import ChainStage as ChainStage
    from vaultkit.graph.gap_types import Evidence as Evidence
    from vaultkit.graph.gap_types import FolderSummary as FolderSummary
    from vaultkit.graph.gap_types import Gap as Gap
    from vaultkit.graph.gap_types import GapReport as GapReport
    from vaultkit.graph.gap_types import Orphan as Orphan
    from vaultkit.graph.gap_types import StageCoverage as StageCoverage
    from vaultkit.graph.gap_types import Summary as Summary
    from vaultkit.graph.gap_types import Waiver as Waiver
    from vaultkit.graph.gaps import find_gaps as find_gaps
    from vaultkit.graph.gaps import report as report
    from vaultkit.graph.kinds import kinds_of as kinds_of
    from vaultkit.graph.note_stages import kind_counts as kind_counts
    from vaultkit.graph.symbols import SourceSymbols as SourceSymbols
    from vaultkit.graph.view import as_networkx as as_networkx
    from vaultkit.graph.view import build_graph as build_graph
    from vaultkit.graph.view import node_states as node_states

_HOMES = {
    "as_networkx": "view",
    "build_graph": "view",
    "node_states": "view",
    "kind_counts": "note_stages",
    "find_gaps": "gaps",
    "report": "gaps",
    "kinds_of": "kinds",
    "SourceSymbols": "symbols",
    "build_typed_graph": "builder",
    **dict.fromkeys(
        (
            "ChainNode",
            "ChainStage",
            "Evidence",
            "FolderSummary",
            "Gap",
            "GapReport",
            "Orphan",
            "StageCoverage",
            "Summary",
            "Waiver",
        ),
        "gap_types",
    ),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
