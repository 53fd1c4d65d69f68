"""Counts over the gap report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from vaultkit.graph.gap_types import FolderSummary, Gap, StageCoverage, Summary
from vaultkit.graph.verdict import GOOD, ORDER
from vaultkit.ontology import Ontology


def summarise(gaps: Sequence[Gap], ontology: Ontology) -> Summary:
    """Concepts by state, coverage by stage, folders with the most open concepts first."""
    return Summary(len(gaps), _by_state(gaps), _coverage(gaps, ontology), _folders(gaps))


def _by_state(gaps: Sequence[Gap]) -> dict[str, int]:
    counts = Counter(gap.state for gap in gaps)
    return {state: counts[state] for state in ORDER if counts[state]}


def _coverage(gaps: Sequence[Gap], ontology: Ontology) -> dict[str, StageCoverage]:
    result: dict[str, StageCoverage] = {}
    last = len(ontology.chain) - 1
    for index, name in enumerate(ontology.chain):
        having = [gap for gap in gaps if gap.chain[index].present]
        deep = sum(gap.chain[last].present and gap.state in (*GOOD, "waived") for gap in having)
        below = [gap for gap in having if any(stage.present for stage in gap.chain[index + 1:])]
        shallow = deep if index == last else len(below)
        result[name] = StageCoverage(shallow, deep, len(having))
    return result


def _folders(gaps: Sequence[Gap]) -> tuple[FolderSummary, ...]:
    groups: dict[str, list[Gap]] = {}
    for gap in gaps:
        groups.setdefault(gap.path.rpartition("/")[0], []).append(gap)
    found = [FolderSummary(folder, len(inside), sum(gap.state in GOOD for gap in inside), _by_state(inside))
             for folder, inside in groups.items()]
    return tuple(sorted(found, key=lambda item: (item.covered - item.concepts, item.folder)))
