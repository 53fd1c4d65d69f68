"""The lexical way: what ranks first, what weighs nothing, what stands in for an unknown word."""

from __future__ import annotations

import math

import pytest

from vaultkit.storage import index_folder

FILLER = {f"filler/{n}.md": f"Nothing of interest number {n}.\n" for n in range(20)}


def first(vault, query, k=10, **filters):
    return [hit.chunk.note for hit in vault.search(query, k, "lexical", **filters)]


@pytest.mark.parametrize(("query", "note"), [
    ("заметок", "ru.md"), ("переименовал", "ru.md"), ("ЁЛКИ", "tree.md"), ("елка", "tree.md"),
    ("loading configs", "code.md"), ("load_config", "code.md"), ("ConfigLoader", "code.md"), ("loader", "code.md"),
    ("C++", "code.md"), ("cafe", "accents.md"), ("other name", "alias.md"), ("nested tag", "tagged.md"),
    ("конфигур", "prefix.md"),
])
def test_a_word_is_found_in_every_form(opened, query, note):
    vault = opened({**FILLER, "ru.md": "Здесь переименовали заметку.\n", "tree.md": "Ёлка стоит.\n",
                    "code.md": "Call `load_config` of ConfigLoader, as in C++.\n", "accents.md": "A café.\n",
                    "alias.md": "---\naliases: [Other name]\n---\nBody.\n", "tagged.md": "#nested/tag here\n",
                    "prefix.md": "Конфигурация сервера.\n"}, dense=False)
    assert first(vault, query)[0] == note


def test_titles_and_headings_weigh_more_than_text(opened):
    vault = opened({**FILLER, "Router.md": "It sends things on.\n", "a.md": "# Router\n\nSends things on.\n",
                    "b.md": "The router sends things on.\n"}, dense=False)
    assert first(vault, "router") == ["Router.md", "a.md", "b.md"]


def test_a_rare_word_outweighs_frequent_ones(opened):
    vault = opened({**{f"f/{n}.md": "the model answers\n" for n in range(30)}, "rare.md": "quantisation of the model\n"},
                   dense=False)
    assert first(vault, "how does the model do quantisation")[0] == "rare.md"


def test_headings_that_an_exporter_repeats_weigh_nothing(opened):
    notes = {f"c/{n}.md": f"## Relevant notes\n\nAbout subject {n}.\n" for n in range(30)}
    vault = opened({**notes, "x.md": "These notes are relevant.\n"}, dense=False)
    assert first(vault, "relevant notes") == ["x.md"]


def test_a_heading_that_stops_being_repeated_weighs_again(opened, write):
    notes = {f"c/{n}.md": f"## Relevant words\n\nAbout subject {n}.\n" for n in range(8)}
    vault = opened(notes, dense=False)
    assert first(vault, "relevant words") == []
    for n in range(1, 8):
        (vault.root / f"c/{n}.md").unlink()
    vault.refresh()
    assert first(vault, "relevant words") == ["c/0.md"]


def test_headings_that_name_a_stage_always_weigh(opened):
    vault = opened({f"c/{n}.md": f"Plain text.\n\n## Algorithm\n\nAbout subject {n}.\n" for n in range(8)}, dense=False)
    assert {hit.chunk.headings for hit in vault.search("algorithm", 20, "lexical")} == {("Algorithm",)}


def test_held_is_the_part_of_the_questions_weight_that_a_hit_has(opened):
    lexical = opened({**FILLER, "a.md": "turning and length\n"}, dense=False).searcher.lexical
    terms = lexical.terms("turning length zzzz")
    weight = {term.token: term.idf for term in terms}
    hit, = lexical.find(terms, 10)
    assert math.isclose(hit.held, (weight["turn"] + weight["length"]) / sum(weight.values()))
    assert lexical.find(lexical.terms("qqqq zzzz"), 10) == []


def test_the_reason_names_the_words_as_they_were_asked(opened):
    hit, = opened({"a.md": "Поворот держит длину.\n"}, dense=False).search("держит длины поворотов", mode="lexical")
    assert hit.lexical == {"rank": 1, "score": hit.lexical["score"], "terms": ["держит", "длины", "поворотов"]}
    assert hit.dense is None and hit.graph is None


def test_what_changed_is_found_and_what_went_is_not(opened, write):
    vault = opened({**FILLER, "a.md": "apples\n", "b.md": "pears\n"}, dense=False)
    write({"a.md": "oranges and more\n"})
    (vault.root / "b.md").rename(vault.root / "c.md")
    vault.refresh()
    assert (first(vault, "apples"), first(vault, "oranges"), first(vault, "pears")) == ([], ["a.md"], ["c.md"])
    (vault.root / "c.md").unlink()
    vault.refresh()
    assert first(vault, "pears") == []


def test_only_changed_notes_are_cut_again_and_without_changes_none(opened, write):
    vault = opened(FILLER, dense=False)
    chunks = vault.searcher.chunks
    before = {chunk.note: chunk.key for chunk in chunks.chunks()}
    write({"filler/3.md": "Something else now.\n"})
    vault.refresh()
    assert chunks.refresh() == 1 and chunks.refresh() == 0
    after = {chunk.note: chunk.key for chunk in chunks.chunks()}
    assert {note for note in after if after[note] != before[note]} == {"filler/3.md"}


def test_a_renamed_note_keeps_its_keys_and_shows_its_new_name(opened):
    vault = opened({"old.md": "# H\n\nText.\n"}, dense=False)
    before = vault.searcher.chunks.keys()
    (vault.root / "old.md").rename(vault.root / "new name.md")
    vault.refresh()
    chunk, = vault.searcher.chunks.chunks()
    assert {chunk.key} == before and (chunk.note, chunk.title) == ("new name.md", "new name")
    assert first(vault, "new name") == ["new name.md"]


def test_notes_that_obsidian_hides_are_not_found(opened, write):
    vault = opened({"a/x.md": "apples\n", "b/y.md": "apples\n"}, dense=False)
    write({".obsidian/app.json": '{"userIgnoreFilters": ["a/"]}'})
    vault.refresh()
    assert first(vault, "apples") == ["b/y.md"]


def test_a_damaged_file_is_made_anew(opened, write):
    vault = opened({"a.md": "apples\n"}, dense=False)
    assert first(vault, "apples") == ["a.md"]
    vault.close()
    path = index_folder(vault.root) / "chunks.db"
    path.write_bytes(b"no database" * 100)
    again = opened({}, dense=False)
    assert first(again, "apples") == ["a.md"]


@pytest.mark.parametrize(("filters", "notes"), [
    ({"tag": "project"}, {"a.md", "b.md"}), ({"tag": "#Project/One"}, {"b.md"}), ({"tag": "proj"}, set()),
    ({"kind": "concept"}, {"a.md"}), ({"kind": "концепт"}, {"a.md"}), ({"kind": "algorithm"}, {"b.md"}),
    ({"path": "d/*"}, {"d/e/c.md", "d/chat.md"}), ({"path": "d"}, {"d/e/c.md", "d/chat.md"}),
    ({"path": "**/c.md"}, {"d/e/c.md"}), ({"path": "A.md"}, {"a.md"}), ({"path": "d/*/c*"}, {"d/e/c.md"}),
    ({"role": "assistant"}, {"d/chat.md"}), ({"role": "user"}, set()),
    ({"since": "2025-06"}, {"d/chat.md"}), ({"until": "2024"}, {"a.md"}), ({"since": "2024-05-01", "until": "2025-06-30"}, {"a.md", "d/chat.md"}),
    ({"tag": "project", "kind": "concept"}, {"a.md"}),
])
def test_filters_narrow_what_is_found(opened, filters, notes):
    vault = opened({
        "a.md": "---\nkind: concept\ntags: [project]\ndate: 2024-05-01\n---\nApples here.\n",
        "b.md": "#project/one\n\nText.\n\n## Algorithm\n\nApples there.\n",
        "d/e/c.md": "Apples.\n",
        "d/chat.md": ">[!user] **User** - 30.06.2025 at 12:10\n> Hello?\n\n>[!assistant] **Assistant** - 30.06.2025 at 12:11\n> Apples!\n",
    }, dense=False)
    assert set(first(vault, "apples", **filters)) == notes


@pytest.mark.parametrize("filters", [{"kind": "nonsense"}, {"since": "yesterday"}, {"until": "30.06.2025"}])
def test_a_filter_that_means_nothing_is_told(opened, filters):
    from vaultkit.errors import UsageError

    with pytest.raises(UsageError):
        opened({"a.md": "apples\n"}, dense=False).search("apples", **filters)


def test_counts_of_words_follow_the_notes(opened, write):
    vault = opened({**FILLER, "a.md": "apples\n"}, dense=False)
    assert [term.chunks for term in vault.searcher.lexical.terms("apples pears")] == [1, 0]
    write({"b.md": "apples and pears\n"})
    vault.refresh()
    assert [term.chunks for term in vault.searcher.lexical.terms("apples pears")] == [2, 1]


MANY = {**{f"m/{n}.md": f"The model answers with scene {n}.\n" for n in range(10)},
        **{f"f/{n}.md": f"Nothing of interest number {n}.\n" for n in range(60)},
        "rare.md": "Quantisation of the model.\n", "zz.md": "# Scene\n\nOf the model.\n"}


class TestMoreThanIsRead:
    """Words that more passages have than the engine scores for one question."""

    @pytest.fixture(autouse=True)
    def _few(self, monkeypatch):
        monkeypatch.setattr("vaultkit.search.lexical.MOST_READ", 8)

    def test_the_rarest_words_lead_and_the_others_weigh(self, opened):
        notes = {**MANY, "other.md": "Quantisation of nothing.\n"}
        assert first(opened(notes, dense=False), "quantisation model")[:2] == ["rare.md", "other.md"]
        assert set(first(opened(notes, dense=False), "quantisation model")) == {"rare.md", "other.md"}

    def test_of_one_such_word_passages_about_it_come_first(self, opened):
        assert first(opened(MANY, dense=False), "scene", 1) == ["zz.md"]

    def test_it_is_found_all_the_same(self, opened):
        assert len(first(opened(MANY, dense=False), "model answers", 5)) == 5
        assert first(opened(MANY, dense=False), "model", 5, path="rare.md") == ["rare.md"]
