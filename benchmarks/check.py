"""What the guard of a commit costs: ``python benchmarks/check.py [--notes 10000] [--runs 7]``.

One note is staged in an indexed vault; beside it ``git status`` and ``python -c "import click"``, so that the load on
the machine can be read from the same run. Then the same without any index, as a ratio of ``vaultkit index --no-embed``
from nothing. Medians of whole processes, taken in turns. Exit code 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from make_vault import make_vault

from vaultkit.storage import index_folder

# What is indexed and removed again here is no business of the user's own cache.
CACHE = tempfile.TemporaryDirectory(prefix="vaultkit-benchmark-")
os.environ["VAULTKIT_CACHE"] = CACHE.name

SECONDS = 0.5
COLD_RATIO = 1.2
# Bytecode is kept, as it is for whoever installed the tool, even where this shell says otherwise.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
CHECK = [sys.executable, "-m", "vaultkit", "check", "--staged"]
INDEX = [sys.executable, "-m", "vaultkit", "index", "--no-embed"]
BESIDE = {"git status": ["git", "status"], "import click": [sys.executable, "-c", "import click"]}


def seconds(command: list[str], vault: Path) -> float:
    """How long one process takes in the vault's folder. Raises RuntimeError for an exit code that is no answer."""
    began = time.perf_counter()
    done = subprocess.run(command, cwd=vault, env=ENVIRONMENT, capture_output=True)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    return time.perf_counter() - began


def git(vault: Path, *args: str) -> str:
    """One call of git, its output."""
    who = ["-c", "user.name=n", "-c", "user.email=n@example.invalid"]
    return subprocess.run(["git", *who, *args], cwd=vault, check=True, capture_output=True, encoding="utf-8").stdout


def staged_vault(folder: Path, notes: int) -> Path:
    """A repository of so many notes, all committed, in which one note is changed and staged."""
    make_vault(folder, notes)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "all")
    changed = folder / sorted(path for path in git(folder, "ls-files", "-z", "*.md").split("\0") if path)[notes // 2]
    with changed.open("a", encoding="utf-8") as file:
        file.write("\nA line with [[a link to nothing at all]].\n")
    git(folder, "add", "-A")
    return folder


def indexed(vault: Path, runs: int) -> bool:
    """Print what one staged note costs with an index; whether the bar is held."""
    seconds(CHECK, vault)
    commands = {"check --staged": CHECK, **BESIDE}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            times[name].append(seconds(command, vault))
    for name, found in times.items():
        print(f"  {name:16} {median(found):.3f} s  (least {min(found):.3f})")
    return median(times["check --staged"]) <= SECONDS


def cold(vault: Path, runs: int) -> bool:
    """Print what the check costs without an index beside a cold index; whether the bar is held."""
    times: dict[str, list[float]] = {"check --staged": [], "index --no-embed": []}
    for _ in range(runs):
        for name, command in (("index --no-embed", INDEX), ("check --staged", CHECK)):
            shutil.rmtree(index_folder(vault), ignore_errors=True)
            times[name].append(seconds(command, vault))
    ratio = median(times["check --staged"]) / median(times["index --no-embed"])
    for name, found in times.items():
        print(f"  {name:16} {median(found):.2f} s")
    print(f"  ratio            {ratio:.2f}")
    return ratio <= COLD_RATIO


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--cold-runs", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        vault = staged_vault(Path(folder, "vault"), args.notes)
        seconds(INDEX, vault)
        print(f"one staged note of {args.notes:,}, indexed (at most {SECONDS} s):")
        good = indexed(vault, args.runs)
        print(f"the same without an index (at most {COLD_RATIO} of a cold index):")
        return 0 if cold(vault, args.cold_runs) and good else 1


if __name__ == "__main__":
    sys.exit(main())
