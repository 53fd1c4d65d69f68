"""Search as a whole: words and meaning, links, secondhand answers, what it says about its hits."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.search.dense import Second
from vaultkit.search.fuse import ranked_notes

FILLER = {f"filler/{n}.md": f"Nothing of interest number {n}.\n" for n in range(20)}


def test_meaning_finds_what_no_word_does(opened):
    vault = opened({**FILLER, "кот.md": "Кошка спит.\n", "dog.md": "A hound barks.\n"})
    hits = vault.search("feline")
    assert hits[0].chunk.note == "кот.md"
    assert hits[0].lexical is None and hits[0].dense["rank"] == 1


def test_words_and_meaning_are_fused_and_each_is_told(opened):
    vault = opened({**FILLER, "a.md": "The cat naps.\n", "b.md": "A puss purrs.\n", "c.md": "naps are good\n"})
    hits = vault.search("cat naps")
    assert ranked_notes(hits)[:2] == ["a.md", "b.md"]
    assert hits[0].lexical["terms"] == ["cat", "naps"] and hits[0].dense["score"] > 0.9


@pytest.mark.parametrize(("mode", "lexical", "dense"), [("lexical", True, False), ("dense", False, True)])
def test_a_mode_uses_its_own_way_only(opened, mode, lexical, dense):
    hit = opened({"a.md": "The cat naps.\n"}).search("cat", mode=mode)[0]
    assert (hit.lexical is not None, hit.dense is not None) == (lexical, dense)


def test_lexical_makes_no_embedder(opened):
    vault = opened({"a.md": "The cat naps.\n"})
    vault.searcher._make_dense = lambda: pytest.fail("made")
    assert vault.search("cat", mode="lexical")


def test_without_an_embedder_hybrid_goes_by_words_and_says_so(opened):
    vault = opened({"a.md": "The cat naps.\n"}, dense=False)
    assert ranked_notes(vault.search("cat")) == ["a.md"]
    assert vault.searcher.notices == [("search.no_embedder", 0)]
    with pytest.raises(EnvironmentFailure):
        vault.search("cat", mode="dense")


def test_what_changed_is_embedded_on_the_way_and_nothing_twice(opened, write):
    vault = opened({"a.md": "The cat naps.\n", "b.md": "A dog.\n"})
    vault.search("feline")
    model = vault.searcher.dense().embedder
    assert len(model.embedded) == 2
    write({"a.md": "The ocean is wide.\n"})
    (vault.root / "b.md").rename(vault.root / "c.md")
    vault.refresh()
    assert ranked_notes(vault.search("sea"))[0] == "a.md"
    assert model.embedded[2:] == ["a\nThe ocean is wide."]
    assert "c.md" in ranked_notes(vault.search("собака"))


def test_too_many_passages_without_a_vector_are_counted_instead(opened, monkeypatch):
    vault = opened({f"{n}.md": f"The cat {n}.\n" for n in range(300)})
    assert len(vault.search("cat", 5)) == 5
    assert vault.searcher.notices == [("search.lacking", 300)]
    assert vault.searcher.dense().embedder.embedded == []


def test_filters_hold_for_meaning_and_links_too(opened):
    vault = opened({"in/a.md": "A puss purrs.\n", "out/b.md": "The cat, see [[c]].\n", "out/c.md": "More.\n"})
    assert ranked_notes(vault.search("cat", path="in/*")) == ["in/a.md"]


def test_a_linked_note_comes_along_with_the_way_that_led_to_it(opened):
    vault = opened({**FILLER, "router.md": "---\ndepends_on: \"[[Ledger]]\"\n---\nThe router sends scenes on.\n",
                    "Ledger.md": "Entries are kept for a year.\n"}, dense=False)
    hits = vault.search("what does the router send")
    assert ranked_notes(hits) == ["router.md", "Ledger.md"]
    assert hits[1].graph == {"from": "router.md", "relation": "depends_on"}
    assert hits[1].lexical is None and hits[1].score < hits[0].score


def test_links_never_lift_a_note_above_the_best_hit(opened):
    star = {f"s{n}.md": "[[Star]] and scenes\n" for n in range(6)}
    vault = opened({**FILLER, **star, "Star.md": "Linked much.\n", "router.md": "router scenes router\n"}, dense=False)
    assert ranked_notes(vault.search("router scenes"))[0] == "router.md"


ANSWER = "### Essence\n\nTurning keeps the length of vectors [^1].\n\n#### Sources\n\n[^1]: [[Turns]]\n"


def test_an_answer_made_from_notes_gives_way_to_the_notes_that_it_names(opened):
    vault = opened({**FILLER, "answer.md": ANSWER, "Turns.md": "Turning keeps length.\n"}, dense=False)
    hits = vault.search("turning keeps the length of vectors")
    assert ranked_notes(hits)[:2] == ["Turns.md", "answer.md"]
    assert [hit.chunk.secondhand for hit in hits[:2]] == [False, True]


def test_what_vaultkit_wrote_is_found_and_never_evidence(opened):
    vault = opened({"saved.md": "---\ngenerated_by: vaultkit\n---\nTurning keeps length.\n", "other.md": "Turning.\n"}, dense=False)
    assert set(ranked_notes(vault.search("turning"))) == {"saved.md", "other.md"}
    assert ranked_notes(vault.search("turning", evidence=True)) == ["other.md"]


LONG = {"long.md": "\n\n".join(f"## Part {n}\n\nThe cat naps in part {n}." for n in range(8)),
        "short.md": "A cat.\n", "third.md": "Some cat here.\n"}


@pytest.mark.parametrize("mode", ["hybrid", "lexical", "dense"])
@pytest.mark.parametrize(("k", "passages", "counts"), [
    (3, 1, [1, 1, 1]), (2, 1, [1, 1]), (1, 3, [3]), (3, 3, [3, 1, 1]), (3, 100, [8, 1, 1])])
def test_k_counts_notes_and_each_shows_so_many_passages(opened, mode, k, passages, counts):
    hits = opened(LONG).search("cat naps", k, mode, passages=passages)
    notes = ranked_notes(hits)
    assert notes[0] == "long.md" and len(notes) == min(k, 3)
    assert [sum(hit.chunk.note == note for hit in hits) for note in notes] == counts
    assert [hit.rank for hit in hits] == [rank for rank, count in enumerate(counts, 1) for _ in range(count)]
    assert all(one.score >= other.score for one, other in pairwise(hits) if one.rank == other.rank)
    assert len({(hit.chunk.note, hit.chunk.start_line) for hit in hits}) == len(hits)


@pytest.mark.parametrize("mode", ["hybrid", "lexical", "dense"])
def test_a_long_note_at_the_head_of_a_list_does_not_hide_the_others(opened, mode):
    notes = {"long.md": "\n\n".join(f"## Part {n}\n\nThe cat, the cat naps, the cat." for n in range(150)),
             **{f"{n}.md": f"Somewhere a cat, and number {n} beside.\n" for n in range(6)}}
    assert len(ranked_notes(opened(notes).search("cat naps", 6, mode))) == 6


def test_words_of_one_question_in_several_passages_of_a_note_count_together(opened):
    filler = {f"f/{n}.md": f"Router sends on, number {n}. Nothing else of note.\n" for n in range(12)}
    notes = {"whole.md": "## One\n\nThe router of the ledger.\n\n## Two\n\nTokens of the anchor.\n",
             "half.md": "## One\n\nThe router of the ledger.\n\n## Two\n\nOther things.\n"}
    vault = opened({**filler, **notes}, words=True)
    assert ranked_notes(vault.search("router ledger tokens anchor"))[:2] == ["whole.md", "half.md"]


@pytest.mark.parametrize("query", ["", "  "])
def test_an_empty_query_is_an_error(opened, query):
    with pytest.raises(UsageError):
        opened({"a.md": "x\n"}, dense=False).search(query)


@pytest.mark.parametrize("query", ["?!", "—", "->", "⃣"])
def test_a_query_without_a_word_finds_nothing_and_says_so(opened, query):
    vault = opened({"a.md": "x ?! — ->\n"}, dense=False)
    assert vault.search(query) == []
    assert vault.notices == [("search.no_word", 0)]


@pytest.mark.parametrize(("text", "queries"), [
    ("使用Docker部署", ["docker", "部署", "使", "署", "使用Docker部署"]),
    ("用C++写", ["C++", "写"]), ("한국어docker를", ["docker", "한국어"]), ("สวัสดีDocker", ["docker", "สวัสดี"]),
    ("カタカナdocker", ["docker", "カタカナ"]), ("запустил dockerом", ["docker"]),
    ("старт 🚀🚀 завтра", ["🚀"]), ("готово ✅", ["✅", "✅️"]), ("метка 🏷️", ["🏷", "🏷️"]),
    ("жест 👍🏽", ["👍", "👍🏽", "👍🏿"]), ("пишет 👩‍💻", ["👩‍💻", "👩", "💻"]), ("флаг 🇷🇺", ["🇷🇺"]),
    ("A → B", ["→"]), ("№5", ["№5", "№", "5"]), ("x ≈ ∞", ["∞"]), ("100 €", ["€"]), ("оценка ★★★", ["★"]),
    ("`$PATH` и `--flag`", ["$PATH", "--flag", "path"]), ("@user", ["@user"]), ("C# и .NET", ["C#", ".NET"]),
    ("C++17", ["C++", "17"]), ("a_b-c", ["a_b"]),
])
def test_what_is_typed_is_found_whatever_its_characters(opened, text, queries):
    vault = opened({"a.md": f"{text}\n", "other.md": "C net 字 🦀 ☆ 🇩🇪 ←\n"}, dense=False)
    for query in queries:
        assert ranked_notes(vault.search(query))[:1] == ["a.md"], query
    assert ranked_notes(vault.search("🦀")) == ["other.md"]


@pytest.mark.parametrize("query", ['"', "a OR b", "NEAR(a b)", "a* -b", "col:x", "'); DROP TABLE chunks; --", "\x00a", "🙂 a"])
def test_any_query_is_words_and_no_syntax(opened, query):
    vault = opened({"a.md": "a b x\n"}, dense=False)
    if any(char.isalnum() for char in query):
        vault.search(query)
    assert ranked_notes(vault.search("b x")) == ["a.md"]


def test_the_snippet_is_the_sentence_that_answers(opened):
    vault = opened({"a.md": "First comes this. " * 30 + "The [[Cat|cat]] **naps** at noon. " + "Then that. " * 30}, dense=False)
    hit = vault.search("when does the cat nap")[0]
    said = vault.searcher.snippet("when does the cat nap", hit)
    assert "The cat naps at noon." in said and len(said) <= 260


class Loud:
    """A second embedder that likes one word, and counts what it embeds."""

    id = "loud-1"
    dimensions = 2
    parallel = False

    def __init__(self) -> None:
        self.embedded = 0

    def passages(self, texts):
        self.embedded += len(texts)
        return np.array([[1.0, 0.0] if "loud" in text else [0.0, 1.0] for text in texts], dtype=np.float32)

    def queries(self, texts):
        return np.array([[1.0, 0.0]] * len(texts), dtype=np.float32)


def test_a_second_embedder_looks_at_the_first_hits_again_and_each_passage_once(opened):
    vault = opened({**FILLER, "a.md": "The cat naps.\n", "b.md": "A loud cat.\n"})
    assert ranked_notes(vault.search("cat naps"))[0] == "a.md"
    model = Loud()
    vault.searcher._make_second = lambda: Second(model, vault.searcher.chunks)
    assert ranked_notes(vault.search("cat naps"))[:2] == ["b.md", "a.md"] or model.embedded == 20
    before = model.embedded
    vault.search("cat naps")
    assert model.embedded == before <= 20


def test_a_store_that_somebody_removed_is_filled_again(opened):
    vault = opened({"a.md": "The cat naps.\n"})
    assert vault.search("feline")
    vault.searcher.dense()._store.rows.clear()
    assert ranked_notes(vault.search("feline")) == ["a.md"]
