"""The graph as one HTML page that opens by double click and asks the network for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.render.pages.graph_data import graph_data
from vaultkit.render.pages.html import asset, page
from vaultkit.render.pages.library import vis_network

if TYPE_CHECKING:
    from vaultkit.graph.view import GraphView
    from vaultkit.render.pages.graph_data import Drawing, Surroundings


def graph_page(view: GraphView, drawing: Drawing, around: Surroundings) -> str:
    """The page. Raises EnvironmentFailure when vis-network is not there."""
    words = around.words
    return page("graph.html.j2", scripts=[vis_network(), asset("graph.js")],
                styles=[asset("base.css"), asset("graph.css")], data=graph_data(view, drawing, around),
                lang=words.lang, title=words("graph.title", vault=around.vault), w=words)
