"""Identifiers, paths, versions, emoji and quoted phrases: found letter by letter before all that has their parts."""

from __future__ import annotations

import pytest

from vaultkit.search.fuse import ranked_notes
from vaultkit.search.literal import has, literals

# Each note has what one query types; the decoys have the same parts and more of them.
TYPED = {
    "code.md": "Call `load_config()` first.\n", "hump.md": "A ConfigLoader reads it.\n",
    "path.md": "See src/app/main.py for the start.\n", "win.md": "It lies in C:\\data\\raw here.\n",
    "version.md": "Since v1.2 it is faster.\n", "longer.md": "Since v1.2.3 it is safer.\n",
    "number.md": "Python 3.11 runs it.\n", "option.md": "Start it with --no-cache then.\n",
    "model.md": "The model GPT-4 says so.\n", "scope.md": "It is std::vector there.\n",
    "emoji.md": "Done ✅ today.\n", "joined.md": "She writes 👩‍💻 at night.\n", "phrase.md": "Here is the inner loop of it all.\n",
    "фраза.md": "Ранняя остановка помогает обучению модели.\n", "tag.md": "---\ntags: [проект/ядро]\n---\nПро ядро.\n",
    "mail.md": "Write to ann@example.org soon.\n", "deep/folder/заметка.md": "Ничего особенного.\n",
}
DECOYS = {
    "d1.md": "load config load config config loader, loading configs of a loader of config\n",
    "d2.md": "src app main py main app src: py main of app in src, data raw in c, raw data\n",
    "d3.md": "v 1 2, 1 2, version 2 of 1, python 3 and 11, 11 pythons and 3, v1 then v2 then v12\n",
    "d4.md": "no cache, cache no, no no cache; gpt 4, 4 gpts; std vector, vector std; ann example org\n",
    "d5.md": "loop inner loop, inner inner loop loop, the loop that is inner, the inner of the loop\n",
    "d6.md": "остановка ранняя, остановки рано, ранние модели, проект, ядро проекта, ядро и проект, ядра\n",
    "d7.md": "👩 and 💻 and ❌, deep folder заметка folder deep, deep note of a folder\n",
}


@pytest.mark.parametrize(("query", "note"), [
    ("load_config", "code.md"), ("load_config()", "code.md"), ("where is load_config called?", "code.md"),
    ("ConfigLoader", "hump.md"), ("что делает ConfigLoader?", "hump.md"),
    ("src/app/main.py", "path.md"), ("app/main.py", "path.md"), ("C:\\data\\raw", "win.md"),
    ("v1.2", "version.md"), ("v1.2.3", "longer.md"), ("3.11", "number.md"), ("что нового в v1.2?", "version.md"),
    ("--no-cache", "option.md"), ("GPT-4", "model.md"), ("gpt-4", "model.md"), ("std::vector", "scope.md"),
    ("✅", "emoji.md"), ("👩‍💻", "joined.md"), ("ann@example.org", "mail.md"),
    ('"the inner loop"', "phrase.md"), ("“inner loop of”", "phrase.md"), ("`inner loop of`", "phrase.md"),
    ("«ранняя остановка»", "фраза.md"), ("что сказано про «Ранняя остановка помогает»?", "фраза.md"),
    ("#проект/ядро", "tag.md"), ("deep/folder/заметка", "deep/folder/заметка.md"),
])
@pytest.mark.parametrize("mode", ["hybrid", "lexical"])
def test_what_is_typed_comes_first(opened, query, note, mode):
    vault = opened({**TYPED, **DECOYS}, dense=mode == "hybrid")
    assert ranked_notes(vault.search(query, mode=mode))[0] == note


def test_more_of_what_was_typed_comes_before_less(opened):
    vault = opened({"one.md": "a_b here\n", "both.md": "a_b and then, much later in some long text, c/d\n",
                    "other.md": "c/d a b a b c d c d\n"}, dense=False)
    assert ranked_notes(vault.search("a_b c/d"))[0] == "both.md"


def test_filters_hold_for_what_was_typed(opened):
    vault = opened({"in/a.md": "v1.2\n", "out/b.md": "v1.2\n"}, dense=False)
    assert ranked_notes(vault.search("v1.2", path="in")) == ["in/a.md"]


def test_a_passage_deep_in_a_long_note_is_found_as_typed(opened):
    long = "\n\n".join(f"## Part {n}\n\nconfig load {n}" for n in range(400)) + "\n\nload_config_9 stands here\n"
    vault = opened({"long.md": long}, dense=False)
    assert "load_config_9" in vault.search("load_config_9")[0].chunk.text


@pytest.mark.parametrize(("query", "parts"), [
    ("how does load_config work?", ["load_config"]), ("«а б» и \"c d\"", ["а б", "c d"]), ("it's plain, isn't it", []),
    ("2-й этаж, 3rd floor", []), ("что такое граф?", []), ("see src/a.py, please.", ["src/a.py"]), ("a_b a_b", ["a_b"]),
    ("--flag -v", ["--flag", "-v"]), ("v1.2.3?", ["v1.2.3"]), ("LoRA", ["LoRA"]), ("готово ✅!", ["✅"]), ("«✅»?", ["✅"]),
])
def test_parts_that_are_meant_as_typed(query, parts):
    assert literals(query) == parts


@pytest.mark.parametrize(("text", "literal", "found"), [
    ("use v1.2 now", "v1.2", True), ("use v1.2.", "v1.2", True), ("use v1.2.3", "v1.2", False), ("v11.2", "1.2", False),
    ("load_config_all", "load_config", False), ("Load_Config", "load_config", True), ("ёлка_1", "елка_1", True),
    ("👩‍💻", "👩", False), ("👍🏽", "👍", False), ("x 👍", "👍", True), ("и\u0306од", "йод", True),
])
def test_letter_by_letter_is_as_a_whole(text, literal, found):
    assert has(text, literal) is found
