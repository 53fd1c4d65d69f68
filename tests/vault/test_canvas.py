"""Links of .canvas files (jsoncanvas.org, 1.0) with the place of their text in the file."""

from __future__ import annotations

import json
from typing import Any

import pytest


def test_file_nodes_and_links_in_text_nodes(vault: Any) -> None:
    vault.write("a/Заметка.md", "# Раздел\n")
    vault.write("b.md")
    text = json.dumps(
        {
            "nodes": [
                {"id": "1", "type": "file", "file": "a/Заметка.md", "subpath": "#Раздел", "x": 1},
                {"id": "2", "type": "text", "text": '# Сам\n\n"кавычки" 💡 [[b|Б]] и ![[нет.png]]\n[с](https://e.org)'},
                {"id": "3", "type": "link", "url": "https://e.org"},
                {"id": "4", "type": "file", "file": "нет.md"},
            ],
            "edges": [],
        },
        ensure_ascii=False,
        indent="\t",
    )
    vault.write("Доска.canvas", text)
    vault.index.refresh()
    links = list(vault.index.links(source="Доска.canvas"))
    lines = text.split("\n")
    assert [(at.raw, at.status, at.resolved, at.subpath_status) for at in links] == [
        ("a/Заметка.md", "resolved", "a/Заметка.md", "ok"),
        ("[[b|Б]]", "resolved", "b.md", None),
        ("![[нет.png]]", "unresolved", None, None),
        ("[с](https://e.org)", "external", None, None),
        ("нет.md", "unresolved", None, None),
    ]
    assert {at.kind for at in links} == {"canvas"}
    assert all(lines[at.line - 1][at.column - 1 :].startswith(at.raw) for at in links)
    assert vault.index.files() == ["Доска.canvas"] and vault.index.problems() == []


def test_escapes_do_not_shift_columns(vault: Any) -> None:
    vault.write("b.md")
    text = json.dumps({"nodes": [{"type": "text", "text": 'й\\ 💡\t"x"\n> [[b]]'}]})
    assert "\\ud83d\\udca1" in text
    vault.write("x.canvas", text)
    vault.index.refresh()
    (link,) = vault.index.links(source="x.canvas")
    assert (link.line, link.column, link.resolved) == (1, text.index("[[b]]") + 1, "b.md")


def test_a_note_may_link_to_a_canvas(vault: Any) -> None:
    vault.write("a.md", "[[x.canvas]]")
    vault.write("x.canvas", "{}")
    vault.index.refresh()
    assert (vault.link("a.md").status, vault.link("a.md").resolved) == ("attachment", "x.canvas")


@pytest.mark.parametrize(
    "text", ["", "  \n", "{}", '{"nodes": []}', '{"nodes": [1, null, {"type": "file"}]}', "\ufeff{}"]
)
def test_a_canvas_may_be_empty(vault: Any, text: str) -> None:
    vault.write("x.canvas", text)
    assert vault.index.refresh().problems == ()
    assert list(vault.index.links()) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"nodes": [\n{"type": "file",}\n]}', 2),
        ('{"nodes": [', 1),
        ("[]", 1),
        ('{"nodes": {}}', 1),
        ("[" * 100_000, 1),
        ('{"nodes": [' + '{"a":' * 50_000, 1),
        ("\0", 1),
    ],
)
def test_a_broken_canvas_is_one_problem(vault: Any, text: str, line: int) -> None:
    vault.write("x.canvas", text)
    vault.write("a.md", "[[x.canvas]]")
    (problem,) = vault.index.refresh().problems
    assert (problem.path, problem.line, problem.rule) == ("x.canvas", line, "note-unreadable")
    assert vault.link("a.md").resolved == "x.canvas"


def test_a_changed_canvas_is_read_again(vault: Any) -> None:
    vault.write("a.md")
    vault.write("x.canvas", '{"nodes": [{"type": "file", "file": "b.md"}]}')
    vault.index.refresh()
    assert vault.link("x.canvas").status == "unresolved"
    vault.write("x.canvas", '{"nodes": [{"type": "file", "file": "a.md"}]}')
    vault.index.refresh()
    assert vault.link("x.canvas").resolved == "a.md"
    (vault.root / "x.canvas").unlink()
    vault.index.refresh()
    assert list(vault.index.links()) == []
