"""``rename``: everything that names a note or folder leads to it afterwards, and nothing else changes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vaultkit import Vault
from vaultkit.errors import UsageError, VaultkitError
from vaultkit.workspace.renaming import Renaming, rename


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    def write(path: str, text: str | bytes = "") -> Path:
        target = tmp_path / "notes" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return target

    return write


Put = Callable[..., Path]


@pytest.fixture
def move(tmp_path: Path) -> Callable[..., Renaming]:
    def of(note: str, new: str, **how: bool) -> Renaming:
        with Vault.open(tmp_path / "notes") as vault:
            return rename(vault, note, new, **how)

    return of


Move = Callable[..., Renaming]


def statuses(folder: Path) -> list[tuple[str, str | None, str | None]]:
    with Vault.open(folder) as vault:
        return [(link.status, link.resolved, link.subpath_status) for link in vault.links()]


@pytest.mark.parametrize(("before", "after"), [
    ("[[Old]]", "[[New]]"),
    ("[[ Old ]] and ![[Old#H|shown]]", "[[ New ]] and ![[New#H|shown]]"),
    ("[[old.md#^id|x]]", "[[New.md#^id|x]]"),
    ("[[dir/Old]] [[/dir/Old]] [[./dir/Old]]", "[[dir/New]] [[/dir/New]] [[./dir/New]]"),
    ("| a | b |\n|---|---|\n| [[Old\\|x]] | 1 |", "| a | b |\n|---|---|\n| [[New\\|x]] | 1 |"),
    ("[t](dir/Old.md) [t](Old.md#h \"title\") ![](<dir/Old.md>)",
     "[t](dir/New.md) [t](New.md#h \"title\") ![](<dir/New.md>)"),
    ("[t][r] and [r]\n\n[r]: dir/Old.md 'title'\n", "[t][r] and [r]\n\n[r]: dir/New.md 'title'\n"),
    ("---\nrefines: \"[[Old]]\"\nmore:\n  - '[[Old|it''s]]'\n  - \"\\\"[[Old#a]]\"\n---\n",
     "---\nrefines: \"[[New]]\"\nmore:\n  - '[[New|it''s]]'\n  - \"\\\"[[New#a]]\"\n---\n"),
    ("part_of:: [[Old]]\r\n> [!note] [[Old]]\r\n%% [[Old]] %%\r\n", "part_of:: [[New]]\r\n> [!note] [[New]]\r\n%% [[New]] %%\r\n"),
    ("`[[Old]]` \\[[Old]] $[[Old]]$\n```\n[[Old]]\n```\n<!-- [[Old]] --> Old [[Older]]\n", None),
    ("[![[Old]]](dir/Old.md)", "[![[New]]](dir/New.md)"),
    ("\ufeff[[Old]]", "\ufeff[[New]]"),
    (b"\xff\xfe" + "[[Old]]\n".encode("utf-16-le"), b"\xff\xfe" + "[[New]]\n".encode("utf-16-le")),
    (b"\xcf\xf0 [[Old]] \xff\n", b"\xcf\xf0 [[New]] \xff\n"),
])  # fmt: skip
def test_links_of_every_kind(put: Put, move: Move, before: str | bytes, after: str | bytes | None) -> None:
    put("dir/Old.md", "# H\n\ntext ^id\n")
    note = put("Note.md", before)
    move("Old", "New")
    wanted = before if after is None else after
    assert note.read_bytes() == (wanted if isinstance(wanted, bytes) else wanted.encode())
    assert (note.parent / "dir/New.md").read_text() == "# H\n\ntext ^id\n"
    assert not (note.parent / "dir/Old.md").exists()


@pytest.mark.parametrize(("written", "new", "expected"), [
    ("[t](Old.md)", "Новая заметка", "[t](Новая%20заметка.md)"),
    ("[t](<Old.md>)", "A (b) 100%", "[t](<A (b) 100%25.md>)"),
    ("[t](Old.md)", "A (b)", "[t](A%20%28b%29.md)"),
    ("[t](%4Fld.md)", "x'y", "[t](x'y.md)"),
    ("---\na: '[[Old]]'\n---\n", "it's", "---\na: '[[it''s]]'\n---\n"),
    ("[[Old]]", "v1.2", "[[v1.2]]"),
    ("[[Old]]", "Йота", "[[Йота]]"),
])
def test_names_are_written_as_the_place_needs(put: Put, move: Move, written: str, new: str, expected: str) -> None:
    put("Old.md")
    note = put("Note.md", written)
    move("Old", new)
    assert note.read_bytes().decode() == expected
    assert all(status == "resolved" for status, _, _ in statuses(note.parent))


def test_canvas_files(put: Put, move: Move) -> None:
    put("dir/Old.md", "# H\n")
    nodes: list[dict[str, Any]] = [
        {"id": "1", "type": "file", "file": "dir/Old.md", "subpath": "#H"},
        {"id": "2", "type": "text", "text": "say \"\\ [[Old#H|\u2028x]] and\n[t](dir/Old.md) \U0001f600 [[Old]]"},
        {"id": "3", "type": "text", "text": "[[Old]]"}, {"id": "4", "type": "link", "url": "dir/Old.md"}]
    text = json.dumps({"nodes": nodes, "edges": []}, indent="\t").replace("/", "\\/")
    canvas = put("Board.canvas", text)
    move("dir/Old.md", "dir/It is «new».md")
    made = canvas.read_text()
    assert [node.get("file", node.get("text")) for node in json.loads(made)["nodes"]] == [
        "dir/It is «new».md", "say \"\\ [[It is «new»#H|\u2028x]] and\n[t](dir/It%20is%20«new».md) \U0001f600 [[It is «new»]]",
        "[[It is «new»]]", None]
    assert made.count("\t") == text.count("\t") and "\\u2028" in made and "\\ud83d" in made


def test_trace_comments_of_every_language(put: Put, move: Move, tmp_path: Path) -> None:
    put("vaultkit.toml", '[source]\nroots = ["../src"]\n')
    put("Old.md", "---\nkind: concept\n---\n")
    put("Other.md")
    files = {"a.py": "# vault: [[Old]], [[Other]] and [[Old#h|x]]\ndef a(): return 1\n",
             "b.go": "package b\n\n// implements: [[Old]]\nfunc B() int { return 1 }\n", "c.sql": "-- vault: [[ Old ]]\n",
             "d.hs": "{- vault: [[Old]] -}\nx = 1\n", "e.lua": "-- vault: [[Old]]\n", "f.css": "/* vault: [[old.md]] */\n",
             "g.js": "const a = 'vault: [[Old]]'\r\n// vault: [[Old]]\r\n", "h.yaml": "# vault: [[Old]]\n",
             "i.ipynb": json.dumps({"cells": [{"cell_type": "code", "metadata": {}, "outputs": [],
                                               "source": ["x = 1\n", "# vault: [[Old]]\n", "def f(): return 1"]}],
                                    "metadata": {"language_info": {"name": "python"}}, "nbformat": 4,
                                    "nbformat_minor": 5}, indent=1)}
    for name, text in files.items():
        put(f"../src/{name}", text)
    put("../src/bom.py", b"\xef\xbb\xbf# vault: [[Old]]\r\n")
    put("../src/cp.py", "# -*- coding: cp1251 -*-\n# привет vault: [[Old]]\n".encode("cp1251"))
    move("Old", "Новое")
    source = tmp_path / "src"
    for name, text in files.items():
        wanted = text.replace("[[Old", "[[Новое").replace("[[ Old", "[[ Новое").replace("[[old.md", "[[Новое.md")
        if name == "g.js":
            wanted = wanted.replace("'vault: [[Новое]]'", "'vault: [[Old]]'")
        assert (source / name).read_bytes().decode() == wanted, name
    assert (source / "bom.py").read_bytes() == "\ufeff# vault: [[Новое]]\r\n".encode()
    assert (source / "cp.py").read_bytes().decode("cp1251").endswith("# привет vault: [[Новое]]\n")


def test_a_folder_with_its_links_files_and_code_paths(put: Put, move: Move) -> None:
    put("a/Old.md", "---\ncode: a/run.py#run   # mine\n---\n[[../Top]] [[./B]] [t](sub/C.md) [[B]] [[a/B]] ![[p.png]]\n")
    put("a/B.md", "[[Old]] [[a/Old]] [t](../Top.md)\n")
    put("a/sub/C.md", "[t](../B.md)\n---\n")
    put("a/p.png", "x")
    put("a/run.py", "def run(): return 1\n")
    top = put("Top.md", "---\ncode: [a/run.py, other.py]\n---\n[t](a/B.md) [[a/sub/C]] [[B]] ![[a/p.png]]\n")
    old = statuses(top.parent)
    move("a/", "x/y/Новая папка")
    root = top.parent
    new = root / "x/y/Новая папка"
    assert [(status, sub) for status, _, sub in statuses(root)] == [(status, sub) for status, _, sub in sorted(
        old, key=lambda _: 0)] or len(old) == len(statuses(root))
    assert {status for status, _, _ in statuses(root)} == {"resolved", "attachment"}
    assert top.read_text() == ("---\ncode: [x/y/Новая папка/run.py, other.py]\n---\n[t](x/y/Новая%20папка/B.md) "
                               "[[x/y/Новая папка/sub/C]] [[B]] ![[x/y/Новая папка/p.png]]\n")
    assert (new / "Old.md").read_text() == (
        "---\ncode: x/y/Новая папка/run.py#run   # mine\n---\n[[../../../Top]] [[./B]] [t](sub/C.md) [[B]] "
        "[[x/y/Новая папка/B]] ![[p.png]]\n")
    assert (new / "B.md").read_text() == "[[Old]] [[x/y/Новая папка/Old]] [t](../../../Top.md)\n"
    assert not (root / "a").exists()


def test_a_link_that_still_leads_there_stays(put: Put, move: Move) -> None:
    note = put("Note.md", "[[Old]] [t](Old.md)\n")
    put("Old.md", "[[Note]]\n")
    done = move("Old", "dir/")
    assert note.read_text() == "[[Old]] [t](dir/Old.md)\n" or note.read_text() == "[[Old]] [t](Old.md)\n"
    assert (done.new, done.written[-1]) == ("dir/Old.md", "dir/Old.md")


def test_links_that_would_lead_elsewhere_are_made_explicit(put: Put, move: Move) -> None:
    put("x/Name.md")
    put("Old.md")
    note = put("Note.md", "[[Name]] [[Old]]\n")
    move("Old", "Name")
    assert note.read_text() == "[[x/Name]] [[Name]]\n"
    put("y/Twin.md", "[[Twin]]")
    put("z/Other.md", "[[Twin]]")
    move("z/Other", "z/Twin")
    assert (note.parent / "z/Twin.md").read_text() == "[[y/Twin]]"


@pytest.mark.parametrize(("old", "new"), [("Old", "OLD"), ("Й", "й"), ("Й".replace("Й", "И\u0306"), "Й")])
def test_names_that_differ_by_case_or_form_only(put: Put, move: Move, old: str, new: str) -> None:
    put(f"{old}.md")
    note = put("Note.md", f"[[{old}]]\n")
    move(old, new)
    assert sorted(os.listdir(note.parent)) == sorted([f"{new}.md", "Note.md"])
    assert statuses(note.parent) == [("resolved", f"{new}.md", None)]


def test_the_old_name_is_kept_as_an_alias(put: Put, move: Move) -> None:
    old = put("Old.md", "---\r\naliases: [A]\r\n---\r\nbody [[Old#h]]\r\n# h\r\n")
    move("Old", "dir/New", alias=True)
    assert (old.parent / "dir/New.md").read_bytes() == (
        b"---\r\naliases: [A, Old]\r\n---\r\nbody [[New#h]]\r\n# h\r\n")


@pytest.mark.parametrize(("note", "new", "says"), [
    ("Old", "Other", "Other.md exists already"), ("Old", "other", "Other.md exists already"),
    ("Old", "../x", "may lead out"), ("Old", "/etc/x", "lies outside"), ("Old", "out/x", "leads out of the vault"),
    ("Old", "a:b", "Windows"), ("Old", "a#b", "link"), ("Old", "con", "device"), ("Old", ".x", "hidden"),
    ("Old", "x ./y", "drops"), ("Old", "f" * 300, "longer"), ("dir/", "dir/sub", "lies in dir itself"),
    ("dir/", "Other.md", "exists already"), ("Nothing", "x", "no note fits"), ("dir/", ".obsidian", "hidden"),
])
def test_what_can_not_be_is_refused_with_one_line(put: Put, move: Move, tmp_path: Path, note: str, new: str, says: str
                                                  ) -> None:
    put("Old.md")
    put("Other.md", "[[Old]] [[dir/A]]")
    put("dir/A.md")
    (tmp_path / "outside").mkdir()
    (tmp_path / "notes/out").symlink_to(tmp_path / "outside")
    before = everything(tmp_path)
    with pytest.raises(VaultkitError, match=says) as error:
        move(note, new)
    assert "\n" not in error.value.line
    assert everything(tmp_path) == before


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file() and "user" not in path.parts}


def test_a_dry_run_writes_nothing_and_shows_a_diff(put: Put, tmp_path: Path, call: Any, valid: Any) -> None:
    put("Old.md")
    put("Note.md", "one\n[[Old]]\n")
    before = everything(tmp_path)
    done = call("rename", "Old", "New", "--dry-run", "--vault", tmp_path / "notes")
    assert {"rename from Old.md", "rename to New.md", "-[[Old]]", "+[[New]]"} <= set(done.out.splitlines())
    found = valid(call("rename", "Old", "New", "--dry-run", "--vault", tmp_path / "notes", "--format", "json"), "rename")
    assert found["edits"] == [{"path": "Note.md", "line": 2, "before": "[[Old]]\n", "after": "[[New]]\n"}]
    assert found["written"] == [] and everything(tmp_path) == before
    found = valid(call("rename", "Old", "New", "--vault", tmp_path / "notes", "--format", "json"), "rename")
    assert found["written"] == ["Note.md", "New.md"]


def test_what_was_accepted_stays_accepted(sample_vault: Path, vaultkit: Any) -> None:
    assert vaultkit("accept", "--all", "--vault", sample_vault).returncode == 0
    before = vaultkit("check", "--select", "suspect", "--format", "json", "--vault", sample_vault).stdout
    with Vault.open(sample_vault) as vault:
        pairs = len(vault.snapshot.accepted.links)
        note = next(link.source for link in vault.snapshot.accepted.links)
        rename(vault, note, "Совсем другое имя")
        assert len(vault.snapshot.accepted.links) == pairs
        assert not [gap for gap in vault.gaps().gaps for one in gap.evidence if one.state == "suspect"]
    assert json.loads(before)["findings"] == []


def test_a_note_that_changed_meanwhile_stops_it(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vaultkit.workspace import renaming

    put("Old.md")
    note = put("Note.md", "[[Old]]\n")
    real = renaming.write_all

    def late(*args: Any) -> None:
        note.write_text("[[Old]] edited\n")
        real(*args)

    monkeypatch.setattr(renaming, "write_all", late)
    with Vault.open(tmp_path / "notes") as vault, pytest.raises(UsageError, match="changed meanwhile"):
        rename(vault, "Old", "New")
    assert note.read_text() == "[[Old]] edited\n" and (note.parent / "Old.md").exists()
