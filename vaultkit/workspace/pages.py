"""Material that the pages need of a vault, put together; the places of the nodes are kept until the graph changes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaultkit.render.pages.excerpt import excerpt
from vaultkit.render.pages.graph_data import DRAWING_VERSION, Drawing, PageContext, draw
from vaultkit.storage import index_folder

if TYPE_CHECKING:
    from vaultkit.graph.gap_types import Gap
    from vaultkit.graph.view import GraphNode, GraphView
    from vaultkit.render.report import ReportInput
    from vaultkit.workspace import Vault

_CACHE = "layout.json"
# Beyond so many notes only the summary says what one is about: the page stays small enough for a phone.
_EXCERPTS = ((300, 1200), (1500, 400))


def drawing_of(vault: Vault, view: GraphView) -> Drawing:
    """Return where the nodes of ``view`` lie; computed again only when nodes, edges or gaps are others."""
    gaps = gaps_by_concept(vault)
    stages = vault.ontology.chain
    mark = hashlib.sha256(json.dumps([
        DRAWING_VERSION, stages, [(node.id, node.stage, node.form) for node in view.nodes],
        [(edge.source, edge.target, edge.relation) for edge in view.edges],
        [(gap.concept, gap.state, gap.missing_stage) for gap in gaps.values()]]).encode()).hexdigest()
    cache = index_folder(vault.root) / _CACHE
    try:
        kept = json.loads(cache.read_text("utf-8"))
        if kept["mark"] == mark:
            return _from_json(kept)
    except (OSError, ValueError, KeyError, TypeError):
        kept = None
    drawing = draw(view, gaps, stages)
    _keep(cache, {"mark": mark, "whole": drawing.whole, "chains": drawing.chains, "ghosts": drawing.ghosts})
    return drawing


def surroundings(vault: Vault, view: GraphView, page: Path) -> PageContext:
    """Names, words, facts and links for a page that will lie at ``page``."""
    from vaultkit.render.gap_advice import Mender

    words = vault.words()
    notes = sum(node.form == "note" for node in view.nodes)
    limit = next((limit for most, limit in _EXCERPTS if notes <= most), 0)

    def beginning(path: str) -> str | None:
        if not limit:
            return None
        try:
            return excerpt(vault.index.text(path), limit)
        except KeyError:
            return None

    def href(node: GraphNode) -> str | None:
        return _href(vault, node, page)

    return PageContext(vault.root.resolve().name, words, {note.path: note for note in vault.facts},
                        gaps_by_concept(vault), vault.ontology.chain, Mender(vault.place, vault.ontology, words),
                        beginning, href)


def material(vault: Vault, page: Path) -> ReportInput:
    """Gather what the gap report is made from, for a page that will lie at ``page``."""
    import datetime

    from vaultkit import __version__
    from vaultkit.render.gap_advice import Mender
    from vaultkit.render.report import ReportInput
    from vaultkit.workspace.planning import plan_of
    from vaultkit.workspace.suggesting import suggestions

    words = vault.words()
    notes = {note.path: note.summary for note in vault.facts}

    def href(path: str) -> str | None:
        return _link([vault.root] if path in notes else [*vault.source.roots, vault.root], path, page)

    return ReportInput(
        vault.root.resolve().name,
        words,
        vault.gaps(),
        Mender(vault.place, vault.ontology, words),
        notes,
        href,
        vault.discover,
        datetime.date.today().isoformat(),
        __version__,
        {
            "assess": vault.assess,
            "plan": lambda: plan_of(vault, per_week=8),
            "suggestions": lambda: suggestions(vault, k=3, mentions=False, embed=False),
        },
    )


def gaps_by_concept(vault: Vault) -> dict[str, Gap]:
    """The gap report's entries by concept."""
    return {gap.concept: gap for gap in vault.gaps().gaps}


def _href(vault: Vault, node: GraphNode, page: Path) -> str | None:
    note = node.form in ("note", "section", "block")
    return _link([vault.root] if note else [*vault.source.roots, vault.root], node.path, page)


def _link(roots: Sequence[Path], name: str, page: Path) -> str | None:
    """A link to a file below the first of ``roots`` that has it, relative to the page: it holds wherever both lie
    together."""
    from urllib.parse import quote

    for root in roots:
        path = root / name
        if path.is_file():
            try:
                return quote(Path(os.path.relpath(path, page.parent)).as_posix(), safe="/")
            except ValueError:
                return path.as_uri()
    return None


def _from_json(kept: dict[str, Any]) -> Drawing:
    return Drawing({id: (x, y) for id, (x, y) in kept["whole"].items()},
                   {id: (x, y) for id, (x, y) in kept["chains"].items()},
                   {concept: (last, stage, (x, y)) for concept, (last, stage, (x, y)) in kept["ghosts"].items()})


def _keep(cache: Path, data: dict[str, Any]) -> None:
    """Write the cache whole or not at all; a folder that can't be written only means that it is computed again."""
    import contextlib

    from vaultkit.storage.atomic import replace_file

    with contextlib.suppress(OSError):
        replace_file(cache, json.dumps(data).encode(), private=True)
