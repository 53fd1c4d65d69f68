"""A set is put to search and ask, which are any callables, and comes back as figures."""

from __future__ import annotations

import unicodedata

import pytest

from vaultkit.evaluate import GoldQuestion, Reply, evaluate, misses

SET = [
    GoldQuestion("own", ("Учёт.md",), "4,5", part="own-words"),
    GoldQuestion("other", ("b.md", "c.md"), part="other-words"),
    GoldQuestion("nowhere", (), unanswerable=True, part="unanswerable-own"),
]
FOUND = {"own": [unicodedata.normalize("NFD", "Учёт.md"), "b.md"], "other": ["x.md", "x.md", "b.md"], "nowhere": []}
SAID = {"own": Reply(True, 0.9, ("Учёт.md",), "Это 4,5 бита."), "other": Reply(True, 0.6, ("b.md", "x.md"), "…"),
        "nowhere": Reply(False, 0.1)}


def test_search_alone_gives_figures_of_ranking_only():
    report = evaluate(SET, FOUND.__getitem__)
    whole = report.figures
    assert (whole.questions, whole.recall_at_1, whole.recall_at_5) == (3, 0.5, 0.75)
    assert whole.mrr == 0.75
    assert (whole.citation_precision, whole.refusal_accuracy, whole.answer_containment) == (None, None, None)
    assert report.risk_coverage == ()


def test_answers_are_measured_by_what_they_cite_contain_and_refuse():
    whole = evaluate(SET, FOUND.__getitem__, SAID.__getitem__).figures
    assert whole.citation_precision == 0.75
    assert whole.citation_recall == 0.75
    assert whole.answer_containment == 1
    assert (whole.refusal_accuracy, whole.balanced_accuracy) == (1, 1)


def test_answering_what_the_notes_do_not_say_costs_precision_and_accuracy():
    said = SAID | {"nowhere": Reply(True, 0.9, ("b.md",), "Выдумка.")}
    whole = evaluate(SET, FOUND.__getitem__, said.__getitem__).figures
    assert whole.citation_precision == 0.5
    assert whole.refusal_accuracy == pytest.approx(2 / 3)
    assert whole.balanced_accuracy == 0.5


def test_each_part_has_figures_of_its_own():
    parts = evaluate(SET, FOUND.__getitem__, SAID.__getitem__).parts
    assert list(parts) == ["own-words", "other-words", "unanswerable-own"]
    assert parts["own-words"].recall_at_1 == 1
    assert parts["unanswerable-own"].recall_at_1 is None
    assert parts["unanswerable-own"].balanced_accuracy is None


def test_what_went_wrong_is_listed():
    report = evaluate(SET, FOUND.__getitem__, SAID.__getitem__)
    assert [one.question.question for one in misses(report.outcomes)] == ["other"]


def test_progress_is_told_and_time_is_kept():
    seen = []
    report = evaluate(SET, FOUND.__getitem__, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert set(report.seconds) == {"search", "ask"}
