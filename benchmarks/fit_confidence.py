"""Fit the weights of confidence: `python benchmarks/fit_confidence.py [VAULTS] [--write] [--signals FILE]`.

VAULTS as in retrieval.py. Puts every question of the sets to the answer room, keeps the signals that
vaultkit/answer/confidence.py looks at and whether what would be cited is gold, and fits a logistic regression with a
ridge (Newton's method; le Cessie and van Houwelingen 1992) on them, once with the embedder's signals and once without.
What is printed is cross-validated (five folds, all questions of one gold note in one fold), by part and language.
--write puts the weights into vaultkit/answer/confidence.json; --signals reads or keeps the signals, so that fitting
again takes a second.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sets import language, opened, sets

from vaultkit.answer.confidence import BEND, KINDLESS, USED, WEIGHTS
from vaultkit.answer.from_passages import Means, judge_passages
from vaultkit.answer.question import read_question
from vaultkit.answer.select import select
from vaultkit.evaluate.confidence import expected_calibration_error

GROUPS = {"own words": ("own-words", "unanswerable-own"), "other words": ("other-words", "unanswerable-other")}
RIDGE, FOLDS = 3.0, 5
PRECISION, SURE, LEAST_SLOPE = 0.82, 0.96, 0.4
Row = dict[str, Any]


def main() -> None:
    """Gather, fit, print, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vaults", type=Path, nargs="?")
    parser.add_argument("--signals", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    if args.signals and args.signals.exists():
        rows: list[Row] = json.loads(args.signals.read_text("utf-8"))
    else:
        rows = gathered(args.vaults)
        if args.signals:
            args.signals.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    data = {"how": f"benchmarks/fit_confidence.py over {len(rows) // 2} questions: ridge {RIDGE}, Newton; "
                   "target: the share of citations that are gold"}
    for mode in ("dense", "lexical"):
        data[mode] = fitted([row for row in rows if row["mode"] == mode], mode)
    if args.write:
        WEIGHTS.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", "utf-8")


def gathered(shared: Path | None) -> list[Row]:
    """Two rows a question: what is known with the embedder, and without."""
    from vaultkit.workspace.asking import means

    rows: list[Row] = []
    for name, questions in sets(None).items():
        vault = opened(name, shared)
        if vault is None:
            print(f"{name}: not here, left out")
            continue
        full = means(vault.index, lambda vault=vault: vault.searcher)
        plain = Means(lambda text, k, vault=vault: vault.search(text, k, "lexical"), frequencies=full.frequencies)
        for one in questions:
            for mode, way in (("dense", full), ("lexical", plain)):
                rows.append(row_of(name, one.part or "", language(one), one.unanswerable, set(one.notes), one.question,
                                   mode, way))
        vault.close()
    return rows


def row_of(vault: str, part: str, lang: str, unanswerable: bool, gold: set[str], text: str, mode: str,
           way: Means) -> Row:
    """The signals of one question and the share of its citations that are gold."""
    judged = judge_passages(read_question(text), way, 8)
    cited = {item.note for item in select(judged.question, judged.scored, judged.idf)}
    right = len(cited & gold) / len(cited) if cited else 0.0
    fold = int(hashlib.sha256((min(gold) if gold else text).encode()).hexdigest(), 16) % FOLDS
    return {"vault": vault, "part": part, "language": lang, "unanswerable": unanswerable, "right": right, "fold": fold,
            "mode": mode, "signals": judged.signals, "question": text}


def fitted(rows: Sequence[Row], mode: str) -> dict[str, Any]:
    """The weights of one mode, with thresholds; prints what is cross-validated."""
    names = USED[mode]
    held, slope = held_out(rows, mode)
    answer = threshold(held, rows)
    told(mode, rows, held, answer)
    z, middle, scale, y = standard(rows, mode)
    bias, weights = logistic(z, y)
    raw = weights / scale
    return {"bias": round(float(bias - raw @ middle), 4), "slope": slope, "answer": round(answer, 3),
            "unsure": round(answer / 2, 3),
            "weights": {name: round(float(value), 4) for name, value in zip(names, raw, strict=True)}}


def held_out(rows: Sequence[Row], mode: str) -> tuple[Any, float]:
    """The confidence of each row by weights that were fitted without its fold, and its slope over BEND."""
    z, _, _, y = standard(rows, mode)
    folds = np.array([row["fold"] for row in rows])
    held = np.zeros(len(rows))
    for fold in set(folds.tolist()):
        held[folds == fold] = probability(z[folds == fold], *logistic(z[folds != fold], y[folds != fold]))
    slope = shaded(held, y)
    kindless = np.array([bool(row["signals"]["kindless"]) for row in rows])
    return bent(held, slope) * np.where(kindless, KINDLESS, 1.0), slope


def standard(rows: Sequence[Row], mode: str) -> tuple[Any, Any, Any, Any]:
    """The signals of ``rows`` with mean 0 and deviation 1, that mean and deviation, and what is right."""
    x = np.array([[row["signals"][name] for name in USED[mode]] for row in rows])
    middle, scale = x.mean(axis=0), x.std(axis=0) + 1e-6
    return (x - middle) / scale, middle, scale, np.array([row["right"] for row in rows])


def logistic(x: Any, y: Any, steps: int = 30) -> tuple[float, Any]:
    """Bias and weights by Newton's method; the bias is not held down. ``y`` may be shares in [0, 1]."""
    one = np.hstack([np.ones((len(x), 1)), x])
    beta = np.zeros(one.shape[1])
    ridge = np.diag([1e-6, *[RIDGE] * x.shape[1]])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(one @ beta, -30, 30)))
        gradient = one.T @ (p - y) + ridge @ beta
        step = np.linalg.solve((one * (p * (1 - p))[:, None]).T @ one + ridge, gradient)
        beta -= step
        if np.abs(step).max() < 1e-8:
            break
    return float(beta[0]), beta[1:]


def shaded(held: Any, right: Any) -> float:
    """The slope at which a probability grows above the bend, so that what is called surer than 0.8 is right in SURE of
    the cases: a person acts on a high number, and pays less for one that is too low."""
    for slope in np.arange(1.0, LEAST_SLOPE - 0.01, -0.05):
        sure = right[bent(held, slope) > 0.8]
        if len(sure) == 0 or sure.mean() >= SURE:
            return round(float(slope), 2)
    return LEAST_SLOPE


def bent(held: Any, slope: float) -> Any:
    """Probabilities as they are up to BEND, growing by ``slope`` above it."""
    return np.where(held > BEND, BEND + slope * (held - BEND), held)


def probability(x: Any, bias: float, weights: Any) -> Any:
    """The logistic of each row."""
    return 1 / (1 + np.exp(-np.clip(bias + x @ weights, -30, 30)))


def threshold(held: Any, rows: Sequence[Row]) -> float:
    """Where the mean of both groups' balanced accuracy is greatest among the places where what is answered is precise
    enough."""
    best, found = -1.0, 0.5
    for value in np.linspace(0.05, 0.9, 86):
        said = held >= value
        right = [row["right"] for row, yes in zip(rows, said, strict=True) if yes]
        if not right or sum(right) / len(right) < PRECISION:
            continue
        worth = sum(balanced(said, rows, parts) for parts in GROUPS.values())
        if worth > best:
            best, found = worth, float(value)
    return found


def balanced(said: Any, rows: Sequence[Row], parts: Sequence[str], lang: str | None = None) -> float:
    """The balanced accuracy of answering what is answerable, of the questions of some parts."""
    shares = []
    for kind in (False, True):
        held = [bool(yes) != kind for yes, row in zip(said, rows, strict=True)
                if row["part"] in parts and row["unanswerable"] == kind and lang in (None, row["language"])]
        shares.append(sum(held) / len(held) if held else 0.0)
    return sum(shares) / 2


def auc(values: Sequence[float], truth: Sequence[bool]) -> float:
    """The probability that a true one has the higher value (Mann-Whitney)."""
    yes = [v for v, t in zip(values, truth, strict=True) if t]
    no = [v for v, t in zip(values, truth, strict=True) if not t]
    wins = sum((a > b) + (a == b) / 2 for a in yes for b in no)
    return wins / (len(yes) * len(no)) if yes and no else 0.0


def told(mode: str, rows: Sequence[Row], held: Any, answer: float) -> None:
    """Print what the folds showed."""
    said = held >= answer
    answered = [row["right"] for row, yes in zip(rows, said, strict=True) if yes]
    sure = [row["right"] for row, value in zip(rows, held, strict=True) if value > 0.8]
    error = expected_calibration_error(list(held), [row["right"] for row in rows]) or 0.0
    print(f"{mode}: threshold {answer:.2f}; answered {len(answered)} of {len(rows)}, citations right "
          f"{np.mean(answered or [0]):.3f}; over 0.8 {len(sure)}, right {np.mean(sure or [0]):.3f}; ECE {error:.3f}")
    for group, parts in GROUPS.items():
        of_group = [(value, not row["unanswerable"]) for value, row in zip(held, rows, strict=True)
                    if row["part"] in parts]
        area = auc([value for value, _ in of_group], [true for _, true in of_group])
        print(f"  {group}: AUC {area:.3f}, balanced accuracy {balanced(said, rows, parts):.3f}"
              + "".join(f", {lang} {balanced(said, rows, parts, lang):.3f}" for lang in ("ru", "en")))
    by_part: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for row, yes in zip(rows, said, strict=True):
        by_part[row["part"]].append((row["right"], bool(yes)))
    for part, found in sorted(by_part.items()):
        print(f"  {part}: {len(found)}, best is right {np.mean([right for right, _ in found]):.2f}, "
              f"answered {np.mean([yes for _, yes in found]):.2f}")


if __name__ == "__main__":
    main()
