"""Fit the weights of confidence: `python benchmarks/fit_confidence.py [VAULTS…] [--write] [--signals FILE]`.

VAULTS are folders that hold vaults by name, as in retrieval.py (the two fetched ones too: questions/README.md). Puts
every question of the sets, those that are kept for the end left out, to the answer room, keeps the signals that
vaultkit/answer/confidence.py looks at and whether the first block is right, and fits a logistic regression with a ridge
(Newton's method; le Cessie and van Houwelingen 1992) on them, once with the embedder's signals and once without. What
is printed is of weights that were fitted without the vault in question. --write puts the weights into
vaultkit/answer/confidence.json; --signals reads or keeps the signals, so that fitting again takes a second.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from sets import block_sets, opened, sets

from vaultkit.answer.confidence import DOUBTFUL, USED, WANTED, WEIGHTS
from vaultkit.answer.from_passages import Judged, Means, judge_passages, shown
from vaultkit.answer.question import read_question
from vaultkit.answer.sources import Sources
from vaultkit.evaluate import GoldQuestion, Reply
from vaultkit.evaluate.confidence import expected_calibration_error
from vaultkit.evaluate.shown import shown_blocks

RIDGE = 3.0
# Where the line is drawn: what is answered shall be right in this part of the cases, cross-validated.
PRECISION = 0.81
# Below this probability that the first block is right, three blocks help too rarely to be worth reading.
PROBABLE = 0.15
Row = dict[str, Any]


def main() -> None:
    """Gather, fit, print, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vaults", type=Path, nargs="*")
    parser.add_argument("--signals", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    if args.signals and args.signals.exists():
        rows: list[Row] = json.loads(args.signals.read_text("utf-8"))
    else:
        rows = gathered(args.vaults)
        if args.signals:
            args.signals.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    data: dict[str, Any] = {"how": f"benchmarks/fit_confidence.py over {len(rows) // 2} questions: ridge {RIDGE}, "
                                   "Newton; target: the first block is right"}
    for mode in ("dense", "lexical"):
        data[mode] = fitted([row for row in rows if row["mode"] == mode], mode)
    if args.write:
        WEIGHTS.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", "utf-8")


def gathered(shared: Sequence[Path]) -> list[Row]:
    """Two rows a question: what is known with the embedder, and without."""
    from vaultkit.workspace.asking import means

    asked = {name: [*sets(None).get(name, []), *(one for one in block_sets(None).get(name, []) if one.split != "final")]
             for name in {**sets(None), **block_sets(None)}}
    rows: list[Row] = []
    for name, questions in asked.items():
        vault = next((found for found in (opened(name, folder) for folder in shared or [None]) if found), None)
        if vault is None:
            print(f"{name}: not here, left out")
            continue
        full = means(vault.index, lambda vault=vault: vault.searcher)
        plain = replace(full, retrieve=lambda text, k, vault=vault: vault.search(text, k, "lexical", passages=2),
                        similarity=lambda: None)
        for one in questions:
            for mode, way in (("dense", full), ("lexical", plain)):
                rows.append(row_of(name, one, mode, way))
        print(f"{name}: {len(questions)}", flush=True)
        vault.close()
    return rows


def row_of(vault: str, one: GoldQuestion, mode: str, way: Means) -> Row:
    """The signals of one question, and what share of a gold block its first block and its first three show."""
    judged = judge_passages(read_question(one.question), way, 8)
    first, three = shares(one, judged)
    typed = judged.blocks[0].typed if judged.blocks else 0.0
    return {"vault": vault, "part": one.part, "unanswerable": one.unanswerable, "right": first, "three": three,
            "mode": mode, "signals": judged.signals, "question": one.question, "blocks": bool(one.blocks or (
                one.unanswerable and one.split)), "fits": typed >= WANTED.get(judged.question.want, 0.0)
            and judged.signals["strange"] < DOUBTFUL}


def shares(one: GoldQuestion, judged: Judged) -> tuple[float, float]:
    """As if it were answered."""
    blocks = tuple(shown(block, Sources()) for block in judged.blocks[:3])
    reply = Reply(True, 1.0, state="answered", blocks=blocks)
    return shown_blocks(one, replace(reply, blocks=blocks[:1])).answer, shown_blocks(one, reply).three


def fitted(rows: Sequence[Row], mode: str) -> dict[str, Any]:
    """The weights of one mode, with thresholds; prints what is cross-validated."""
    held = held_out(rows, mode)
    answer = threshold(held, rows)
    told(mode, rows, held, answer)
    z, middle, scale, y = standard(rows, mode)
    bias, weights = logistic(z, y)
    raw = weights / scale
    return {"bias": round(float(bias - raw @ middle), 4), "answer": round(answer, 3), "probable": PROBABLE,
            "weights": {name: round(float(value), 4) for name, value in zip(USED[mode], raw, strict=True)}}


def held_out(rows: Sequence[Row], mode: str) -> Any:
    """The confidence of each row by weights that were fitted without its vault."""
    z, _, _, y = standard(rows, mode)
    vaults = np.array([row["vault"] for row in rows])
    held = np.zeros(len(rows))
    for vault in set(vaults.tolist()):
        held[vaults == vault] = probability(z[vaults == vault], *logistic(z[vaults != vault], y[vaults != vault]))
    return held


def standard(rows: Sequence[Row], mode: str) -> tuple[Any, Any, Any, Any]:
    """The signals of ``rows`` with mean 0 and deviation 1, that mean and deviation, and what is right."""
    x = np.array([[row["signals"][name] for name in USED[mode]] for row in rows])
    middle, scale = x.mean(axis=0), x.std(axis=0) + 1e-6
    return (x - middle) / scale, middle, scale, np.array([float(row["right"] > 0) for row in rows])


def logistic(x: Any, y: Any, steps: int = 30) -> tuple[float, Any]:
    """Bias and weights by Newton's method; the bias is not held down."""
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


def probability(x: Any, bias: float, weights: Any) -> Any:
    """The logistic of each row."""
    return 1 / (1 + np.exp(-np.clip(bias + x @ weights, -30, 30)))


def threshold(held: Any, rows: Sequence[Row]) -> float:
    """The lowest line above which answers are precise enough."""
    for value in np.linspace(0.4, 0.9, 51):
        right = [row["right"] > 0 for row, sure in zip(rows, held, strict=True) if sure >= value and row["fits"]]
        if right and sum(right) / len(right) >= PRECISION:
            return float(value)
    return 0.9


def told(mode: str, rows: Sequence[Row], held: Any, answer: float) -> None:
    """Print what the vaults that were left out showed."""
    error = expected_calibration_error(list(held), [float(row["right"] > 0) for row in rows]) or 0.0
    print(f"{mode}: threshold {answer:.2f}; ECE {error:.3f}")
    groups: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        kind = "unanswerable" if row["unanswerable"] else "answerable" if row["blocks"] else str(row["part"])
        for name in (("blocks, " if row["blocks"] else "") + kind, "all"):
            groups.setdefault(name, []).append(number)
    for name, held_here in groups.items():
        said = [number for number in held_here if held[number] >= answer and rows[number]["fits"]]
        right = sum(rows[number]["right"] > 0 for number in said)
        print(f"  {name}: {len(held_here)}, answered {len(said)}, of these right {right}; first right "
              f"{np.mean([rows[n]['right'] > 0 for n in held_here]):.3f}, in three "
              f"{np.mean([rows[n]['three'] > 0 for n in held_here]):.3f}, half in three "
              f"{np.mean([rows[n]['three'] >= 0.5 for n in held_here]):.3f}; at least probable "
              f"{np.mean([held[n] >= PROBABLE for n in held_here]):.3f}")


if __name__ == "__main__":
    main()
