"""Fit the points of classify: `python benchmarks/fit_classify.py VAULTS [--write]`.

Logistic regression over the evidence of notes whose kind is known: sample_vault with its kinds taken out, and the set
`fit` of labels/classify.jsonl (never the set `test`). The points in classify_start.py are the start; a penalty on the
distance from them keeps what a person wrote wherever the notes do not speak against it. The confidence is calibrated on
notes held out (ten folds, isotonic), those of other authors alone: one's own examples are easy. With --write the table
in weights.py is replaced.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import classify_start
import numpy as np
from classify import SAMPLE, labels, macro_f1, without_kind

from vaultkit.classify import Classification, weights
from vaultkit.classify.classify import gather_evidence
from vaultkit.classify.evidence import KindEvidence
from vaultkit.classify.features import survey
from vaultkit.config import Config, load_config
from vaultkit.graph.kinds import kinds_of
from vaultkit.ontology import load_ontology
from vaultkit.vault.index import VaultIndex

KINDS = ("concept", "scheme", "algorithm", "pseudocode", "code", "note")
PENALTY = 0.25
ROUNDS = 1500
RATE = 0.05
FOLDS = 10
DOUBT = 4
Sample = tuple[str, str, list[KindEvidence]]


def samples(vaults: Path) -> list[Sample]:
    """(path, kind, evidence) of every note to fit on."""
    found = []
    config = load_config(explicit=SAMPLE)
    ontology = load_ontology(config)
    with VaultIndex.open(config) as index:
        index.refresh()
        facts, edges = index.facts(), list(index.edges())
    right = kinds_of(facts, ontology, config)
    bare = [without_kind(note, ontology) for note in facts]
    around = survey(bare, edges, ontology, {})
    found += [(note.path, right[note.path].kind, list(gather_evidence(note, around))) for note in bare]
    for vault, notes in labels("fit").items():
        config = Config(vault=vaults / vault)
        with VaultIndex.open(config) as index:
            index.refresh()
            facts, edges = index.facts(), list(index.edges())
        around = survey(facts, edges, load_ontology(config), {})
        found += [
            (note.path, notes[note.path], list(gather_evidence(note, around))) for note in facts if note.path in notes
        ]
    return found


def parameters() -> list[tuple[str, str]]:
    """(feature, kind) of every point; kind "" for the evidence that names its kind itself, feature "" for a bias."""
    own = [(feature, "") for feature in classify_start.FOR_ITS_KIND]
    other = [(feature, kind) for feature in classify_start.POINTS for kind in KINDS if kind != "pseudocode"]
    return [("", kind) for kind in KINDS] + own + other


def start(names: list[tuple[str, str]]) -> np.ndarray:
    """The points as a person wrote them."""
    begin = classify_start
    return np.array([begin.BIAS[kind] if not feature else begin.FOR_ITS_KIND[feature] if not kind
                     else begin.POINTS[feature].get(kind, 0.0) for feature, kind in names])


def tensor(data: list[Sample], names: list[tuple[str, str]]) -> np.ndarray:
    """notes × kinds × points."""
    place = {name: i for i, name in enumerate(names)}
    cube = np.zeros((len(data), len(KINDS), len(names)))
    for row, (_, _, evidence) in enumerate(data):
        for column, kind in enumerate(KINDS):
            cube[row, column, place["", kind]] = 1.0
        for one in evidence:
            if one.kind is not None:
                cube[row, KINDS.index(one.kind), place[one.feature, ""]] += one.strength
            for column, kind in enumerate(KINDS):
                if (one.feature, kind) in place:
                    cube[row, column, place[one.feature, kind]] += one.strength
    return cube


def softmax(scores: np.ndarray) -> np.ndarray:
    """Rows that sum to one."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def fit(cube: np.ndarray, kinds: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Points that explain the kinds, drawn to ``prior`` (Adam; rare kinds weigh as their root)."""
    counts = np.bincount(kinds, minlength=len(KINDS))
    weight = 1.0 / np.sqrt(np.maximum(counts, 1))[kinds]
    weight *= len(kinds) / weight.sum()
    target = np.eye(len(KINDS))[kinds]
    points, mean, spread = prior.copy(), np.zeros_like(prior), np.zeros_like(prior)
    for step in range(1, ROUNDS + 1):
        error = (softmax(cube @ points) - target) * weight[:, None]
        slope = np.einsum("nk,nkp->p", error, cube) / len(kinds) * 10 + PENALTY * (points - prior)
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope**2
        points = points - RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return points


def held_out(cube: np.ndarray, kinds: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Probabilities of each note by points that were fitted without it."""
    order = list(range(len(kinds)))
    random.Random(1).shuffle(order)
    found = np.zeros((len(kinds), len(KINDS)))
    for fold in range(FOLDS):
        out = np.array(order[fold::FOLDS])
        rest = np.setdiff1d(np.arange(len(kinds)), out)
        found[out] = softmax(cube[out] @ fit(cube[rest], kinds[rest], prior))
    return found


def isotonic(confidence: np.ndarray, right: np.ndarray) -> tuple[tuple[float, float], ...]:
    """Steps (mean confidence, share that was right), never falling: pool adjacent violators over groups of twelve. Each
    step is drawn to a coin's toss by ``DOUBT`` notes: few notes promise little, and a vault is stranger than these."""
    order = np.argsort(confidence)
    pools: list[list[float]] = []
    for group in np.array_split(order, max(2, len(order) // 12)):
        pools.append([float(confidence[group].sum()), float(right[group].sum()), len(group)])
        while len(pools) > 1 and pools[-2][1] / pools[-2][2] >= pools[-1][1] / pools[-1][2]:
            last = pools.pop()
            pools[-1] = [old + new for old, new in zip(pools[-1], last, strict=True)]
    steps, best = [], 0.0
    for said, hits, size in pools:
        best = max(best, (hits + DOUBT / 2) / (size + DOUBT))
        steps.append((round(said / size, 3), round(best, 3)))
    return tuple(steps)


def main(vaults: Path, write: bool) -> None:
    """Print what the fit does to notes held out; write the table when asked."""
    data = samples(vaults)
    names = parameters()
    cube, prior = tensor(data, names), start(names)
    kinds = np.array([KINDS.index(kind) for _, kind, _ in data])
    others = sum(len(notes) for notes in labels("fit").values())
    for title, probabilities in (("as written", softmax(cube @ prior)), ("held out", held_out(cube, kinds, prior))):
        said = probabilities.argmax(axis=1)
        verdicts = [(KINDS[true], Classification(path, KINDS[guess], 0.0, ()))
                    for (path, _, _), true, guess in zip(data, kinds, said, strict=True)]
        for part, chosen in (("sample_vault", verdicts[:-others]), ("others", verdicts[-others:])):
            print(f"{title}, {part}: macro F1 {macro_f1(chosen, 5)[0]:.3f}")
    right = (said == kinds).astype(float)[-others:]
    table = isotonic(probabilities.max(axis=1)[-others:], right)
    print(table)
    if write:
        replace(names, fit(cube, kinds, prior), table)


def rows(names: list[tuple[str, str]], points: np.ndarray) -> Iterator[str]:
    """The table as source text."""
    value = dict(zip(names, (round(float(point), 1) + 0.0 for point in points), strict=True))
    yield "BIAS: dict[str, float] = {"
    yield "    " + ", ".join(f'"{kind}": {value["", kind]}' for kind in KINDS) + ","
    yield "}"
    yield ""
    yield "# Evidence that names a kind itself: points for that kind."
    yield "FOR_ITS_KIND: dict[str, float] = {"
    yield from (f'    "{feature}": {value[feature, ""]},' for feature in classify_start.FOR_ITS_KIND)
    yield "}"
    yield ""
    yield "# Any other evidence: points for each kind that it speaks for or against."
    yield "POINTS: dict[str, dict[str, float]] = {"
    for feature in classify_start.POINTS:
        told = ", ".join(f'"{kind}": {value[feature, kind]}' for kind in KINDS if value.get((feature, kind)))
        yield f'    "{feature}": {{{told}}},'
    yield "}"


def replace(names: list[tuple[str, str]], points: np.ndarray, table: tuple[tuple[float, float], ...]) -> None:
    """Write weights.py anew, its docstring kept."""
    path = Path(weights.__file__)
    head = path.read_text("utf-8").split("BIAS:")[0]
    steps = re.sub(r"(\), )", "),\n    ", ", ".join(f"({said}, {share})" for said, share in table))
    text = (head + "\n".join(rows(names, points)) + "\n\n# (raw confidence, share that was right), rising.\n"
            + f"CALIBRATION: tuple[tuple[float, float], ...] = (\n    {steps},\n)\n")
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv)
