"""Folders of templates. Sources: Obsidian Help, "Templates"; Templater's settings; docs/contract.md: settings are
untrusted."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from vaultkit import Vault
from vaultkit.vault.obsidian import in_folders, template_folders

CORE = ".obsidian/templates.json"
TEMPLATER = ".obsidian/plugins/templater-obsidian/data.json"


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


@pytest.mark.parametrize(("folder", "found"), [
    ("Шаблоны", ("шаблоны/",)), ("/Meta/Tpl/", ("meta/tpl/",)), ("a\\b", ("a/b/",)), ("./a", ("a/",)), ("", ()), ("/", ()), (".", ()),
    ("../a", ()), ("a/../../b", ()), (5, ()), (None, ()), (["a"], ()), ({"a": 1}, ()), ("a\0b", ()),
])
@pytest.mark.parametrize(("file", "name"), [(CORE, "folder"), (TEMPLATER, "templates_folder")])
def test_a_folder_inside_of_the_vault_is_taken(tmp_path: Path, file: str, name: str, folder: object,
                                               found: tuple[str, ...]) -> None:
    write(tmp_path, file, json.dumps({name: folder}))
    assert template_folders(tmp_path) == found


@pytest.mark.parametrize("text", ["", "[", "[]", "null", "1", "[" * 100_000, '{"folder": "a"}' + " " * 1_100_000])
def test_a_file_that_is_no_settings_names_none(tmp_path: Path, text: str) -> None:
    write(tmp_path, CORE, text)
    assert template_folders(tmp_path) == ()


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_neither_a_link_out_of_the_vault_nor_a_pipe_is_read(tmp_path: Path) -> None:
    write(tmp_path, "out/templates.json", '{"folder": "a"}')
    vault = tmp_path / "vault"
    (vault / ".obsidian").mkdir(parents=True)
    (vault / CORE).symlink_to(tmp_path / "out/templates.json")
    assert template_folders(vault) == ()
    (vault / CORE).unlink()
    os.mkfifo(vault / CORE)
    assert template_folders(vault) == ()
    (vault / CORE).unlink()
    (vault / ".obsidian").rmdir()
    (vault / ".obsidian").symlink_to(tmp_path / "out")
    assert template_folders(vault) == ()


def test_folders_compare_as_names_do() -> None:
    assert in_folders("ШАБЛОНЫ/a.md", ("шаблоны/",)) and in_folders("шаблоны/x/a.md", ("шаблоны/",))
    assert not in_folders("шаблоны2/a.md", ("шаблоны/",)) and not in_folders("x/шаблоны/a.md", ("шаблоны/",))


def test_a_change_of_the_settings_is_noticed_both_ways(tmp_path: Path) -> None:
    write(tmp_path, "T/Идея.md", "---\nkind: concept\ncode: {{path}}\ncreated: {{date}} {{time}}\n---\n[[{{title}}]]\n")
    write(tmp_path, "Ещё.md", "текст")

    def told() -> tuple[list[str], list[str], list[str]]:
        with Vault.open(tmp_path) as vault:
            return (sorted(finding.rule for finding in vault.check().findings if finding.rule != "code-missing"),
                    [link.target for link in vault.links()], [gap.concept for gap in vault.gaps().gaps])

    named = (["frontmatter-invalid", "new-gap", "unresolved-link"], ["{{title}}"], ["T/Идея.md"])
    assert told() == named
    write(tmp_path, CORE, '{"folder": "T"}')
    assert told() == ([], [], [])
    write(tmp_path, CORE, '{"folder": "X"}')
    assert told() == named
