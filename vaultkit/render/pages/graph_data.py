"""Data of the graph page: nodes with their places on both drawings, edges, and the words of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from vaultkit.graph.coverage import GAPS
from vaultkit.model import STRENGTHS
from vaultkit.model.ids import id_of, section_of
from vaultkit.render.layout import column_layout, force_layout

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap
    from vaultkit.graph.view import GraphNode, GraphView
    from vaultkit.messages.words import Words
    from vaultkit.model import NoteFacts
    from vaultkit.render.gap_advice import Mender

COLUMN = 300.0
# Raised whenever the same graph would be drawn otherwise: kept drawings are then made anew.
DRAWING_VERSION = 2
Place = tuple[float, float]
_WORDS = ("shown", "close", "kind", "state", "strength", "relation", "place", "open", "chain", "excerpt", "out", "in",
          "nothing", "none", "any", "folder", "tag", "depth", "parts", "reset", "plain", "gap", "lacking", "part",
          "inferred")


@dataclass(frozen=True, slots=True)
class Drawing:
    """Places of the nodes: ``whole`` on the map, ``chains`` in the columns of the stages; ``ghosts`` are the stages
    that concepts lack: concept → (the node the chain stops at, the stage's number, place)."""

    whole: dict[str, Place]
    chains: dict[str, Place]
    ghosts: dict[str, tuple[str, int, Place]]


@dataclass(frozen=True, slots=True)
class PageContext:
    """Context that the page needs besides the graph: names, words, the light record of each note, gaps by concept, the
    chain's stages; ``excerpt`` gives a note's beginning as safe HTML or None, ``href`` the link to the file of a
    node."""

    vault: str
    words: Words
    facts: Mapping[str, NoteFacts]
    gaps: Mapping[str, Gap]
    stages: Sequence[str]
    mender: Mender
    excerpt: Callable[[str], str | None]
    href: Callable[[GraphNode], str | None]


def draw(view: GraphView, gaps: Mapping[str, Gap], stages: Sequence[str]) -> Drawing:
    """Compute both drawings."""
    number = {node.id: i for i, node in enumerate(view.nodes)}
    spots = force_layout(len(view.nodes), [(number[edge.source], number[edge.target]) for edge in view.edges])
    stacked = _repeated(view)
    columns = {node.id: node.stage for node in view.nodes if node.stage is not None and node.id not in stacked}
    ties = [(edge.source, edge.target) for edge in view.edges if edge.relation is not None]
    ghosts = {gap.concept: (_last(gap, columns), stages.index(gap.missing_stage)) for gap in gaps.values()
              if gap.missing_stage in stages and gap.state not in ("covered", "waived") and gap.concept in columns
              and gap.strength != "inferred"}
    wanted = columns | {f"✗{concept}": stage for concept, (_, stage) in ghosts.items()}
    ties += [(last, f"✗{concept}") for concept, (last, _) in ghosts.items()]
    places = column_layout(_in_bands(wanted), ties, width=COLUMN)
    return Drawing(dict(zip(number, spots, strict=True)), {id: places[id] for id in columns},
                   {concept: (last, stage, places[f"✗{concept}"]) for concept, (last, stage) in ghosts.items()})


def graph_data(view: GraphView, drawing: Drawing, around: PageContext) -> dict[str, Any]:
    """The data of the page, JSON-like."""
    words = around.words
    kinds = sorted({node.kind for node in view.nodes}, key=lambda kind: (
        around.stages.index(kind) if kind in around.stages else len(around.stages), kind))
    folders, tags = _folders(view), sorted({tag for note in around.facts.values() for tag in note.tags})
    tag_number = {tag: i for i, tag in enumerate(tags)}
    nodes = [_node(node, drawing, around, tag_number) for node in view.nodes]
    number = {node.id: i for i, node in enumerate(view.nodes)}
    relations = [*sorted({edge.relation for edge in view.edges if edge.relation}), None]
    relation_number = {relation: i for i, relation in enumerate(relations)}
    ghosts = [{"of": number[concept], "from": number[last], "stage": stage, "at": place,
               "title": words.name("stage", around.stages[stage])}
              for concept, (last, stage, place) in drawing.ghosts.items()]
    texts = {name: words(f"graph.{name}") for name in _WORDS}
    texts |= {f"kind.{kind}": _kind_name(words, kind) for kind in kinds}
    texts |= {f"state.{state}": words.name("state", state) for state in {node.state for node in view.nodes} if state}
    texts |= {f"strength.{strength}": words.name("strength", strength) for strength in STRENGTHS}
    return {"file": re.sub(r"[^\w-]+", "-", around.vault).strip("-") + "-graph", "column": COLUMN, "bad": sorted(GAPS),
            "words": texts, "stages": [words.name("stage", stage) for stage in around.stages], "kinds": kinds,
            "folders": folders, "tags": tags, "chains": any(node.stage for node in view.nodes),
            "nodes": nodes, "relations": relations, "ghosts": ghosts,
            "edges": [[number[edge.source], number[edge.target], relation_number[edge.relation], edge.strength]
                      for edge in view.edges]}


def _node(node: GraphNode, drawing: Drawing, around: PageContext, tag_number: Mapping[str, int]) -> dict[str, Any]:
    facts = around.facts.get(node.path) if node.form in ("note", "section", "block") else None
    gap = around.gaps.get(node.id)
    data: dict[str, Any] = {
        "id": node.id, "title": node.title, "kind": node.kind, "state": node.state, "strength": node.strength,
        "form": node.form, "stage": node.stage, "path": node.path, "line": node.line, "at": drawing.whole[node.id],
        "folder": node.path.rpartition("/")[0], "tags": [tag_number[tag] for tag in facts.tags] if facts else [],
        "chain_at": drawing.chains.get(node.id), "href": around.href(node)}
    if facts:
        data["obsidian"] = (f"obsidian://open?vault={quote(around.vault, safe='')}"
                            f"&file={quote(node.path.removesuffix('.md'), safe='')}")
    if facts and node.form == "note":
        data["summary"] = facts.summary
        data["properties"] = [[name, _value(value)] for name, value in facts.properties.items()]
        data["excerpt"] = around.excerpt(node.path)
    if gap:
        words = around.words
        data["chain"] = [[words.name("stage", stage.stage),
                          1 if stage.present else 0 if stage.stage == gap.missing_stage else 2] for stage in gap.chain]
        data["mend"] = around.mender.lines(gap)
    return {name: value for name, value in data.items() if value is not None or name in ("stage", "state", "strength")}


def _repeated(view: GraphView) -> set[str]:
    """Blocks whose section or note is a node of the same stage: one of the two is enough in a column."""
    stage = {node.id: node.stage for node in view.nodes}
    return {node.id for node in view.nodes if node.form == "block"
            and node.stage in (stage.get(id_of(node.path, section_of(node.id))), stage.get(node.path))}


def _last(gap: Gap, columns: Mapping[str, int]) -> str:
    """The node of the deepest stage that the chain reaches and that is drawn."""
    for stage in reversed(gap.chain):
        if stage.present:
            for node in stage.nodes:
                if node.id in columns:
                    return node.id
    return gap.concept


def _in_bands(columns: Mapping[str, int]) -> dict[str, int]:
    """Concepts first: the bands of a drawing follow the order of their first node."""
    return dict(sorted(columns.items(), key=lambda item: item[1]))


def _folders(view: GraphView) -> list[str]:
    folders = {node.path.rpartition("/")[0] for node in view.nodes}
    return sorted({"/".join(parts[:end]) for folder in folders if (parts := folder.split("/")) for end in
                   range(1, len(parts) + 1)})


def _kind_name(words: Words, kind: str) -> str:
    named = words.name("stage", kind)
    return named if named != kind else words.name("kind", kind)


def _value(value: Any) -> str:
    text = value if isinstance(value, str) else ", ".join(map(str, value)) if isinstance(value, list) else json.dumps(
        value, ensure_ascii=False)
    return text if len(text) <= 200 else text[:200] + "…"
