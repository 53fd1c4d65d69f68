"""First words: what ``gaps`` says of public vaults that declare nothing, held against labels that readers made without
having seen it.

python benchmarks/first_words.py FOLDER [NAME…] [--labels DIR] [--wrong]

FOLDER holds a checkout of each vault by its name (labels/first_words/vaults.yaml says which repository and commit).
Each is looked at once with its source roots set and once without (they have to be found). Printed are the precision of
the first twenty ideas that are labelled either way, the recall of the labelled ideas, for ideas that have code how
often the right file is the first that is named and among the first five, and how many of the moved paths are told.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from vaultkit.config import load_config
from vaultkit.graph.gap_types import Gap
from vaultkit.text.lemma import lemma_key
from vaultkit.workspace import Vault

LABELS = Path(__file__).parent / "labels" / "first_words"
FIRST = 20


class Labelled(NamedTuple):
    """Labels of one vault by the note (and section) or the key of the name that they are of."""

    notes: dict[str, bool]
    names: dict[tuple[str, ...], dict[str, Any]]
    ideas: list[dict[str, Any]]
    moved: list[dict[str, Any]]


def read_labels(path: Path) -> Labelled:
    data = yaml.safe_load(path.read_text("utf-8"))
    notes: dict[str, bool] = {}
    names: dict[tuple[str, ...], dict[str, Any]] = {}
    for item in data["non_ideas"]:
        if item.get("note") and not item.get("section"):
            notes.setdefault(item["note"], False)
    for item in data["ideas"]:
        if item.get("note") and not item.get("section"):
            notes[item["note"]] = True
        for name in [item["name"], *(item.get("aliases") or [])]:
            names.setdefault(lemma_key(str(name)), item)
    return Labelled(notes, names, data["ideas"], data.get("moved") or [])


def is_idea(gap: Gap, labelled: Labelled) -> bool | None:
    """Return whether a gap is a labelled idea, a labelled non-idea, or neither (None)."""
    if gap.form != "idea" and gap.path in labelled.notes:
        return labelled.notes[gap.path]
    return True if lemma_key(gap.title) in labelled.names else None


def found_of(item: dict[str, Any], gaps: list[Gap]) -> Gap | None:
    """The gap of a labelled idea."""
    keys = {lemma_key(str(name)) for name in [item["name"], *(item.get("aliases") or [])]}
    for gap in gaps:
        same_note = gap.form != "idea" and gap.path == item.get("note")
        section = item.get("section")
        if same_note and (not section or (gap.subpath or "").endswith(str(section))):
            return gap
    return next((gap for gap in gaps if lemma_key(gap.title) in keys), None)


def has_code(gap: Gap, code: list[str], roots: list[str], first: int) -> bool:
    """Return whether one of the first ``first`` places that a gap names is the labelled code, or lies in it."""
    wanted = [one.partition("#")[0].rstrip("/") for one in code]
    told = [one.path for one in gap.probable][:first]
    told += [
        item.id.partition("#")[0] for item in gap.evidence if item.state == "ok" and not item.path.endswith(item.id)
    ]
    for path in told:
        for place in [path, *(f"{root}/{path}" for root in roots)]:
            if any(place == one or place.startswith(one + "/") for one in wanted):
                return True
    return False


def measure(vault: Vault, labelled: Labelled, roots: list[str], wrong: bool) -> str:
    report = vault.gaps()
    gaps = list(report.gaps)
    judged = [(gap, is_idea(gap, labelled)) for gap in gaps]
    first = [(gap, told) for gap, told in judged if told is not None][:FIRST]
    shown = [told for _, told in judged[:FIRST]]
    right = sum(told for _, told in first)
    pairs = [(item, found_of(item, gaps)) for item in labelled.ideas]
    found = [(item, gap) for item, gap in pairs if gap is not None]
    coded = [(item, gap) for item, gap in pairs if item.get("code")]
    one = sum(gap is not None and has_code(gap, item["code"], roots, 1) for item, gap in coded)
    five = sum(gap is not None and has_code(gap, item["code"], roots, 5) for item, gap in coded)
    told_coded = [(item, gap) for item, gap in coded if gap is not None]
    lines = [f"  first {len(first)} labelled: {right / max(1, len(first)):.2f} right "
             f"(of the first {len(shown)} shown {sum(told is True for told in shown)} right, "
             f"{sum(told is False for told in shown)} wrong, {sum(told is None for told in shown)} not labelled); "
             f"recall {len(found)}/{len(pairs)} = {len(found) / max(1, len(pairs)):.2f}; ideas told {len(gaps)}",
             f"  {dict(report.summary.outcome)}; roots {[root.path for root in report.summary.roots]}"]
    if coded:
        lines.append(f"  code of {len(coded)} ideas ({len(told_coded)} told): first {one / len(coded):.2f}, in five "
                     f"{five / len(coded):.2f}; of those told {one / max(1, len(told_coded)):.2f}, "
                     f"{five / max(1, len(told_coded)):.2f}")
    if labelled.moved:
        told = {(probable.path) for gap in gaps for probable in gap.probable if probable.state == "moved"}
        lines.append(f"  moved paths among probable code: {sum(item['now'] in told for item in labelled.moved)}"
                     f"/{len(labelled.moved)}")
    if wrong:
        lines += [
            f"  wrong: {gap.title} ({gap.path}) {gap.implementable}" for gap, told in judged[:60] if told is False
        ]
        lines += [
            f"  missed: {item['name']} ({item.get('note') or item.get('places')})" for item, gap in pairs if gap is None
        ]
        lines += [f"  code missed: {gap.title}: {[one.path for one in gap.probable]} wanted {item['code'][:3]}"
                  for item, gap in told_coded if not has_code(gap, item["code"], roots, 1)]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--wrong", action="store_true", help="list what is wrong and missed")
    parser.add_argument("--set", choices=("both", "found", "declared"), default="both")
    options = parser.parse_args()
    known = {one["name"]: one for one in yaml.safe_load((options.labels / "vaults.yaml").read_text("utf-8"))}
    cache = tempfile.mkdtemp(prefix="first-words-")
    os.environ["VAULTKIT_CACHE"] = cache
    try:
        for name in options.names or known:
            about, repository = known[name], options.folder.absolute() / name
            folder = repository / about["vault"]
            labelled = read_labels(options.labels / f"{name}.yaml")
            for how in ("found", "declared") if about["roots"] and options.set == "both" else (options.set,):
                config = load_config(folder, folder)
                if how == "declared":
                    config = replace(config, roots=tuple(repository / root for root in about["roots"]))
                with Vault(config) as vault:
                    vault.refresh()
                    print(f"{name}, roots {how}", flush=True)
                    print(measure(vault, labelled, about["roots"], options.wrong), flush=True)
    finally:
        shutil.rmtree(cache, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
