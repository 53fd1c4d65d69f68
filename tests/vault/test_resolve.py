"""Link resolution, rule by rule. Observed: Obsidian 1.13.7, pvliesdonk/markdown-vault-mcp#1350 and #1358."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest

from vaultkit.text.names import fold, link_key, name_key
from vaultkit.vault.resolve import resolve


class Table:
    """A vault of these paths and aliases."""

    def __init__(self, *paths: str, **aliases: str) -> None:
        self._paths = paths
        self._aliases = {fold(alias): path for alias, path in aliases.items()}

    def files(self, name: str) -> Sequence[str]:
        return [path for path in self._paths if name_key(path) == name]

    def aliases(self, name: str) -> Sequence[str]:
        return [self._aliases[name]] if name in self._aliases else []


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


ONE_RESULT = [
    # Internal links (Obsidian Help): a name is looked up in the whole vault, .md is optional, case does not count.
    ("Note", "x.md", ["a/b/Note.md"], "a/b/Note.md"),
    ("Note.md", "x.md", ["a/Note.md"], "a/Note.md"),
    ("note.MD", "x.md", ["a/Note.md"], "a/Note.md"),  # observed: [[Ext.MD]] -> Ext.md
    ("NOTE", "x.md", ["a/Note.md"], "a/Note.md"),  # observed: [[LOG]] -> Log.md
    ("ЗАМЕТКА", "x.md", ["Раздел/Заметка.md"], "Раздел/Заметка.md"),
    ("  Note  ", "x.md", ["Note.md"], "Note.md"),
    ("Note", "x.md", ["NOTE.MD"], "NOTE.MD"),
    # A folder before the name: from the vault's root, or the end of a path.
    ("a/b/Note", "x.md", ["a/b/Note.md"], "a/b/Note.md"),
    ("b/Note", "x.md", ["a/b/Note.md"], "a/b/Note.md"),
    ("B/note", "x.md", ["a/b/Note.md"], "a/b/Note.md"),
    ("a//b/Note", "x.md", ["a/b/Note.md"], "a/b/Note.md"),
    # Relative and rooted forms.
    ("../Note", "a/b/x.md", ["a/Note.md", "Note.md"], "a/Note.md"),
    ("../../Note", "a/b/x.md", ["a/Note.md", "Note.md"], "Note.md"),
    ("./Note", "a/x.md", ["a/Note.md", "Note.md"], "a/Note.md"),
    ("/Note", "a/x.md", ["a/Note.md", "Note.md"], "Note.md"),
    ("/a/Note", "b/x.md", ["a/Note.md", "b/a/Note.md"], "a/Note.md"),
    # Dots in names are no extensions, unless there is a file of that very name.
    ("v1.2", "x.md", ["v1.2.md"], "v1.2.md"),
    ("test.md", "x.md", ["test.md.md"], "test.md.md"),
    ("test.md", "x.md", ["test.md.md", "b/test.md"], "b/test.md"),
    ("2024.01.31", "x.md", ["log/2024.01.31.md"], "log/2024.01.31.md"),
    ("Note.md", "x.md", ["Note.md", "Note.md.md"], "Note.md"),
    ("Note.md.md", "x.md", ["Note.md", "Note.md.md"], "Note.md.md"),
    # AgriciDaniel/claude-obsidian#163: .md is appended first, a board or a file without extension does not compete.
    ("board", "x.md", ["board.canvas", "board.md"], "board.md"),
    ("LICENSE", "x.md", ["LICENSE", "docs/LICENSE.md"], "docs/LICENSE.md"),
    # zoni/obsidian-export#126, srid/neuron#611: both sides of a link may come composed or decomposed.
    ("Чай", "x.md", [nfd("Чай.md")], nfd("Чай.md")),
    (nfd("Йод"), "x.md", ["Йод.md"], "Йод.md"),
    (nfd("Café"), "x.md", ["Café.md"], "Café.md"),
    ("ёлка", "x.md", ["елка.md", "ёлка.md"], "ёлка.md"),
    ("елка", "x.md", ["елка.md", "ёлка.md"], "елка.md"),
    # obsidian-api, normalizePath: no-break spaces are spaces.
    ("Моя\u00a0заметка", "x.md", ["Моя заметка.md"], "Моя заметка.md"),
    ("straße", "x.md", ["Straße.md", "strasse.md"], "Straße.md"),
    ("STRASSE", "x.md", ["straße.md"], "straße.md"),
    # The note itself.
    ("x", "a/x.md", ["a/x.md"], "a/x.md"),
    # suchnsuch/Tangent#115: a folder of the note's name is no target, its notes are none either.
    ("Тема", "x.md", ["Тема.md", "Тема/Внутри.md"], "Тема.md"),
    # A tail begins at a folder's name.
    ("b/Note", "x.md", ["ab/Note.md", "c/b/Note.md"], "c/b/Note.md"),
]


@pytest.mark.parametrize(("target", "source", "paths", "expected"), ONE_RESULT)
def test_a_target_leads_to_one_note(target: str, source: str, paths: list[str], expected: str) -> None:
    assert resolve(target, source, Table(*paths)) == ("resolved", expected, ())


@pytest.mark.parametrize(("target", "source", "paths", "expected"), ONE_RESULT)
def test_a_markdown_link_leads_to_the_same_note(target: str, source: str, paths: list[str], expected: str) -> None:
    """pvliesdonk/markdown-vault-mcp#1383: a decoded destination is looked up like a wikilink's target."""
    assert resolve(target, source, Table(*paths), markdown=True).resolved == expected


@pytest.mark.parametrize(("target", "source", "paths", "expected"), ONE_RESULT)
def test_a_target_and_its_file_share_their_key(target: str, source: str, paths: list[str], expected: str) -> None:
    """Links are found again by key when files come and go, so a fitting file never has another one."""
    assert link_key(target) == name_key(expected)


@pytest.mark.parametrize(
    ("target", "source", "paths", "opened"),
    [
        # The observed order: own folder, else the shortest path as a string.
        ("Note", "b/x.md", ["a/Note.md", "b/Note.md"], "b/Note.md"),
        ("Note", "zzzz/deep/x.md", ["zzzz/Note.md", "b/Note.md"], "b/Note.md"),  # an ancestor counts for nothing
        ("Note", "x.md", ["zzzz/Note.md", "a/b/Note.md"], "a/b/Note.md"),  # not the fewest folders
        ("Note", "x.md", ["a/b/Note.md", "b/Note.md"], "b/Note.md"),
        ("Note", "x.md", ["b/Note.md", "a/Note.md"], "a/Note.md"),  # of the same length: the first of them
        ("b/Note", "a/x.md", ["cc/b/Note.md", "a/b/Note.md"], "a/b/Note.md"),
        ("b/Note", "q/x.md", ["cc/b/Note.md", "a/b/Note.md"], "a/b/Note.md"),
        # Names that differ by case only, with a link that is spelled like none of them.
        ("NOTE", "x.md", ["Note.md", "note.md"], "Note.md"),
    ],
)
def test_several_notes_of_one_name_are_ambiguous(target: str, source: str, paths: list[str], opened: str) -> None:
    found = resolve(target, source, Table(*paths))
    assert (found.status, found.resolved) == ("ambiguous", opened)
    assert sorted(found.candidates) == sorted(paths) and found.candidates[0] == opened


@pytest.mark.parametrize(
    ("target", "source", "paths", "expected"),
    [
        ("Note", "a/x.md", ["a/Note.md", "Note.md"], "Note.md"),  # observed: even over a match beside the source
        ("b/Note", "a/x.md", ["a/b/Note.md", "b/Note.md"], "b/Note.md"),
        ("a/Note.md", "x.md", ["a/Note.md", "Note.md", "b/a/Note.md"], "a/Note.md"),
        ("note", "x.md", ["Note.md", "note.md"], "note.md"),
        ("Note", "x.md", ["Note.md", "note.md"], "Note.md"),
        ("Йод", "x.md", ["Йод.md", nfd("Йод.md")], "Йод.md"),
        (nfd("Йод"), "x.md", ["Йод.md", nfd("Йод.md")], nfd("Йод.md")),
    ],
)
def test_an_exact_path_is_never_ambiguous(target: str, source: str, paths: list[str], expected: str) -> None:
    assert resolve(target, source, Table(*paths)) == ("resolved", expected, ())


@pytest.mark.parametrize(
    ("target", "source", "paths"),
    [
        ("Note", "x.md", ["Notes.md", "My Note.md"]),
        ("./Missing", "a/x.md", ["Missing.md"]),  # luke321/vault-graph#141: a relative target fits exactly or not
        ("../Note", "a/x.md", ["a/Note.md"]),
        ("../Note", "x.md", ["Note.md"]),  # above the vault
        ("../../../etc/passwd", "a/x.md", ["etc/passwd"]),
        ("/Note", "x.md", ["a/Note.md"]),
        ("b/Note", "x.md", ["Note.md", "ab/Note.md"]),
        ("folder/", "x.md", ["folder.md", "folder/a.md"]),
        ("board", "x.md", ["board.canvas", "board.base"]),  # reached with their extension only
        ("https://example.com", "x.md", ["com.md"]),  # observed: [[https://…]] is an unresolved note
        ("", "x.md", ["x.md"]),
        ("   ", "x.md", ["x.md"]),
        (".md", "x.md", ["x.md"]),
        ("..", "a/x.md", ["a.md"]),
        ("/", "x.md", ["x.md"]),
    ],
)
def test_what_fits_no_file_is_unresolved(target: str, source: str, paths: list[str]) -> None:
    assert resolve(target, source, Table(*paths)) == ("unresolved", None, ())


@pytest.mark.parametrize(
    ("target", "paths", "expected"),
    [
        ("img.png", ["files/img.png"], "files/img.png"),
        ("IMG.PNG", ["files/img.png"], "files/img.png"),
        ("files/img.png", ["files/img.png", "img.png"], "files/img.png"),
        ("board.canvas", ["board.canvas", "board.md"], "board.canvas"),
        ("img.png", ["img.png", "img.png.md"], "img.png"),
        ("src/main.py", ["code/src/main.py"], "code/src/main.py"),
        ("Makefile", ["Makefile"], "Makefile"),
    ],
)
def test_any_other_file_is_an_attachment(target: str, paths: list[str], expected: str) -> None:
    assert resolve(target, "x.md", Table(*paths)) == ("attachment", expected, ())


def test_attachments_of_one_name_are_all_named() -> None:
    found = resolve("img.png", "b/x.md", Table("a/img.png", "b/img.png"))
    assert found == ("attachment", "b/img.png", ("b/img.png", "a/img.png"))


def test_a_bare_alias_is_no_target_but_names_its_note() -> None:
    """kepano/obsidian-skills#144; observed: [[AL]] -> UNRESOLVED."""
    names = Table("Центральная нервная система.md", ЦНС="Центральная нервная система.md")
    assert resolve("цнс", "x.md", names) == ("unresolved", None, ("Центральная нервная система.md",))


def test_a_note_of_the_aliases_name_wins() -> None:
    names = Table("Other.md", "CNS.md", CNS="Other.md")
    assert resolve("CNS", "x.md", names) == ("resolved", "CNS.md", ())


def test_a_link_without_target_leads_into_its_own_note() -> None:
    """Observed: [[#H]] is a self-edge."""
    assert resolve("", "a/x.md", Table("a/x.md"), subpath=True) == ("resolved", "a/x.md", ())


@pytest.mark.parametrize(
    "target",
    ["http://a.b/c", "HTTPS://a.b", "mailto:a@b.c", "obsidian://open?vault=v", "file:///etc/passwd", "zotero://x/y",
     "tel:+7", "//host/path", "data:image/png;base64,AA"],
)  # fmt: skip
def test_a_scheme_makes_a_markdown_link_external(target: str) -> None:
    assert resolve(target, "x.md", Table("c.md", "path.md"), markdown=True) == ("external", None, ())


@pytest.mark.parametrize("target", ["Note: a subtitle", "C:/Note", "www.example.com", "a/b:c"])
def test_what_only_looks_like_a_scheme_is_looked_up(target: str) -> None:
    names = Table(target + ".md")
    assert resolve(target, "x.md", names, markdown=True).status == "resolved"
