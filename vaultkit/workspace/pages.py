"""Material that the pages need of a vault, put together."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.render.pages.excerpt import excerpt
from vaultkit.render.pages.graph_data import PageContext

if TYPE_CHECKING:
    from vaultkit.graph.view import GraphNode, GraphView
    from vaultkit.render.report import ReportInput
    from vaultkit.workspace.snapshot import Snapshot

# Beyond so many notes only the summary says what one is about: the page stays small enough for a phone.
_EXCERPTS = ((300, 1200), (1500, 400))


def surroundings(vault: Snapshot, view: GraphView, page: Path) -> PageContext:
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
                        vault.gap_of, vault.ontology.chain, Mender(vault.place, vault.ontology, words),
                        beginning, href)


def material(vault: Snapshot, page: Path) -> ReportInput:
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
        vault.gap_report,
        Mender(vault.place, vault.ontology, words),
        notes,
        href,
        vault.discover,
        datetime.date.today().isoformat(),
        __version__,
        {
            "assess": lambda: vault.assessed,
            "plan": lambda: plan_of(vault, per_week=8),
            "suggestions": lambda: suggestions(vault, k=3, mentions=False, embed=False),
        },
        vault.folder_read(),
    )


def _href(vault: Snapshot, node: GraphNode, page: Path) -> str | None:
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
