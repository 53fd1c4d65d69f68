"""How verification judges the lines of lines.jsonl over sample_vault: `python benchmarks/lines.py [--final] [--show]`.

Each line was written by hand from its notes, true or with one thing of it changed. A third is marked final and looked
at only when the rules stand. Prints how many true lines are kept and how many false ones are dropped or marked.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from vaultkit.answer.verification import Verdict, check_line

HERE = Path(__file__).resolve().parent
VAULT = HERE.parent / "sample_vault"


def judged(*, final: bool) -> list[tuple[dict[str, Any], Verdict]]:
    """Every line of the part with its verdict."""
    rows = [json.loads(line) for line in (HERE / "lines.jsonl").read_text("utf-8").splitlines()]
    return [(row, check_line(row["line"], [(VAULT / note).read_text("utf-8") for note in row["notes"]]))
            for row in rows if row["final"] == final]


def main() -> None:
    """Print both shares, and with --show what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--final", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    found = judged(final=options.final)
    for truth, name in ((True, "true kept"), (False, "false dropped or marked")):
        part = [(row, verdict) for row, verdict in found if row["true"] == truth]
        right = sum(verdict.kept == truth for _, verdict in part)
        print(f"{name}: {right} of {len(part)} = {right / len(part):.2f}")
        for row, verdict in part if options.show else ():
            if verdict.kept != truth:
                print("  ", verdict.kind, verdict.support, verdict.why, "|", row["line"])


if __name__ == "__main__":
    main()
