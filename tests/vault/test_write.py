"""Notes on disk: new ones never overwrite, edits are whole or not at all and stay inside of the vault."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vaultkit.errors import UsageError
from vaultkit.markdown.parse import parse
from vaultkit.vault.write import new_note, write_note, write_property


def test_a_new_note_has_properties_and_body(tmp_path: Path) -> None:
    new_note(tmp_path / "a/Заметка.md", {"kind": "концепт", "up": ["[[Дом]]"], "draft": True}, "Текст\n")
    text = (tmp_path / "a/Заметка.md").read_bytes().decode()
    note = parse(text, "a/Заметка.md")
    assert text.endswith("---\n\nТекст\n") and "концепт" in text
    assert {p.name: p.value for p in note.properties} == {"kind": "концепт", "up": ["[[Дом]]"], "draft": True}


def test_a_new_note_may_have_no_properties(tmp_path: Path) -> None:
    new_note(tmp_path / "a.md", {}, "Текст")
    assert (tmp_path / "a.md").read_bytes() == "Текст\n".encode()


def test_a_new_note_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("мой")
    with pytest.raises(UsageError, match="exists already"):
        new_note(tmp_path / "a.md", {}, "чужой")
    assert (tmp_path / "a.md").read_text() == "мой"


def test_an_edit_keeps_bytes_and_permissions(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"\xef\xbb\xbf---\r\nkind: note\r\n---\r\nx\ny\r\n")
    note.chmod(0o640)
    assert write_property(tmp_path, "a.md", "kind", "concept")
    assert note.read_bytes() == b"\xef\xbb\xbf---\r\nkind: concept\r\n---\r\nx\ny\r\n"
    assert note.stat().st_mode & 0o777 == 0o640
    assert not write_property(tmp_path, "a.md", "kind", "concept")
    assert os.listdir(tmp_path) == ["a.md"]


def test_a_note_that_is_no_utf8_is_not_edited(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"caf\xe9")
    with pytest.raises(UsageError, match="UTF-8"):
        write_property(tmp_path, "a.md", "kind", "concept")
    assert (tmp_path / "a.md").read_bytes() == b"caf\xe9"


@pytest.mark.parametrize(
    "path", ["../outside.md", "link.md", "folder/x.md", ".obsidian/x.md", "none.md", "x.txt", "/etc/hosts"]
)
def test_nothing_is_written_outside_of_the_notes(tmp_path: Path, path: str) -> None:
    vault = tmp_path / "vault"
    (vault / ".obsidian").mkdir(parents=True)
    (tmp_path / "far").mkdir()
    for file in (tmp_path / "outside.md", tmp_path / "far/x.md", vault / ".obsidian/x.md", vault / "x.txt"):
        file.write_text("мой")
    (vault / "link.md").symlink_to(tmp_path / "outside.md")
    (vault / "folder").symlink_to(tmp_path / "far")
    with pytest.raises(UsageError):
        write_note(vault, path, "чужой")
    assert (tmp_path / "outside.md").read_text() == (tmp_path / "far/x.md").read_text() == "мой"


def test_a_link_inside_of_the_vault_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("старое")
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
    write_note(tmp_path, "b.md", "новое")
    assert (tmp_path / "a.md").read_text() == "новое" and (tmp_path / "b.md").is_symlink()


def test_frontmatter_that_is_not_edited_is_named_with_its_file(tmp_path):
    (tmp_path / "b.md").write_text("---\na: 1\na: 2\n---\n")
    with pytest.raises(UsageError, match=r"^b\.md: line 3: "):
        write_property(tmp_path, "b.md", "kind", "concept")
