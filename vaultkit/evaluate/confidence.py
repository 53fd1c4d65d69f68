"""Test of whether confidence means what it says, and where to draw the line between answering and refusing."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import pairwise

from vaultkit.evaluate.replies import balanced_accuracy


def expected_calibration_error(confidence: Sequence[float], right: Sequence[float], bins: int = 5) -> float | None:
    """Mean distance between confidence and the share that is right, over ``bins`` bins that hold equally many (Naeini
    et al. 2015; bins of equal size after Nixon et al. 2019). ``right`` in [0, 1]. None without any."""
    order = sorted(range(len(right)), key=lambda i: confidence[i])
    if not order:
        return None
    error = 0.0
    for part in range(bins):
        held = order[part * len(order) // bins:(part + 1) * len(order) // bins]
        if held:
            error += abs(sum(confidence[i] for i in held) - sum(right[i] for i in held))
    return error / len(order)


def risk_coverage(confidence: Sequence[float], right: Sequence[float]) -> list[tuple[float, float]]:
    """(coverage, risk) when only the surest are answered, from the surest one on (El-Yaniv and Wiener 2010): the part
    that is answered and the mean error of that part. Equal confidences come in together."""
    order = sorted(range(len(right)), key=lambda i: -confidence[i])
    points = []
    wrong = 0.0
    for n, i in enumerate(order, start=1):
        wrong += 1 - right[i]
        if n == len(order) or confidence[order[n]] != confidence[i]:
            points.append((n / len(order), wrong / n))
    return points


def best_threshold(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """The threshold t for which ``score >= t`` has the greatest balanced accuracy; of equal ones that in the middle of
    the widest gap between scores."""
    values = sorted(set(scores))
    widths = {(below + above) / 2: above - below for below, above in pairwise(values)}

    def worth(threshold: float) -> tuple[float, float]:
        return balanced_accuracy([s >= threshold for s in scores], truth) or 0.0, widths.get(threshold, 0.0)

    return max([values[0], *widths], key=worth)


def cross_validated(scores: Sequence[float], truth: Sequence[bool], folds: int = 5, seed: int = 0) -> list[bool]:
    """Return for each item whether it is over the threshold that was fitted on the folds without it; both kinds are
    spread evenly over the folds (Kohavi 1995, stratified)."""
    dice = random.Random(seed)
    fold_of = {}
    for kind in (True, False):
        held = [i for i, true in enumerate(truth) if true == kind]
        dice.shuffle(held)
        fold_of.update({i: n % folds for n, i in enumerate(held)})
    said = [False] * len(truth)
    for fold in range(folds):
        rest = [i for i in range(len(truth)) if fold_of[i] != fold]
        threshold = best_threshold([scores[i] for i in rest], [truth[i] for i in rest]) if rest else 0.0
        for i in range(len(truth)):
            if fold_of[i] == fold:
                said[i] = scores[i] >= threshold
    return said


def paired_bootstrap(size: int, difference: Callable[[Sequence[int]], float | None], rounds: int = 2000,
                     level: float = 0.95, seed: int = 0) -> tuple[float, float]:
    """The percentile interval of a difference between two systems on the same questions (Efron and Tibshirani 1993, ch.
    13; paired as in Koehn 2004). ``difference`` gets the indices of a resample of ``range(size)``, with repeats, and
    returns the difference on them, or None when it has none there (such a resample is left out)."""
    dice = random.Random(seed)
    values = []
    for _ in range(rounds):
        value = difference(dice.choices(range(size), k=size))
        if value is not None:
            values.append(value)
    values.sort()
    if not values:
        return 0.0, 0.0
    cut = (1 - level) / 2
    return values[int(cut * len(values))], values[min(len(values) - 1, int((1 - cut) * len(values)))]
