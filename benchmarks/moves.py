"""Precision and recall of "moved" on mechanical histories of real packages.

python benchmarks/moves.py [FOLDER …] [--symbols N] [--seed N]

Each folder is a tree of Python or Java (default: packages of this environment). Symbols are drawn of an indexed copy;
the copy is changed as a refactoring would change it (each kind of change on a fresh copy, small edits elsewhere in the
same breath), refreshed, and each drawn symbol is asked for where it was. Right is: moved, and to exactly where it went;
for what was removed: not moved; for what was reformatted: the same fingerprint. Prints a line a change: asked, found
where it is (recall), of what was called moved how much is there (precision).
"""

from __future__ import annotations

import argparse
import ast
import random
import re
import shutil
import site
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from vaultkit.config import Config
from vaultkit.model import Symbol
from vaultkit.source.index import SourceIndex

PACKAGES = ("click", "networkx", "jinja2", "attr")
Key = tuple[str, str]
Where = dict[Key, Key | None]


@dataclass
class Tree:
    """A copy of a source tree and the symbols drawn from it."""

    root: Path
    drawn: list[Symbol]
    random: random.Random
    where: Where = field(default_factory=dict)

    def text(self, file: str) -> str:
        return (self.root / file).read_text("utf-8")

    def put(self, file: str, text: str) -> None:
        target = self.root / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def files(self) -> list[str]:
        return sorted({symbol.file for symbol in self.drawn})


def moved_files(tree: Tree) -> None:
    """Each file to another folder under its name, with one import more."""
    for file in tree.files():
        target = f"moved/{file}"
        text = tree.text(file)
        (tree.root / file).unlink()
        tree.put(target, relocated(file, text))
        tree.where |= {(s.file, s.name): (target, s.name) for s in tree.drawn if s.file == file}


def renamed_files(tree: Tree) -> None:
    """Each file under another name in its folder."""
    for file in tree.files():
        path = Path(file)
        target = path.with_name(f"renamed_{path.name}").as_posix()
        (tree.root / file).rename(tree.root / target)
        tree.where |= {(s.file, s.name): (target, s.name) for s in tree.drawn if s.file == file}


def renamed_symbols(tree: Tree) -> None:
    """Each drawn symbol under another name, in the lines of its own definition and nowhere else."""
    for file in tree.files():
        lines = tree.text(file).split("\n")
        for symbol in (s for s in tree.drawn if s.file == file):
            simple = symbol.name.rpartition(".")[2]
            for at in range(symbol.line - 1, min(symbol.line + 40, symbol.end_line)):
                changed = re.sub(declaration(symbol), f"renamed_{simple}", lines[at], count=1)
                if changed != lines[at]:
                    lines[at] = changed
                    break
            owner = symbol.name.rpartition(".")[0]
            tree.where[symbol.file, symbol.name] = (file, f"{owner}.renamed_{simple}" if owner else f"renamed_{simple}")
        tree.put(file, "\n".join(lines))
    # A class that is drawn too renames what is drawn inside of it.
    names = {(s.file, s.name) for s in tree.drawn if s.kind == "class"}
    for (file, name), target in list(tree.where.items()):
        parts = name.split(".")
        outer = [f"renamed_{part}" if (file, ".".join(parts[:i + 1])) in names else part
                 for i, part in enumerate(parts[:-1])] + [f"renamed_{parts[-1]}"]
        tree.where[file, name] = (target[0] if target else file, ".".join(outer))


def moved_and_renamed(tree: Tree) -> None:
    """The symbols renamed, then their files moved, in one step."""
    renamed_symbols(tree)
    for file in tree.files():
        text = tree.text(file)
        (tree.root / file).unlink()
        tree.put(f"moved/{file}", relocated(file, text))
    tree.where = {key: (f"moved/{target[0]}", target[1]) for key, target in tree.where.items() if target}


def to_another_file(tree: Tree) -> None:
    """Functions at the outer level cut out and appended to another file."""
    others = tree.files()
    for file in others:
        lines = tree.text(file).split("\n")
        symbols = sorted((s for s in tree.drawn if s.file == file and "." not in s.name
                          and not lines[s.line - 1].startswith(" ")), key=lambda s: -s.line)
        target = tree.random.choice([other for other in others if other != file] or others)
        for symbol in symbols:
            if target == file:
                continue
            block = lines[symbol.line - 1:symbol.end_line]
            del lines[symbol.line - 1:symbol.end_line]
            tree.put(file, "\n".join(lines))
            tree.put(target, tree.text(target).rstrip("\n") + "\n\n\n" + "\n".join(block) + "\n")
            tree.where[symbol.file, symbol.name] = (target, symbol.name)
            if symbol.file == target:
                lines = tree.text(file).split("\n")


def removed(tree: Tree) -> None:
    """Functions and methods taken out, their files edited."""
    for file in tree.files():
        lines = tree.text(file).split("\n")
        for symbol in sorted((s for s in tree.drawn if s.file == file), key=lambda s: -s.line):
            indent = re.match(r"\s*", lines[symbol.line - 1])
            left = [f"{indent[0] if indent else ''}pass"] if file.endswith(".py") else []
            lines[symbol.line - 1:symbol.end_line] = left
            tree.where[symbol.file, symbol.name] = None
        tree.put(file, "\n".join(lines))


def reformatted(tree: Tree) -> None:
    """Each file in another layout; Python as the standard library's own printer has it, without comments."""
    for file in tree.files():
        text = tree.text(file)
        if file.endswith(".py"):
            tree.put(file, ast.unparse(ast.parse(text)) + "\n")
        else:
            text = re.sub(r"^(?: {4})+", lambda indent: "\t" * (len(indent[0]) // 4), text, flags=re.M)
            tree.put(file, re.sub(r"^([^/*\n\"]*?) *\{$", r"\1 // opens\n{", text, flags=re.M))
        tree.where |= {(s.file, s.name): (file, s.name) for s in tree.drawn if s.file == file}


CHANGES: dict[str, Callable[[Tree], None]] = {
    "files moved": moved_files, "files renamed": renamed_files, "symbols renamed": renamed_symbols,
    "files moved, symbols renamed": moved_and_renamed, "functions to another file": to_another_file,
    "removed": removed, "reformatted": reformatted,
}


def declaration(symbol: Symbol) -> str:
    """What matches the name of a definition, in its own lines."""
    simple = re.escape(symbol.name.rpartition(".")[2])
    if symbol.language == "python":
        return rf"(?<=def ){simple}\b" if symbol.kind != "class" else rf"(?<=class ){simple}\b"
    return rf"\b{simple}\b(?!\s*\()" if symbol.kind == "class" else rf"\b{simple}(?=\s*\()"


def relocated(file: str, text: str) -> str:
    """The text with one import more and, in Java, in another package."""
    if file.endswith(".py"):
        return re.sub(r"^(?=(?:import|from) (?!__future__))", "import collections.abc\n", text, count=1, flags=re.M)
    return re.sub(r"^package ([\w.]+);", r"package moved.\1;\n\nimport java.util.function.Function;", text,
                  count=1, flags=re.M)


def small_edits(root: Path, but: Iterable[str], chance: random.Random) -> None:
    """A line more in a tenth of the other files."""
    kept = set(but)
    for path in sorted(root.rglob("*.py")) + sorted(root.rglob("*.java")):
        if path.relative_to(root).as_posix() not in kept and "moved" not in path.parts and chance.random() < 0.1:
            more = "\nEDITED = 1\n" if path.suffix == ".py" else "\n// edited\nclass Edited { int one = 1; }\n"
            path.write_text(path.read_text("utf-8") + more, "utf-8")


def drawn_from(index: SourceIndex, count: int, chance: random.Random) -> list[Symbol]:
    """``count`` functions, methods and classes that notes may name, no constructor, none inside of a function or
    repeated."""
    everything = list(index.symbols())
    callables = {(s.file, s.name) for s in everything if s.kind in ("function", "method")}
    fit = [s for s in everything if s.kind in ("function", "method", "class") and "~" not in s.name and not s.stub
           and s.language in ("python", "java") and not re.search(r"\b(\w+)\.\1$", s.name)
           and (s.file, s.name.rpartition(".")[0]) not in callables and s.end_line > s.line
           and f"{s.name}~2" not in {name for file, name in callables if file == s.file}]
    return sorted(chance.sample(fit, min(count, len(fit))), key=lambda s: (s.file, s.line))


@dataclass
class Score:
    """Over all trees: asked, rightly found, called moved, asked that did move."""

    asked: int = 0
    right: int = 0
    called: int = 0
    called_right: int = 0


def play(folder: Path, name: str, count: int, seed: int, score: Score, show: int) -> None:
    """One change on one fresh copy."""
    chance = random.Random(f"{seed} {folder.name} {name}")
    with tempfile.TemporaryDirectory() as place:
        root, vault = Path(place, "code"), Path(place, "vault")
        shutil.copytree(folder, root, ignore=shutil.ignore_patterns("__pycache__", "*.so", "tests"))
        vault.mkdir()
        with SourceIndex.open(Config(vault=vault, roots=(root,))) as index:
            index.refresh()
            tree = Tree(root, drawn_from(index, count, chance), chance)
            before = {(s.file, s.name): s.body_hash for s in tree.drawn}
            CHANGES[name](tree)
            small_edits(root, tree.files(), chance)
            index.refresh()
            for (file, symbol), target in tree.where.items():
                found = index.find(file, symbol)
                there = (found.symbol.file, found.symbol.name) if found.symbol else None
                same = found.state != "ok" or found.symbol is None or found.symbol.body_hash == before[file, symbol]
                right = (there == target and same) if target else found.state.startswith("missing")
                score.asked += 1
                score.right += right
                score.called += found.state == "moved"
                score.called_right += found.state == "moved" and right
                if not right and show > 0:
                    show -= 1
                    print(f"    {file}#{symbol}: {found.state} {there}, is {target}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--symbols", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="how many misses to show of each change and tree")
    given = parser.parse_args()
    packages = Path(site.getsitepackages()[0])
    folders = given.folders or [packages / name for name in PACKAGES if (packages / name).is_dir()]
    warnings.simplefilter("ignore")
    started = time.perf_counter()
    for name in CHANGES:
        score = Score()
        for folder in folders:
            play(folder, name, given.symbols, given.seed, score, given.show)
        precision = f"{score.called_right / score.called:.3f}" if score.called else "–"
        print(f"{name:<30} asked {score.asked:>4}  right {score.right / max(1, score.asked):.3f}  "
              f"called moved {score.called:>4}  precision {precision}", flush=True)
    print(f"{', '.join(folder.name for folder in folders)}: {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
