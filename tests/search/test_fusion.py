"""The arithmetic of fusing, and walks along links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.search.fuse import BOTH, WORDS, Worded, fuse, level, minmax, ranked, rescore
from vaultkit.search.pagerank import HUB, came_from, neighbourhood, pagerank

SCORES = st.dictionaries(st.integers(0, 50), st.floats(-10, 10), max_size=30)


@pytest.mark.parametrize(("scores", "brought"), [
    ({}, {}), ({"a": 5.0}, {"a": 1.0}), ({"a": 3.0, "b": 3.0}, {"a": 1.0, "b": 1.0}),
    ({"a": 4.0, "b": 2.0, "c": 3.0}, {"a": 1.0, "b": 0.0, "c": 0.5}),
])
def test_scores_are_brought_to_one_scale(scores, brought):
    assert minmax(scores) == brought


def test_words_count_as_far_as_the_passage_holds_the_question():
    dense = {"a": 0.9, "b": 0.5, "c": 0.1}
    words = {"c": Worded(12.0, 0.5), "b": Worded(6.0, 0.25), "d": Worded(3.0, 1.0)}
    assert fuse(dense, words) == pytest.approx({"a": 1.0, "b": 0.5 + 0.25 + BOTH, "c": 0.0 + 1.0 + BOTH, "d": 0.5})
    assert ranked(fuse(dense, words))[0] == "c"
    assert fuse({}, {}) == {}


def test_the_first_hits_are_summed_with_the_second_embedder_and_the_others_stay_behind():
    scores = {"a": 1.5, "b": 1.4, "c": 1.3, "d": 0.2}
    again = rescore(scores, {"b": 0.9, "a": 0.5, "c": 0.1})
    assert ranked(again) == ["b", "a", "c", "d"]
    assert again["b"] == pytest.approx(2.4) and again["a"] == pytest.approx(2.0) and again["c"] == pytest.approx(1.3)
    assert rescore(scores, {}) == scores


WORDS_OF = st.dictionaries(st.integers(0, 50), st.builds(Worded, st.floats(0.1, 10), st.floats(0, 1)), max_size=30)


@given(SCORES, WORDS_OF, SCORES)
def test_nothing_is_lost_and_everything_stays_in_bounds(dense, words, second):
    fused = fuse(dense, words)
    assert fused.keys() == dense.keys() | words.keys()
    assert all(0 <= score <= 1 + WORDS + BOTH for score in fused.values())
    again = rescore(fused, {key: value for key, value in second.items() if key in fused})
    assert again.keys() == fused.keys()
    first = {key for key in second if key in fused}
    if first and again.keys() - first:
        assert min(again[key] for key in first) >= max(again[key] for key in again.keys() - first) - 1e-9


def around_of(*edges):
    return lambda notes: [edge for edge in edges if edge[0] in notes or edge[1] in notes]


def test_a_walk_reaches_what_is_linked_both_ways_and_typed_links_carry_more():
    near = neighbourhood(["s"], around_of(("s", "typed", "depends_on"), ("plain", "s", None), ("typed", "far", None)))
    ranks = pagerank({"s": 1.0}, near)
    assert sum(ranks.values()) == pytest.approx(1.0, abs=1e-6)
    assert ranks["s"] > ranks["typed"] > ranks["plain"] > 0 and ranks["far"] > 0
    assert came_from("typed", {"s": 1.0}, ranks, near) == ("s", "depends_on")
    assert came_from("plain", {"s": 1.0}, ranks, near) == ("s", None)
    assert came_from("far", {"s": 1.0}, ranks, near) == ("typed", None)


def test_what_two_seeds_lead_to_gets_more_than_what_one_does():
    near = neighbourhood(["a", "b"], around_of(("a", "both", None), ("b", "both", None), ("a", "one", None), ("b", "other", None)))
    ranks = pagerank({"a": 1.0, "b": 1.0}, near)
    assert ranks["both"] > ranks["one"] == pytest.approx(ranks["other"])


def test_an_index_of_everything_leads_nowhere():
    links = [("index", f"n{number}", None) for number in range(10 * HUB)]
    near = neighbourhood(["s"], around_of(("s", "friend", None), ("s", "index", None), *links))
    ranks = pagerank({"s": 1.0}, near)
    assert max(ranks[f"n{number}"] for number in range(10 * HUB)) < ranks["friend"] / 100


def test_scores_are_levelled_between_languages():
    scores = {"ru1": 0.9, "ru2": 0.7, "en1": 0.5, "en2": 0.3}
    even = level(scores, lambda key: key[:2])
    assert even == pytest.approx({"ru1": 0.1, "ru2": -0.1, "en1": 0.1, "en2": -0.1})
    assert ranked(level(scores, lambda key: 0)) == ranked(scores)
