"""``vaultkit graph``"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultkit.cli.options import Session, common, note_names, pass_session
from vaultkit.cli.run import COMMANDS

if TYPE_CHECKING:
    from vaultkit.graph.view import GraphView
    from vaultkit.workspace import Vault

FORMATS = ("html", "json", "graphml", "gexf", "canvas", "mermaid")


@click.command(short_help=COMMANDS["graph"])
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Where to write; HTML without it goes to .vaultkit/graph.html, other formats to stdout.")
@click.option("--around", metavar="NOTE", shell_complete=note_names, help="Only what is near this note.")
@click.option("--depth", type=click.IntRange(min=0), default=2, show_default=True, metavar="N",
              help="With --around, how many edges away.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only nodes of this kind (may be repeated).")
@click.option("--format", "form", default="html", show_default=True, metavar="FORMAT",
              help=f"How the graph is written: {', '.join(FORMATS)}, or what an installed package adds.")
@click.option("--open", "open_it", is_flag=True, help="Open the page in the browser.")
@common
@pass_session
def command(session: Session, output: Path | None, around: str | None, depth: int, kinds: tuple[str, ...], form: str,
            open_it: bool) -> None:
    """Draw the typed graph: one HTML page without any network request, or a file for another program.

    The page shows chains from left to right, concept to code, and the whole vault as a map.
    """
    from vaultkit.cli.output import show_page, write_json, write_out
    from vaultkit.render.plain import to_json_value
    from vaultkit.storage.files import asked_for

    _known(form)
    vault = session.open()
    view = _view(vault, around, depth, kinds)
    if form == "html":
        from vaultkit.render.pages.graph_page import graph_page
        from vaultkit.render.pages.kept_drawing import drawing_of
        from vaultkit.workspace.pages import surroundings

        path = output or asked_for(vault.root, "graph.html")
        seen = vault.snapshot
        drawing = drawing_of(vault.root, view, seen.gap_of, vault.ontology.chain)
        page = graph_page(view, drawing, surroundings(seen, view, path.absolute()))
        show_page(vault.root, path, page, open_it)
    elif form == "json" and output is None:
        write_json(
            {"schema": "graph/1", "nodes": map(to_json_value, view.nodes), "edges": map(to_json_value, view.edges)}
        )
    else:
        write_out(vault.root, output, _text(view, form))


def _known(form: str) -> None:
    from vaultkit.cli.run import nearest
    from vaultkit.render.exports import formats

    known = ["html", "json", *formats()]
    if form not in known:
        raise click.BadParameter(f"no format {form!r}{nearest(form, known) or ' (known: ' + ', '.join(known) + ')'}",
                                 param_hint="--format")


def _view(vault: Vault, around: str | None, depth: int, kinds: tuple[str, ...]) -> GraphView:
    from vaultkit.errors import UsageError
    from vaultkit.graph.view import around as near
    from vaultkit.graph.view import of_kinds

    view = vault.graph_view
    if around is not None:
        centre = around if any(node.id == around for node in view.nodes) else vault.find(around)
        if all(node.id != centre for node in view.nodes):
            raise UsageError(f"{centre} is left out of the graph", "the vault's settings exclude it")
        view = near(view, centre, depth)
    if kinds:
        known = {node.kind for node in vault.graph_view.nodes} | set(vault.ontology.chain)
        wanted = {vault.ontology.kind_of_word(kind) or kind for kind in kinds}
        if unknown := sorted(wanted - known):
            raise UsageError(f"no node is of the kind {', '.join(unknown)}", f"known: {', '.join(sorted(known))}")
        view = of_kinds(view, wanted)
    return view


def _text(view: GraphView, form: str) -> str:
    from vaultkit.render.exports import exporter
    from vaultkit.render.plain import json_text, to_json_value

    if form == "json":
        return json_text({"schema": "graph/1", **to_json_value(view)}, indent=1) + "\n"
    return exporter(form)(view)
