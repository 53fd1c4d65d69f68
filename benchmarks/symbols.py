"""Symbols of a Python tree: cold and warm, against tree-sitter's own time to parse the same files, in one run.

    python benchmarks/symbols.py [FOLDER …] [--lines 200000]

Without a folder the packages of this environment are taken, largest first, until there are enough lines. Wall time and
CPU time are printed both: on a busy machine only the second one says something.
"""

from __future__ import annotations

import argparse
import shutil
import sysconfig
import tempfile
import time
from pathlib import Path

from vaultkit.config import Config
from vaultkit.source.index import SourceIndex
from vaultkit.source.parse import parse_tree


def lines_of(folder: Path) -> int:
    """Lines of the Python files below a folder."""
    return sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.py"))


def choose(wanted: int) -> list[Path]:
    """Packages of this environment with together at least ``wanted`` lines."""
    site = Path(sysconfig.get_paths()["purelib"])
    names = ("networkx", "hypothesis", "pip", "setuptools", "numpy", "mypy", "_pytest", "pygments")
    chosen: list[Path] = []
    total = 0
    for folder in (site / name for name in names):
        if total < wanted and folder.is_dir():
            chosen.append(folder)
            total += lines_of(folder)
    return chosen


def timed(label: str, function: object) -> tuple[float, float, object]:
    """Wall and CPU seconds of a call, and what it returned."""
    assert callable(function)
    wall, cpu = time.perf_counter(), time.process_time()
    result = function()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{label:28} {wall:8.3f} s wall {cpu:8.3f} s cpu")
    return wall, cpu, result


def main() -> None:
    """Copy the tree, parse it, index it, index it again, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--lines", type=int, default=200_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root, vault = Path(scratch) / "code", Path(scratch) / "vault"
        vault.mkdir()
        for folder in arguments.folders or choose(arguments.lines):
            shutil.copytree(folder, root / folder.name, symlinks=True)
        texts = [path.read_bytes() for path in root.rglob("*.py")]
        lines = sum(text.count(b"\n") for text in texts)
        print(f"{len(texts)} files, {lines:,} lines, {sum(map(len, texts)):,} bytes")
        parse_tree("python", b"x = 1\n")
        parsed = timed("tree-sitter alone", lambda: [parse_tree("python", text) and None for text in texts])
        with SourceIndex.open(Config(vault=vault, roots=(root,))) as index:
            cold = timed("cold refresh", index.refresh)
            timed("refresh of young files", index.refresh)
            warm = timed("warm refresh", index.refresh)
            print(cold[2] and f"{sum(1 for _ in index.symbols()):,} symbols, {len(index.problems())} problems")
    print(f"cold / parse: {cold[0] / parsed[0]:.2f} wall, {cold[1] / parsed[1]:.2f} cpu (bar 4)")
    print(f"warm / cold: {warm[0] / cold[0]:.3f}")


if __name__ == "__main__":
    main()
