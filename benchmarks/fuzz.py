"""Notes that nobody wrote, through the parser and through whole vaults: looks for exceptions, hangs, places that lie
outside of the text and answers that differ between two runs.

    python benchmarks/fuzz.py FOLDER… [--notes 100000] [--seed 1] [--vaults N] [--keep build/fuzz]

Half of the notes are pieces of the real notes in FOLDER, mutated; half are made by a grammar of what Markdown and
Obsidian know. With --vaults the notes go to the disk instead, 500 in a vault: each is indexed, half of its notes are
changed, and links, gaps and check of the refreshed index are compared with those of one that is made anew. A note that
fails is kept below --keep; the exit code is 1 then.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import re
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fuzz_notes import Maker

from vaultkit.markdown.blocks import blocks
from vaultkit.markdown.parse import parse
from vaultkit.markdown.source import line_starts
from vaultkit.model import Block, Note
from vaultkit.vault.link_table import link_rows
from vaultkit.vault.records import to_note, to_row

HANG = 2.0
IN_A_VAULT = 500
VAULT_HANG = 60.0
_SURROGATE = re.compile("[\ud800-\udfff]")
# What stands in the text at the place of an item.
_BEGINS = {
    "links": lambda item: (item.raw,), "block_ids": lambda item: ("^" + item.id,), "comments": lambda _: ("%%", "<!--"),
    "callouts": lambda _: (">",), "footnotes": lambda _: ("[^", "^["), "fences": lambda _: ("```", "~~~"),
    "strongs": lambda _: ("**", "__"), "tasks": lambda _: tuple("-*+0123456789"),
}  # fmt: skip
_MANY = ("tags", "properties", "headings", "fields", "lists", "tables", "mentions", "turns", *_BEGINS)


class Hang(Exception):
    """Something took longer than its time."""


def check_note(text: str) -> None:
    """Read one note twice. Raises AssertionError where the two differ or an item lies where it is not, Hang, and
    whatever the parser raises. Of every eighth the record is looked at, too."""
    with limited(HANG):
        note = parse(text, "a/b.md")
        found = blocks(note)
        assert parse(text, "a/b.md") == note and blocks(note) == found, "two runs differ"
    check_places(note, text, found)
    if len(text) % 8:
        return
    row = to_row(note, found)
    stored = to_note(note.path, row.head, row.outline, row.body, link_rows(note.links).written, note.problems,
                     row.mentions)
    assert len(stored.links) == len(note.links) and stored.headings == note.headings, "the record differs from the note"
    assert to_row(stored, found) == row, "the record differs from the note"


def check_places(note: Note, text: str, found: tuple[Block, ...] = ()) -> None:
    """Every line and column within the text, and what stands there is the beginning of the item."""
    text = _SURROGATE.sub("\ufffd", text.removeprefix("\ufeff"))
    starts = line_starts(text)
    assert 1 <= note.body_line <= len(starts) and 1 <= note.line_count <= len(starts), "lines of the note"
    long_lines = any(problem.message.startswith("the line is longer") for problem in note.problems)
    for name in _MANY:
        for item in getattr(note, name):
            assert 1 <= item.line <= len(starts), (name, item)
            begin = starts[item.line - 1] + item.column - 1
            limit = starts[item.line] if item.line < len(starts) else len(text) + 1
            assert starts[item.line - 1] <= begin <= limit, (name, item)
            first = getattr(item, "start_line", item.line)
            assert 1 <= first <= getattr(item, "end_line", item.line) <= len(starts), (name, item)
            if name in _BEGINS and not long_lines and getattr(item, "kind", "") != "property":
                assert text.startswith(_BEGINS[name](item), begin), (name, item, text[begin:begin + 40])
    for block in found:
        assert block.heading is None or note.headings[block.heading].line <= block.line, block


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise Hang in what takes more than ``seconds`` of the processor (POSIX, main thread; elsewhere no limit)."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def late(*_: object) -> None:
        raise Hang(f"longer than {seconds} s")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


class Run:
    """One run's figures; ``failed`` counts kinds of failures."""

    def __init__(self, keep: Path) -> None:
        self.notes = 0
        self.slowest = 0.0
        self.failed: Counter[str] = Counter()
        self._keep = keep

    def note(self, text: str) -> None:
        """One note through the parser."""
        start = time.perf_counter()
        try:
            check_note(text)
        except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
            self.fail(error, text)
        self.slowest = max(self.slowest, time.perf_counter() - start)
        self.notes += 1

    def fail(self, error: Exception, text: str) -> None:
        """Count a failure; the first notes of each kind are kept with what was raised."""
        where = traceback.extract_tb(error.__traceback__)[-1]
        kind = f"{type(error).__name__} {Path(where.filename).name}:{where.lineno}"
        self.failed[kind] += 1
        if self.failed[kind] <= 3:
            self._keep.mkdir(parents=True, exist_ok=True)
            name = "".join(letter if letter.isalnum() else "-" for letter in kind) + f"-{self.failed[kind]}"
            (self._keep / f"{name}.md").write_bytes(text.encode("utf-8", "surrogatepass"))
            (self._keep / f"{name}.txt").write_text("".join(traceback.format_exception(error))[-4_000:], "utf-8")


def answers(root: Path, cache: Path) -> dict[str, Any]:
    """What links, gaps and check say of a vault; the index in ``cache`` is refreshed first."""
    import os

    from vaultkit import Vault

    os.environ["VAULTKIT_CACHE"] = str(cache)
    with contextlib.closing(Vault.open(root)) as vault:
        return {"links": vault.links(), "gaps": vault.gaps(), "check": vault.check().findings}


def check_vault(maker: Maker, run: Run, count: int) -> None:
    """Write a vault, index it, change half of it, and compare the refreshed index with a new one."""
    import shutil

    with tempfile.TemporaryDirectory() as folder:
        root, copy = Path(folder) / "vault", Path(folder) / "copy" / "vault"
        names = [maker.path(number) for number in range(count)]
        for name in names:
            _write(root / name, maker.note())
        try:
            with limited(VAULT_HANG):
                first = answers(root, Path(folder) / "first")
                shutil.rmtree(root / ".vaultkit", ignore_errors=True)
                assert first == answers(root, Path(folder) / "again"), "two new indexes differ"
            for name in names:
                if maker.random.random() < 0.5:
                    _write(root / name, maker.note())
            shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".vaultkit"))
            with limited(VAULT_HANG):
                told, anew = answers(root, Path(folder) / "again"), answers(copy, Path(folder) / "copy-cache")
            for name in told:
                assert told[name] == anew[name], f"{name}: a refreshed index differs from a new one"
        except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
            run.fail(error, "".join(traceback.format_exception(error)))
        run.notes += count


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode("utf-8", "replace"))


def main() -> int:
    """Run and print one line of figures; 1 where something failed."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("--notes", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--vaults", action="store_true", help="through index, links, gaps and check")
    options.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    wanted = options.parse_args()
    run, maker = Run(wanted.keep), Maker(random.Random(wanted.seed), wanted.folders)
    start = time.perf_counter()
    while run.notes < wanted.notes:
        if wanted.vaults:
            check_vault(maker, run, min(IN_A_VAULT, wanted.notes - run.notes))
        else:
            run.note(maker.note())
    took = time.perf_counter() - start
    kinds = "; ".join(f"{kind} ×{count}" for kind, count in run.failed.most_common()) or "nothing"
    print(f"seed {wanted.seed}: {run.notes:,} notes in {took:.0f} s, slowest {run.slowest:.3f} s, failed: {kinds}")
    return int(bool(run.failed))


if __name__ == "__main__":
    sys.exit(main())
