"""How fast the graph page is: layout, size, seconds until it can be used, beside pyvis's page of the same graph.

    python benchmarks/pictures.py [NOTES …]     (default: 1000 10000)

Chromium runs without a GPU. A page can be used when its script is done and the browser has painted two frames.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from make_vault import make_vault
from selenium import webdriver
from selenium.common.exceptions import TimeoutException, WebDriverException
from urllib3.exceptions import ReadTimeoutError

from tools.chromium import start_chromium
from vaultkit import Vault
from vaultkit.render.layout import crossings, force_layout, segment_crossings
from vaultkit.render.pages.kept_drawing import drawing_of

PATIENCE = 90
READY = """const done = arguments[0], limit = performance.now() + %d;
const wait = () => { if (performance.now() > limit) return done(null);
  %s ? requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))) : setTimeout(wait, 5); };
wait();"""


def driver() -> webdriver.Chrome:
    """Chromium without a window and without a GPU."""
    made = start_chromium()
    made.set_script_timeout(PATIENCE + 30)
    made.set_page_load_timeout(PATIENCE + 30)
    return made


def seconds(page: Path, ready: str, fragment: str = "") -> float | None:
    """From the start of opening ``page`` until ``ready`` holds; None when that takes longer than the patience."""
    browser = driver()
    try:
        browser.get(page.as_uri() + fragment)
        found = browser.execute_async_script(READY % (PATIENCE * 1000, ready))
        return None if found is None else found / 1000
    except (TimeoutException, ReadTimeoutError):
        return None
    finally:
        # A page that computes without end does not let its browser be asked to quit.
        with contextlib.suppress(ReadTimeoutError, WebDriverException):
            browser.service.process.kill()
        subprocess.run(["pkill", "-f", "--", "--test-type=webdriver"], check=False)


def pyvis_page(vault: Vault, path: Path) -> None:
    """The same graph as pyvis draws it when nothing is said: physics in the browser."""
    from pyvis.network import Network

    net = Network(cdn_resources="in_line", directed=True)
    view = vault.graph_view
    for node in view.nodes:
        net.add_node(node.id, label=node.title)
    for edge in view.edges:
        net.add_edge(edge.source, edge.target)
    text = net.generate_html(notebook=False)
    text = text.replace("network = new vis.Network(", "window.network = network = new vis.Network(")
    path.write_text(text, encoding="utf-8")


def main(sizes: list[int]) -> None:
    """Print one block a size."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "vault"
            make_vault(root, size)
            vault = Vault.open(root)
            view = vault.graph_view
            began = time.perf_counter()
            drawing = drawing_of(vault.root, view, vault.snapshot.gap_of, vault.ontology.chain)
            laid = time.perf_counter() - began
            began = time.perf_counter()
            drawing_of(vault.root, view, vault.snapshot.gap_of, vault.ontology.chain)
            kept = time.perf_counter() - began
            page = Path(subprocess.run([sys.executable, "-m", "vaultkit", "--vault", str(root), "graph"], check=True,
                                       capture_output=True, encoding="utf-8").stdout.strip())
            print(f"{len(view.nodes):,} nodes, {len(view.edges):,} edges: layout {laid:.1f} s, kept {kept:.2f} s, page "
                  f"{page.stat().st_size / 1e6:.1f} MB")
            for name in ("chains", "whole"):
                ours = seconds(page, "document.documentElement.dataset.ready", f"#view={name}")
                print(f"  {name}: can be used after {ours or PATIENCE:.2f} s")
            default = root / "pyvis.html"
            pyvis_page(vault, default)
            theirs = seconds(default, "(window.network && window.network.physics.stabilized)")
            print(f"  pyvis's default: {f'{theirs:.1f} s' if theirs else f'not within {PATIENCE} s'}")
            staged = {edge for edge in ((e.source, e.target) for e in view.edges if e.relation)
                      if edge[0] in drawing.chains and edge[1] in drawing.chains}
            some = sorted(staged)[:600]
            number = {node.id: i for i, node in enumerate(view.nodes)}
            forced = force_layout(len(view.nodes), [(number[a], number[b]) for a, b in staged])
            print(f"  crossings of the first {len(some)} edges: columns {segment_crossings(drawing.chains, some):,} "
                  f"(between columns {crossings(drawing.chains, some):,}), spring layout "
                  f"{segment_crossings({id: forced[i] for id, i in number.items()}, some):,}")
            vault.close()


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [1000, 10000])
