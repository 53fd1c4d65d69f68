"""How long notes take to parse, beside reading the files and running pyromark over them.

    python benchmarks/parse.py FOLDER [ROUNDS]

Prints the medians of CPU seconds of one process and their ratio. Notes are let go as they are made, as an index does.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from pathlib import Path

import pyromark

from vaultkit.markdown.events import WITH_WIKILINKS
from vaultkit.markdown.parse import parse


def measure(folder: Path, rounds: int) -> tuple[float, float]:
    """Median CPU seconds for reading and events, and for reading and parsing."""
    files = sorted(folder.rglob("*.md"))
    base, whole = [], []
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        for file in files:
            text = file.read_bytes().decode("utf-8", "replace")
            for _event in pyromark.events_with_range(text, options=WITH_WIKILINKS):
                pass
        base.append(time.process_time() - start)
        start = time.process_time()
        for file in files:
            parse(file.read_bytes().decode("utf-8", "replace"), file.name)
        whole.append(time.process_time() - start)
    return statistics.median(base), statistics.median(whole)


def main() -> None:
    """Print one line for the folder given as argument."""
    folder = Path(sys.argv[1])
    base, whole = measure(folder, int(sys.argv[2]) if len(sys.argv) > 2 else 5)
    print(f"{folder.name}: read and events {base:.2f} s, parse {whole:.2f} s, ratio {whole / base:.2f}")


if __name__ == "__main__":
    main()
