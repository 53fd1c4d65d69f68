"""The graph as one HTML page that opens by double click and asks the network for nothing."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.errors import EnvironmentFailure
from vaultkit.render.pages.graph_data import graph_data
from vaultkit.render.pages.html import asset, page

if TYPE_CHECKING:
    from vaultkit.graph.view import GraphView
    from vaultkit.render.pages.graph_data import Drawing, PageContext


def vis_network() -> str:
    """The source of vis-network, its licence in its first lines (Apache-2.0 or MIT).

    Raises EnvironmentFailure when pyvis is not installed."""
    spec = find_spec("pyvis")
    found: list[Path] = []
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        found += sorted(Path(folder).glob("lib/vis-*/vis-network.min.js"), key=_version)
    if not found:
        raise EnvironmentFailure("the graph page needs vis-network, which comes with the package pyvis",
                                 "pip install pyvis (or ask for another format with --format)")
    return found[-1].read_text(encoding="utf-8")


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in path.parent.name.removeprefix("vis-").split("."))


def graph_page(view: GraphView, drawing: Drawing, around: PageContext) -> str:
    """The page. Raises EnvironmentFailure when vis-network is not there."""
    words = around.words
    return page("graph.html.j2", scripts=[vis_network(), asset("graph.js")],
                styles=[asset("base.css"), asset("graph.css")], data=graph_data(view, drawing, around),
                lang=words.lang, title=words("graph.title", vault=around.vault), w=words)
