"""The index of a vault: what it says after the first run and after each kind of change."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from vaultkit.config import Bounds, ChatForms, Config
from vaultkit.errors import UsageError
from vaultkit.storage import index_folder
from vaultkit.vault import VaultIndex

SMALL = {
    "Концепт.md": '---\naliases: [Идея]\nschemes: "[[Схема#Обзор]]"\n---\n# Обзор\n\n'
    "Текст. [[Схема]] и [[нет такой]]. ^b1\n",
    "схемы/Схема.md": "# Обзор\n\n![[рисунок.png]] [a](../Концепт.md#^b1) [[Идея]] [x](https://e.org)\n\n"
    "%% [[Концепт]] %%\n",
    "файлы/рисунок.png": "",
}


def fill(vault: Any) -> None:
    for path, text in SMALL.items():
        vault.write(path, text)


def test_the_first_run_reads_everything(vault: Any) -> None:
    fill(vault)
    report = vault.index.refresh()
    assert (report.total, report.read, report.changed, report.removed, report.links) == (2, 2, 2, 0, 8)
    assert report.changed_paths == ("Концепт.md", "схемы/Схема.md")
    assert [facts.path for facts in vault.index.facts()] == ["Концепт.md", "схемы/Схема.md"]
    assert vault.index.files() == ["файлы/рисунок.png"]
    assert vault.index.problems() == [] == list(report.problems)


def test_links_say_where_they_stand_and_lead(vault: Any) -> None:
    fill(vault)
    vault.index.refresh()
    told = [
        (at.source, at.line, at.column, at.kind, at.status, at.subpath_status, at.resolved, at.candidates)
        for at in vault.index.links()
    ]
    assert told == [
        ("Концепт.md", 3, 11, "property", "resolved", "ok", "схемы/Схема.md", ()),
        ("Концепт.md", 7, 8, "wikilink", "resolved", None, "схемы/Схема.md", ()),
        ("Концепт.md", 7, 20, "wikilink", "unresolved", None, None, ()),
        ("схемы/Схема.md", 3, 1, "embed", "attachment", None, "файлы/рисунок.png", ()),
        ("схемы/Схема.md", 3, 18, "markdown", "resolved", "ok", "Концепт.md", ()),
        ("схемы/Схема.md", 3, 41, "wikilink", "unresolved", None, None, ("Концепт.md",)),
        ("схемы/Схема.md", 3, 50, "markdown", "external", None, None, ()),
        ("схемы/Схема.md", 5, 4, "wikilink", "resolved", None, "Концепт.md", ()),
    ]
    assert [link.commented for link in vault.index.links()] == [False] * 7 + [True]


def test_links_can_be_filtered(vault: Any) -> None:
    fill(vault)
    vault.index.refresh()
    everything = list(vault.index.links())

    def told(**filters: Any) -> list[Any]:
        return list(vault.index.links(**filters))

    assert told(source="Концепт.md") == [link for link in everything if link.source == "Концепт.md"]
    assert told(target="Концепт.md") == [link for link in everything if link.resolved == "Концепт.md"]
    for status in ("resolved", "unresolved", "attachment", "external", "ambiguous"):
        assert told(status=status) == [link for link in everything if link.status == status]
    assert told(with_relation_field=True) == [link for link in everything if link.field]
    assert told(with_relation_field=False) == [link for link in everything if not link.field]
    both = told(source="схемы/Схема.md", target="Концепт.md", status="resolved")
    assert [link.line for link in both] == [3, 5]
    assert told(source="нет.md") == told(target="нет.md") == []


def test_edges_are_the_links_that_lead_to_a_file(vault: Any) -> None:
    fill(vault)
    vault.index.refresh()
    assert list(vault.index.edges()) == [
        (link.source, link.resolved, link.subpath, link.field, link.line, link.column, link.commented, link.status)
        for link in vault.index.links()
        if link.resolved
    ]


def test_a_note_comes_back_as_it_was_parsed(vault: Any) -> None:
    from vaultkit.markdown.blocks import blocks
    from vaultkit.markdown.parse import parse

    text = (
        "---\ntitle: Имя\naliases: [A, Б]\ntags: [x/y]\nlist: [1, 2.5, null, {a: b}]\n---\n"
        "# Один ^h\nкогда:: [[Б]]\n\n"
        "## Два\n- [ ] дело #тег\n1. раз\n2. два\n3. три\n\n```python\ndef f(): ...\n```\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "> [!note]- Вид\n> текст **жирный** `код`[^1]\n\n[^1]: сноска\n%% скрыто %%\n"
        ">[!nexus_user] **User** - 30.06.2025 at 12:10\n> вопрос\n<!-- UID: u1 -->\n"
    )
    vault.write("п/а.md", text)
    vault.index.refresh()
    parsed = parse(text, "п/а.md", chats=ChatForms(), bounds=Bounds())
    assert vault.index.note("п/а.md") == parsed
    (facts,) = vault.index.facts()
    assert (facts.title, facts.summary, facts.aliases) == (parsed.title, parsed.summary, parsed.aliases)
    assert facts.tags == tuple(tag.name for tag in parsed.tags)
    assert facts.headings == parsed.headings and facts.fields == parsed.fields and facts.blocks == tuple(blocks(parsed))
    assert facts.properties == {p.name: p.value for p in parsed.properties}
    assert facts.property_lines == {p.name: p.line for p in parsed.properties}
    assert facts.is_chat and facts.line_count == parsed.line_count


def test_a_path_that_is_no_note_is_a_key_error(vault: Any) -> None:
    fill(vault)
    vault.index.refresh()
    for path in ("нет.md", "файлы/рисунок.png"):
        with pytest.raises(KeyError):
            vault.index.note(path)


def test_a_run_without_changes_reads_and_writes_nothing(vault: Any) -> None:
    fill(vault)
    for path in SMALL:
        os.utime(vault.root / path, (1, 1))
    vault.index.refresh()
    settle(vault)
    before = (index_folder(vault.root) / "notes.db").stat().st_mtime_ns, vault.index.generation
    report = vault.index.refresh()
    assert (report.read, report.changed, report.removed, report.links, report.total) == (0, 0, 0, 8, 2)
    assert ((index_folder(vault.root) / "notes.db").stat().st_mtime_ns, vault.index.generation) == before


def settle(vault: Any) -> None:
    """Refresh until no file is young enough to be doubted."""
    import time

    time.sleep(0.05)
    vault.index.refresh()


def test_only_the_changed_note_is_read(vault: Any) -> None:
    fill(vault)
    vault.index.refresh()
    settle(vault)
    vault.write("схемы/Схема.md", "# Другое\n")
    report = vault.index.refresh()
    assert (report.read, report.changed_paths, report.links) == (1, ("схемы/Схема.md",), 3)
    assert vault.link("Концепт.md", 3).subpath_status == "missing"


def test_settings_that_change_records_make_them_anew(vault: Any) -> None:
    fill(vault)
    vault.index.refresh()
    settle(vault)
    assert vault.reopen(bounds=Bounds(note_bytes=5_000_000)).refresh().read == 2
    assert (
        vault.reopen(bounds=Bounds(note_bytes=5_000_000), chats=ChatForms(roles={"Бот": "assistant"})).refresh().read
        == 2
    )


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        VaultIndex.open(Config(vault=tmp_path / "none"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Концепт.md", ["Концепт.md"]),
        ("Концепт", ["Концепт.md"]),
        ("концепт", ["Концепт.md"]),
        ("схемы/схема", ["схемы/Схема.md"]),
        ("идея", ["Концепт.md"]),
        ("Имя по свойству", ["b/y.md"]),
        ("x", ["a/x.md", "b/x.md"]),
        ("a/x", ["a/x.md"]),
        ("./a/x.md", ["a/x.md"]),
        ("онцеп", ["Концепт.md"]),
        ("нет такого", []),
        ("", []),
    ],
)
def test_a_person_names_a_note_in_many_ways(vault: Any, name: str, expected: list[str]) -> None:
    fill(vault)
    vault.write("a/x.md", "")
    vault.write("b/x.md", "")
    vault.write("b/y.md", "---\ntitle: Имя по свойству\n---\n")
    vault.index.refresh()
    assert vault.index.resolve(name) == expected


def test_nothing_is_put_into_the_vault(vault: Any) -> None:
    vault.write("a.md", "text")
    vault.index.refresh()
    assert [path.name for path in vault.root.iterdir()] == ["a.md"]


def test_progress_counts_the_files_read(vault: Any) -> None:
    fill(vault)
    seen: list[tuple[int, int]] = []
    vault.index.refresh(progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_text_is_what_stands_on_disk_now(vault: Any) -> None:
    fill(vault)
    vault.index.refresh()
    vault.write("Концепт.md", "новое")
    assert vault.index.text("Концепт.md") == "новое"
    with pytest.raises(KeyError):
        vault.index.text("нет.md")
