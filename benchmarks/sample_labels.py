"""Draw the notes that a person labels: `python benchmarks/sample_labels.py VAULTS` prints set, vault, path.

The draw is fixed by a seed and stratified by folder, since a community vault is nine tenths generated stubs. Two sets
for classify, disjoint even across the two languages of one documentation vault (a page and its translation share
their permalink): `test`, which the bar is measured on, and `fit`, which weights and confidence may be fitted on.
For discover twenty notes of each vault that hold enough prose to name ideas.
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

SEED = 20250630
HUB_STRATA = [
    # (pattern on the path, notes drawn, kept for test, first of those for fit)
    (r"🗂️", 5, 2, 2),
    (r"^05 - Concepts/", 11, 3, 5),
    (r"Courses/Guides/", 14, 5, 6),
    (r"CSS Snippets/", 4, 1, 2),
    (r"^03 - Showcases", 5, 1, 2),
    (r"^00 - Contribute", 8, 3, 4),
    (r"^04 - Guides", 2, 1, 1),
    (r"Expansions/Plugins/|Expansions/Themes/", 3, 1, 1),
    (r"^01 - Community/", 2, 1, 1),
]
# Code and schemes are rare in these folders, so some notes are drawn by form from all that is left.
FENCED = (4, 4)
STRUCTURED = (2, 4)
STRUCTURE_WORDS = r"(?i)structure|overview|tree|lifecycle|ecosystem|system|glossary"
HELP_NOTES = {"test": (18, 18), "fit": (15, 15)}
MORE = (30, 15)
DISCOVER_NOTES = 20
DISCOVER_BYTES = 1500


def notes_of(vault: Path) -> list[str]:
    """Vault-relative paths of the notes that a tool would read, sorted."""
    paths = (p.relative_to(vault) for p in vault.rglob("*.md"))
    return sorted(p.as_posix() for p in paths if not any(part.startswith(".") for part in p.parts))


def fenced(text: str) -> bool:
    """Whether fences make three tenths of the note's own text."""
    body = re.sub(r"^---\n.*?\n---\n", "", text.split("%% Hub footer")[0], flags=re.DOTALL)
    inside = sum(map(len, re.findall(r"^```.*?^```", body, flags=re.DOTALL | re.MULTILINE)))
    return len(body) > 100 and inside > 0.3 * len(body)


def sample_hub(vault: Path, rng: random.Random) -> list[tuple[str, str]]:
    """(set, path) of obsidian-hub, each stratum drawn once for both sets."""
    drawn: list[tuple[str, str]] = []
    left = notes_of(vault)
    for pattern, number, test, fit in HUB_STRATA:
        stratum = [p for p in left if re.search(pattern, p)]
        left = [p for p in left if not re.search(pattern, p)]
        picked = rng.sample(stratum, number)
        drawn += [("test", p) for p in picked[:test]] + [("fit", p) for p in picked[test:][-fit:]]
    own = random.Random(f"{SEED} forms")
    left = sorted(set(notes_of(vault)) - {p for _, p in drawn})
    left = [p for p in left if not re.search(r"🗂️|/People/|Expansions/(Plugins|Themes)/|Roundup", p)]
    by_form = [(FENCED, [p for p in left if fenced((vault / p).read_text("utf-8"))]),
               (STRUCTURED, [p for p in left if re.search(STRUCTURE_WORDS, Path(p).name)])]
    for (test, fit), stratum in by_form:
        stratum = [p for p in stratum if p not in {q for _, q in drawn}]
        picked = own.sample(stratum, min(test + fit, len(stratum)))
        drawn += [("test", p) for p in picked[:test]] + [("fit", p) for p in picked[test:]]
    return drawn


def by_permalink(vault: Path) -> dict[str, str]:
    """Permalink -> path of a documentation vault."""
    found = {}
    for path in notes_of(vault):
        match = re.search(r"^permalink: *(\S+)", (vault / path).read_text("utf-8"), re.MULTILINE)
        if match:
            found[match[1]] = path
    return found


def sample_help(english: Path, russian: Path, rng: random.Random) -> list[tuple[str, str, str]]:
    """(set, vault, path) of the two documentation vaults; no page and its translation are both drawn."""
    en, ru = by_permalink(english), by_permalink(russian)
    links = rng.sample(sorted(en.keys() & ru.keys()), sum(sum(pair) for pair in HELP_NOTES.values()))
    drawn = []
    for name, (of_english, of_russian) in HELP_NOTES.items():
        for vault, pages, number in ((english, en, of_english), (russian, ru, of_russian)):
            drawn += [(name, vault.name, pages[links.pop()]) for _ in range(number)]
    return drawn


def sample_more(vaults: Path, drawn: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """(vault, path) of further notes to fit on: a third of them from each documentation vault (no page whose other
    language was drawn), the rest from obsidian-hub, generated stubs and news aside."""
    rng = random.Random(f"{SEED} more")
    more = []
    used = {by_path(vaults / vault).get(path) for vault, path in drawn if vault != "obsidian-hub"}
    for vault in ("obsidian-help-en", "obsidian-help-ru"):
        pages = by_permalink(vaults / vault)
        picked = rng.sample(sorted(pages.keys() - used), MORE[1])
        used |= set(picked)
        more += [(vault, pages[link]) for link in picked]
    hub = [p for p in notes_of(vaults / "obsidian-hub") if ("obsidian-hub", p) not in drawn
           and not re.search(r"/People/|Expansions/(Plugins|Themes)/|Roundup|🗂️|T - ", p)]
    return more + [("obsidian-hub", path) for path in sorted(rng.sample(hub, MORE[0]))]


def by_path(vault: Path) -> dict[str, str]:
    """Path -> permalink of a documentation vault."""
    return {path: link for link, path in by_permalink(vault).items()}


def sample_discover(vault: Path, rng: random.Random) -> list[str]:
    """Twenty notes with prose of one vault."""
    long_enough = [p for p in notes_of(vault) if (vault / p).stat().st_size >= DISCOVER_BYTES
                   and not re.search(r"🗂️|/People/|All Community Expansions|Templates/T - ", p)]
    return sorted(rng.sample(long_enough, min(DISCOVER_NOTES, len(long_enough))))


def main(vaults: Path) -> None:
    """Print the whole draw as tab-separated lines."""
    rng = random.Random(SEED)
    rows = [(name, "obsidian-hub", path) for name, path in sample_hub(vaults / "obsidian-hub", rng)]
    rows += sample_help(vaults / "obsidian-help-en", vaults / "obsidian-help-ru", rng)
    rows += [("more", *row) for row in sample_more(vaults, {(vault, path) for _, vault, path in rows})]
    for vault in ("obsidian-hub", "obsidian-help-en", "obsidian-help-ru"):
        own = random.Random(f"{SEED} {vault}")
        rows += [("discover", vault, path) for path in sample_discover(vaults / vault, own)]
    for row in rows:
        print("\t".join(row))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
