"""``show``: a note found by whatever a person calls it, and what is known of it."""

from __future__ import annotations

import os
import unicodedata

import pytest

NOTES = {
    "Концепты/Память.md": "---\nkind: concept\naliases: [Долгая память]\ntags: [ядро]\n"
                          "created: 2025-06-30\nвес: 3\n---\n"
                          "Память держит сцены. Дальше подробности.\n\n"
                          "## Алгоритм\n\n1. взять\n2. сжать\n3. положить\n\nСм. [[66_но_вот_по_чисто]] и [[Нет]].\n",
    "Чаты/66_но_вот_по_чисто.md": ">[!nexus_user] **User** - 30.06.2025 at 12:10\n> Чего я не знаю об этом стеке?\n"
                                  "<!-- UID: 64f6 -->\n\n>[!nexus_assistant] **Assistant** - 30.06.2025 at 12:11\n"
                                  "> Многого, см. [[Память]].\n",
    "Архив/План один.md": "", "Архив/План два.md": "", "Йод.md": "йод\n",
}


@pytest.fixture
def folder(vault):
    return vault(NOTES)


@pytest.mark.parametrize(
    "name",
    ["Концепты/Память.md", "Концепты/Память", "Память", "память", "Долгая память", "амят", "./Концепты/Память.md"],
)
def test_a_note_is_found_by_path_title_alias_or_part_of_a_name(call, folder, valid, name):
    assert valid(call("show", name, "--vault", folder, "--format", "json"), "show")["path"] == "Концепты/Память.md"


def test_a_path_may_be_relative_to_the_current_folder(call, folder, monkeypatch):
    monkeypatch.chdir(folder / "Концепты")
    for name in ("Память.md", "../Йод.md", str(folder / "Йод.md")):
        assert call("show", name, "--format", "json", "--vault", folder).code == 0


def test_composed_and_decomposed_letters_are_the_same_name(call, folder, monkeypatch):
    monkeypatch.chdir(folder)
    for form in ("NFC", "NFD"):
        result = call("show", unicodedata.normalize(form, "Йод.md"), "--vault", folder, "--format", "json")
        assert result.json["path"] == "Йод.md"


def test_several_notes_that_fit_are_named(call, folder):
    result = call("show", "План", "--vault", folder)
    assert result.code == 2 and result.raw == b""
    assert result.err.splitlines() == ["error: 'План' fits 2 notes:", "  Архив/План два.md", "  Архив/План один.md"]


def test_no_note_that_fits_is_one_line_with_the_nearest_names(call, folder):
    assert call("show", "xyzzy", "--vault", folder).err == "error: no note fits 'xyzzy'\n"
    result = call("show", "Памить", "--vault", folder)
    assert result.code == 2
    assert result.err.splitlines() == ["error: no note fits 'Памить', perhaps:", "  Концепты/Память.md"]


def test_what_is_known_of_a_concept(call, folder, valid):
    note = valid(call("show", "Память", "--vault", folder, "--format", "json"), "show")
    assert (note["title"], note["kind"], note["strength"]) == ("Память", "concept", "declared")
    assert (note["state"], note["missing_stage"]) == ("partial", "pseudocode")
    assert note["summary"] == "Память держит сцены."
    assert note["aliases"] == ["Долгая память"] and note["tags"] == ["ядро"]
    assert note["properties"]["created"] == "2025-06-30" and note["properties"]["вес"] == 3
    assert [(s["id"], s["kind"], s["strength"]) for s in note["sections"]] \
        == [("Концепты/Память.md#Алгоритм", "algorithm", "structural")]
    assert [(link["target"], link["status"]) for link in note["links_out"]] \
        == [("66_но_вот_по_чисто", "resolved"), ("Нет", "unresolved")]
    assert [link["source"] for link in note["links_in"]] == ["Чаты/66_но_вот_по_чисто.md"]
    assert {stage["stage"]: stage["present"] for stage in note["chain"]}["algorithm"] is True


def test_what_is_known_of_a_chat(call, folder, valid):
    note = valid(call("show", "66_", "--vault", folder, "--format", "json"), "show")
    assert note["kind"] == "note" and note["strength"] is None and note["chain"] is None
    assert note["summary"] == "Чего я не знаю об этом стеке?"
    assert [(turn["role"], turn["time"], turn["uid"]) for turn in note["turns"]] \
        == [("user", "2025-06-30T12:10", "64f6"), ("assistant", "2025-06-30T12:11", None)]


def test_the_text_reads_from_the_name_down(call, folder):
    text = call("show", "Память", "--vault", folder).out
    lines = text.splitlines()
    assert lines[:4] == ["Память  концепт, объявлено", "Концепты/Память.md", "", "  Память держит сцены."]
    assert "концепт ✓ → схема · → алгоритм ✓§" in text or "концепт ✓ → схема ✗ → алгоритм ✓§" in text
    assert "Чаты/66_но_вот_по_чисто.md:6 — Чего я не знаю об этом стеке?" in text
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize("columns", [40, 72, 200])
def test_lines_fit_the_terminal(run, folder, columns):
    from vaultkit.render.terminal import display_width

    text = run("show", "Память", "--vault", folder, COLUMNS=str(columns)).out
    path = os.path.join("Чаты", "66_но_вот_по_чисто.md")
    assert not [line for line in text.splitlines() if display_width(line) > columns and path not in line and "→" not in line]


@pytest.mark.parametrize("where", ["", "Папка/"])
@pytest.mark.parametrize(("name", "path"), [
    ("a", "a.md"), ("A", "A.MD"), ("a.md", "a.md"), ("A.MD", "A.MD"), ("./a", "a.md"),
])
def test_of_names_that_differ_in_case_alone_the_one_as_spelled_is_meant(call, vault, monkeypatch, where, name, path):
    root = vault({f"{where}a.md": "one\n", f"{where}A.MD": "two\n"})
    if len(list((root / where).glob("[aA].*"))) < 2:
        pytest.skip("the file system knows no case")
    monkeypatch.chdir(root)
    assert call("show", name, "--vault", root, "--format", "json").json["path"] == where + path


def test_twins_by_case_that_are_spelled_otherwise_are_named(call, vault):
    root = vault({"aB.md": "one\n", "Ab.md": "two\n"})
    if len(list(root.glob("*.md"))) < 2:
        pytest.skip("the file system knows no case")
    result = call("show", "ab", "--vault", root)
    assert (result.code, result.err.splitlines()) == (2, ["error: 'ab' fits 2 notes:", "  Ab.md", "  aB.md"])
