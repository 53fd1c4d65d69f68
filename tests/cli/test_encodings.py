"""What is printed survives every console: JSON is UTF-8 bytes, text escapes what the code page has no sign for."""

from __future__ import annotations

import json
import os

import pytest

NOTES = {
    "Идея 💡.md": "---\nkind: concept\n---\nСм. [[Ещё №1]] и [[Нет такой 漢字]].\n",
    "Ещё №1.md": "Назад: [[Идея 💡]]\n",
}
CODE_PAGES = [{"PYTHONIOENCODING": "cp1251", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C"},
              {"LC_ALL": "C", "PYTHONUTF8": "0"}]


@pytest.mark.parametrize("env", CODE_PAGES[:2], ids=lambda env: "-".join(env.values()))
@pytest.mark.parametrize("args", [["links"], ["show", "Идея"], ["gaps"], ["index"]], ids=" ".join)
def test_text_never_fails(run, vault, env, args):
    result = run("--vault", vault(NOTES), *args, **env)
    assert result.code == 0, result.err
    assert result.raw and "Traceback" not in result.err


@pytest.mark.parametrize("env", CODE_PAGES, ids=lambda env: "-".join(env.values()))
def test_json_is_utf_8_and_not_escaped(run, vault, valid, env):
    result = run("--vault", vault(NOTES), "links", "--format", "json", **env)
    assert "Идея 💡.md" in result.raw.decode("utf-8")
    assert {link["source"] for link in valid(result, "links")["links"]} == set(NOTES)


def test_csv_and_jsonl_are_utf_8_too(run, vault):
    folder = vault(NOTES)
    for form in ("csv", "jsonl"):
        assert "Ещё №1.md" in run("--vault", folder, "links", "--format", form, PYTHONIOENCODING="cp1251").out


def test_text_on_a_cyrillic_code_page_reads_as_cyrillic(run, vault):
    text = run("--vault", vault(NOTES), "gaps", PYTHONIOENCODING="cp1251", PYTHONUTF8="0").raw.decode("cp1251")
    assert "концепт +" in text and "\\u2192" not in text
    assert "Идея \\U0001f4a1" in text


def test_an_error_in_another_script_is_shown_too(run, vault):
    result = run("--vault", vault(NOTES), "show", "漢字", PYTHONIOENCODING="ascii")
    assert result.code == 2
    assert result.err.startswith("error: ")


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="file names are Unicode there")
def test_a_file_name_that_is_no_utf_8_breaks_nothing(run, vault):
    folder = vault({"a.md": "[[b]]\n"})
    with open(os.fsencode(folder) + b"/\xff.md", "wb") as file:
        file.write(b"[[a]]\n")
    for args in (["links"], ["gaps"], ["index", "--format", "json"]):
        result = run("--vault", folder, *args)
        assert result.code == 0, result.err
        if "json" in args:
            json.loads(result.raw.decode("utf-8"))
