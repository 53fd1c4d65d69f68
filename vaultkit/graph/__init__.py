"""Notes and symbols as one typed graph, and what it shows: which ideas reach code, and where the others stop.

The names are imported when first asked for, so that one part does not cost the others.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vaultkit.graph.build import as_networkx as as_networkx
    from vaultkit.graph.build import build_graph as build_graph
    from vaultkit.graph.build import node_states as node_states
    from vaultkit.graph.counts import kind_counts as kind_counts
    from vaultkit.graph.gaps import find_gaps as find_gaps
    from vaultkit.graph.gaps import report as report
    from vaultkit.graph.kinds import kinds_of as kinds_of
    from vaultkit.graph.language import language_of as language_of
    from vaultkit.graph.report import ChainNode as ChainNode
    from vaultkit.graph.report import ChainStage as ChainStage
    from vaultkit.graph.report import Evidence as Evidence
    from vaultkit.graph.report import FolderSummary as FolderSummary
    from vaultkit.graph.report import Gap as Gap
    from vaultkit.graph.report import GapReport as GapReport
    from vaultkit.graph.report import Orphan as Orphan
    from vaultkit.graph.report import StageCoverage as StageCoverage
    from vaultkit.graph.report import Summary as Summary
    from vaultkit.graph.report import Waiver as Waiver
    from vaultkit.graph.source_files import SourceFiles as SourceFiles
    from vaultkit.graph.weave import weave as weave

_HOMES = {"as_networkx": "build", "build_graph": "build", "node_states": "build", "kind_counts": "counts",
          "find_gaps": "gaps", "report": "gaps", "kinds_of": "kinds", "SourceFiles": "source_files", "weave": "weave",
          "language_of": "language", **dict.fromkeys((
              "ChainNode", "ChainStage", "Evidence", "FolderSummary", "Gap", "GapReport", "Orphan", "StageCoverage",
              "Summary", "Waiver"), "report")}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
