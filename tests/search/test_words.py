"""Words to tokens: folding, stems by script, identifiers."""

from __future__ import annotations

import pytest

from vaultkit.text import tokens as words
from vaultkit.text.stopwords import content_words
from vaultkit.text.tokens import Stemmer, fold_word

stemmer = Stemmer()


@pytest.mark.parametrize(("one", "other"), [
    ("заметка", "заметками"), ("заметка", "заметок"), ("вкладка", "вкладок"), ("настройка", "настроек"),
    ("список", "списка"), ("конец", "конца"), ("переименовать", "переименовал"), ("ёлка", "елки"),
    ("Ёлка", "ЕЛКА"), ("running", "runs"), ("query", "queries"),
    ("cafe", "café"), ("STRASSE", "straße"), ("LoRA", "lora"), ("note's", "notes"), ("note’s", "note"),
])
def test_forms_of_one_word_meet(one, other):
    assert set(stemmer.tokens(one)) & set(stemmer.tokens(other))


@pytest.mark.parametrize(("one", "other"), [("поиск", "поле"), ("note", "not"), ("c", "c++"), ("c", "c#"), ("с", "c")])
def test_other_words_do_not_meet(one, other):
    assert not set(stemmer.tokens(one)) & set(stemmer.tokens(other))


@pytest.mark.parametrize(("word", "tokens"), [
    ("load_config", ["load_config", "load", "config"]),
    ("loadConfig", ["loadconfig", "load", "config"]),
    ("HTTPServer", ["httpserver", "http", "server"]),
    ("usem3", ["usem3", "usem"]),
    ("LoRA", ["lora"]),
    ("C++", ["cplusplus"]),
    ("C#", ["csharp"]),
    ("__init__", ["init"]),
    ("漢字検索", ["漢字", "字検", "検索", "索"]),
    ("x" * 100, []),
])
def test_identifiers_are_found_whole_and_by_their_parts(word, tokens):
    assert stemmer.tokens(word) == tokens


def test_a_decomposed_letter_is_the_composed_one():
    assert stemmer.tokens("и\u0306ога") == stemmer.tokens("йога")
    assert stemmer.tokens("е\u0308лка") == stemmer.tokens("елка")
    assert fold_word("Й") == "й"


def test_the_stemmer_in_python_gives_what_the_compiled_one_gives(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "Stemmer", None)
    plain = words.Stemmer()
    text = "переименования заметок в хранилище running queries generously load_config"
    assert plain.text(text) == stemmer.text(text)


@pytest.mark.parametrize(("question", "kept"), [
    ("как переименовать заметку", ["переименовать", "заметку"]),
    ("What is a vault?", ["vault"]),
    ("что это", ["что", "это"]),
    ("to be or not to be", ["to", "be", "or", "not", "to", "be"]),
])
def test_words_that_only_ask_are_left_out_where_others_are_there(question, kept):
    assert [word for word, _ in content_words(question, stemmer)] == kept


def test_places_of_words_that_were_asked_for():
    text = "Заметки о заметке: «заметкам» — нет."
    assert [text[a:b] for a, b in stemmer.places(text, stemmer.tokens("заметка"))] == ["Заметки", "заметке", "заметкам"]
