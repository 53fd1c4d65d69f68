"""The metrics, each by an example that a person can reckon by hand."""

from __future__ import annotations

import math

import pytest

from vaultkit.evaluate.confidence import (
    best_threshold,
    cross_validated,
    expected_calibration_error,
    paired_bootstrap,
    risk_coverage,
)
from vaultkit.evaluate.replies import (
    Reply,
    balanced_accuracy,
    citation_precision,
    citation_recall,
    contains,
    distinct,
    ndcg_at,
    recall_at,
    reciprocal_rank,
)

RANKED = ("a", "b", "c", "d")


def test_recall_is_the_share_of_gold_notes_that_stand_among_the_first():
    assert recall_at(1, RANKED, ["b"]) == 0
    assert recall_at(2, RANKED, ["b"]) == 1
    assert recall_at(2, RANKED, ["b", "d"]) == 0.5
    assert recall_at(10, (), ["b"]) == 0


def test_reciprocal_rank_sees_the_first_gold_note_only():
    assert reciprocal_rank(RANKED, ["d", "b"]) == 0.5
    assert reciprocal_rank(RANKED, ["x"]) == 0


def test_ndcg_is_one_for_the_best_order_and_falls_with_the_rank():
    assert ndcg_at(10, RANKED, ["a", "b"]) == 1
    assert ndcg_at(10, RANKED, ["b"]) == pytest.approx(1 / math.log2(3))
    assert ndcg_at(1, RANKED, ["b"]) == 0
    assert ndcg_at(1, RANKED, ["a", "x", "y"]) == 1


def test_passages_of_one_note_count_once():
    assert distinct(["a", "b", "a", "c"]) == ("a", "b", "c")


def test_citations_are_right_when_their_note_is_gold():
    assert citation_precision(Reply(True, 1, ("a", "a", "x")), ["a"]) == pytest.approx(2 / 3)
    assert citation_precision(Reply(True, 1, ()), ["a"]) == 0
    assert citation_precision(Reply(True, 1, ("a",)), []) == 0
    assert citation_precision(Reply(False, 0, ()), ["a"]) is None
    assert citation_recall(Reply(True, 1, ("a", "a", "x")), ["a", "b"]) == 0.5
    assert citation_recall(Reply(True, 1, ("a",)), []) is None


@pytest.mark.parametrize("answer, wanted", [
    ("На вес уходит 4,5 бита.", "4,5"),
    ("It takes 4.5 bits", "4,5"),
    ("нужен учёт памяти", "учета памяти"),
    ("`sudo nvidia-smi  -pl 130`", "sudo nvidia-smi -pl 130"),
    ("Press **Ctrl+O** now", "ctrl+o"),
    ("строка `---` делит", "---"),
    ("переписывание отклоняется целиком", "отклон"),
    ("costs $100.", "$100"),
    ("хватит 85 недель", "85 неделями"),
])
def test_an_answer_contains_what_it_must_in_another_spelling_too(answer, wanted):
    assert contains(answer, wanted)


@pytest.mark.parametrize("answer, wanted", [
    ("14,5 бита", "4,5"), ("порт 63341", "6334"), ("1.10.2", "1.10"), ("нет", ""), ("заклон", "клон"),
    ("токенов было 400", "400 токенов"),
])
def test_a_part_of_a_number_or_word_is_not_contained(answer, wanted):
    assert not contains(answer, wanted)


def test_balanced_accuracy_gives_half_for_one_answer_to_everything():
    truth = [True] * 9 + [False]
    assert balanced_accuracy([True] * 10, truth) == 0.5
    assert balanced_accuracy(truth, truth) == 1
    assert balanced_accuracy([True], [True]) is None


def test_calibration_error_is_the_distance_between_said_and_true():
    assert expected_calibration_error([0.5] * 10, [1, 0] * 5) == pytest.approx(0)
    assert expected_calibration_error([0.9] * 10, [1, 0] * 5, bins=1) == pytest.approx(0.4)
    assert expected_calibration_error([], []) is None


def test_bins_hold_equally_many():
    confidence = [0.1, 0.2, 0.8, 0.9]
    assert expected_calibration_error(confidence, [0, 0, 1, 1], bins=2) == pytest.approx(0.15)


def test_risk_falls_when_only_the_surest_are_answered():
    curve = risk_coverage([0.9, 0.8, 0.3, 0.3], [1, 1, 0, 1])
    assert curve == [(0.25, 0), (0.5, 0), (1, 0.25)]


def test_the_threshold_lies_between_what_is_to_be_told_apart():
    assert 0.3 < best_threshold([0.1, 0.3, 0.7, 0.9], [False, False, True, True]) < 0.7


def test_cross_validation_never_sees_the_item_that_it_judges():
    scores = [i / 20 for i in range(20)]
    truth = [i >= 10 for i in range(20)]
    said = cross_validated(scores, truth)
    assert sum(a == b for a, b in zip(said, truth, strict=True)) >= 18
    assert cross_validated([0.5] * 20, truth) == [True] * 20


def test_the_interval_of_a_clear_difference_excludes_zero_and_of_none_does_not():
    better, worse = [1] * 18 + [0] * 2, [1] * 6 + [0] * 14

    def difference(a, b):
        return lambda sample: sum(a[i] - b[i] for i in sample) / len(sample)

    low, high = paired_bootstrap(20, difference(better, worse))
    assert 0 < low < 0.6 < high < 1
    assert paired_bootstrap(20, difference(better, better)) == (0, 0)
    assert paired_bootstrap(20, lambda _: None) == (0, 0)
