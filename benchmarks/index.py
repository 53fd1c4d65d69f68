"""What the index costs, as ratios of processes that do only the unavoidable part: ``python benchmarks/index.py VAULT``.

Every figure is the median of whole processes with a warm page cache, the two sides of a ratio in turns, so that load on
the machine falls on both. VAULT is copied first. ``--peer PYTHON`` names an interpreter that has obsidiantools,
``--large`` adds a vault of 50,000 notes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from make_vault import make_vault

from vaultkit.storage import index_folder

# What is indexed and removed again here is no business of the user's own cache.
CACHE = tempfile.TemporaryDirectory(prefix="vaultkit-benchmark-")
os.environ["VAULTKIT_CACHE"] = CACHE.name

EVENTS = """
import os, sys, pyromark
o = pyromark.Options
options = (o.ENABLE_TABLES | o.ENABLE_FOOTNOTES | o.ENABLE_STRIKETHROUGH | o.ENABLE_TASKLISTS | o.ENABLE_MATH
           | o.ENABLE_WIKILINKS | o.ENABLE_YAML_STYLE_METADATA_BLOCKS)
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        if name.endswith(".md"):
            with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                for event in pyromark.events_with_range(file.read(), options=options):
                    pass
"""
STATS = """
import os, sys, click
folders = [sys.argv[1]]
while folders:
    for entry in os.scandir(folders.pop()):
        if entry.is_dir():
            folders.append(entry.path)
        else:
            entry.stat()
"""
PEER = """
import sys
from pathlib import Path
import obsidiantools.api as otools
otools.Vault(Path(sys.argv[1])).connect().gather()
"""
# Bytecode is kept, as it is for whoever installed the tool, even where this shell says otherwise.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
Command = list[str]
Cost = tuple[float, int]


def cost(command: Command) -> Cost:
    """Seconds and peak memory (bytes) of one process. Raises CalledProcessError when it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if status:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command)
    return seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def ratio(
    name: str, ours: Command, theirs: Command, bar: float, runs: int, before: Callable[[], None] = lambda: None
) -> None:
    """Print the ratio of two commands; ``before`` prepares each run of ours."""
    mine, other = [], []
    cost(ours)
    for _ in range(runs):
        before()
        mine.append(cost(ours)[0])
        other.append(cost(theirs)[0])
    show(name, median(mine) / median(other), bar, f"{median(mine):.3f} s to {median(other):.3f} s")


def show(name: str, value: float, bar: float, detail: str) -> None:
    print(f"{'ok  ' if value <= bar else 'OVER'} {name:<44} {value:8.3f} (at most {bar:g})  {detail}", flush=True)


def vaultkit(vault: Path, *arguments: str) -> Command:
    return [sys.executable, "-m", "vaultkit", "--vault", str(vault), *arguments]


def python(code: str, *arguments: object, interpreter: str = sys.executable) -> Command:
    return [interpreter, "-c", code, *map(str, arguments)]


def forget(vault: Path) -> None:
    shutil.rmtree(index_folder(vault), ignore_errors=True)


def first_runs(vault: Path, peer: str | None, runs: int) -> None:
    """A first run against reading and parsing alone, and against the peer."""
    index = vaultkit(vault, "index", "--no-embed")
    ratio("first run / read and pyromark", index, python(EVENTS, vault), 6, runs, lambda: forget(vault))
    if peer:
        ratio(
            "first run / obsidiantools", index, python(PEER, vault, interpreter=peer), 1 / 40, 1, lambda: forget(vault)
        )
    ratio("run without changes / click and stat", index, python(STATS, vault), 4, runs)


def changes(vault: Path, runs: int) -> None:
    """One changed note of ten thousand, gaps, and memory of the first run."""
    index = vaultkit(vault, "index", "--no-embed")
    forget(vault)
    peak = cost(index)[1]
    show("peak memory of the first run, MB", peak / 1e6, 400, "10,000 notes")
    time.sleep(0.1)
    cost(index)
    note = min(vault.rglob("*.md"))

    def change() -> None:
        with open(note, "a", encoding="utf-8") as file:
            file.write("\nещё строка [[нет такой]]\n")

    changed, still = [], []
    for _ in range(runs):
        change()
        changed.append(cost(index)[0])
        cost(index)
        still.append(cost(index)[0])
    show(
        "one changed note / none",
        median(changed) / median(still),
        1.3,
        f"{median(changed):.3f} s to {median(still):.3f} s",
    )
    gaps = median(cost(vaultkit(vault, "gaps", "--format", "json"))[0] for _ in range(runs))
    show("gaps, seconds", gaps, 1.5, "10,000 notes")


def growth(small: Path, large: Path, runs: int) -> None:
    """Cost for each note at five times the size."""
    seconds = {}
    for vault in (small, large):
        taken = []
        for _ in range(runs):
            forget(vault)
            taken.append(cost(vaultkit(vault, "index", "--no-embed"))[0])
        seconds[vault] = median(taken)
    show("50,000 notes / five times 10,000", seconds[large] / seconds[small] / 5, 1.2, f"{seconds[large]:.1f} s")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vault", type=Path)
    parser.add_argument("--peer", help="a Python that has obsidiantools")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--large", action="store_true")
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        ENVIRONMENT["PYTHONPYCACHEPREFIX"] = folder + "/bytecode"
        copy, made, large = (Path(folder) / name for name in ("copy", "10k", "50k"))
        shutil.copytree(args.vault, copy, ignore=shutil.ignore_patterns(".vaultkit"))
        make_vault(made, 10_000)
        ratio("--help / import click", vaultkit(copy, "--help"), python("import click"), 2, args.runs)
        first_runs(copy, args.peer, args.runs)
        changes(made, args.runs)
        if args.large:
            make_vault(large, 50_000)
            growth(made, large, 1)


if __name__ == "__main__":
    main()
