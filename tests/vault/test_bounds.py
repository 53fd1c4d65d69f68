"""Files that can't be read whole: each is told once with what to do, and costs no other note anything."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from vaultkit.config import Bounds
from vaultkit.model import Problem


def problems(vault: Any) -> list[Problem]:
    """What the index tells, after the healthy note beside proved to be read."""
    vault.write("healthy.md", "[[bad]]")
    vault.index.refresh()
    assert vault.index.note("healthy.md").links
    told: list[Problem] = vault.index.problems()
    for problem in told:
        assert problem.message and "\n" not in problem.message and ": " in problem.message
    vault.index.refresh()
    assert vault.index.problems() == told
    return told


def one(vault: Any, path: str = "bad.md", rule: str = "note-unreadable") -> Problem:
    (problem,) = problems(vault)
    assert (problem.path, problem.rule) == (path, rule)
    return problem


def test_a_note_that_is_too_large(make_vault: Any) -> None:
    vault = make_vault(bounds=Bounds(note_bytes=1000))
    vault.write("bad.md", "[[healthy]]\n" * 100)
    assert "1,000 bytes" in one(vault).message
    assert vault.link("healthy.md").resolved == "bad.md", "it stays a target"
    assert "bad.md" not in [facts.path for facts in vault.index.facts()]
    assert vault.link("healthy.md").subpath_status is None


def test_a_note_of_ten_megabytes_is_the_default_bound(vault: Any) -> None:
    vault.write("bad.md", "x" * 10_000_001)
    assert "10,000,000 bytes" in one(vault).message


def test_a_line_that_is_too_long(vault: Any) -> None:
    vault.write("bad.md", "[[healthy]]\n" + "x" * 1_000_001 + "\n# End\n")
    assert one(vault).line == 2
    assert vault.index.note("bad.md").headings[0].text == "End"


def test_frontmatter_that_is_too_long(vault: Any) -> None:
    vault.write("bad.md", "---\na: " + "x" * 256_001 + "\n---\n[[healthy]]\n")
    one(vault, rule="frontmatter-invalid")
    assert vault.link("bad.md", 4).resolved == "healthy.md"


def test_anchors_that_expand(vault: Any) -> None:
    levels = [f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 10)}]" for i in range(1, 10)]
    vault.write("bad.md", "\n".join(["---", "l0: &l0 [x]", *levels, "---", "[[healthy]]"]))
    one(vault, rule="frontmatter-invalid")
    assert vault.link("bad.md", 13).resolved == "healthy.md"


def test_blocks_that_are_nested_too_deep(vault: Any) -> None:
    vault.write("bad.md", ">" * 5000 + " deep\n\n[[healthy]]\n")
    one(vault)
    assert vault.link("bad.md", 3).resolved == "healthy.md"


def test_bytes_that_are_no_utf8(vault: Any) -> None:
    (vault.root / "bad.md").write_bytes(b"# Ok\n\ncaf\xe9 [[healthy]]\n")
    assert one(vault).line == 3
    assert vault.link("bad.md", 3).resolved == "healthy.md"


def test_utf16(vault: Any) -> None:
    (vault.root / "bad.md").write_bytes("[[healthy]]".encode("utf-16"))
    assert "UTF-16" in one(vault).message
    assert vault.link("bad.md").resolved == "healthy.md"


def test_nul_bytes(vault: Any) -> None:
    (vault.root / "bad.md").write_bytes(b"one\n\0two [[healthy]]\n")
    assert one(vault).line == 2
    assert vault.link("bad.md", 2).resolved == "healthy.md"


def test_a_binary_file(vault: Any) -> None:
    (vault.root / "bad.md").write_bytes(bytes(range(256)) * 50)
    assert {problem.path for problem in problems(vault)} == {"bad.md"}


def test_a_symlink_that_leaves_the_vault(vault: Any, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("[[healthy]]")
    (vault.root / "bad.md").symlink_to(tmp_path / "secret.md")
    assert "leaves the vault" in one(vault).message
    assert vault.link("healthy.md").status == "unresolved"


def test_a_folder_symlink_that_leaves_the_vault(vault: Any, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far/bad.md").write_text("")
    (vault.root / "folder").symlink_to(tmp_path / "far")
    assert "leaves the vault" in one(vault, "folder").message


def test_symlinks_that_loop(vault: Any) -> None:
    (vault.root / "bad.md").symlink_to(vault.root / "bad2.md")
    (vault.root / "bad2.md").symlink_to(vault.root / "bad.md")
    (vault.root / "sub").mkdir()
    (vault.root / "sub/up").symlink_to(vault.root)
    told = {problem.path: problem.message for problem in problems(vault)}
    assert list(told) == ["bad.md", "bad2.md", "sub/up"]
    assert "loops" in told["bad.md"] and "folder" in told["sub/up"]


def test_a_symlink_to_nothing(vault: Any) -> None:
    (vault.root / "bad.md").symlink_to(vault.root / "none")
    assert "nothing" in one(vault).message


def test_a_symlink_inside_of_the_vault_is_a_note(vault: Any) -> None:
    vault.write("x/real.md", "[[healthy]]")
    (vault.root / "bad.md").symlink_to(vault.root / "x/real.md")
    assert problems(vault) == []
    assert vault.link("bad.md").resolved == "healthy.md"


def test_a_vault_that_is_a_symlink_itself(make_vault: Any, tmp_path: Path) -> None:
    real = make_vault("real")
    (tmp_path / "alias").symlink_to(real.root)
    vault = make_vault("alias")
    (vault.root / "a.md").symlink_to(real.root / "healthy.md")
    assert problems(vault) == []


def test_a_pipe(vault: Any) -> None:
    os.mkfifo(vault.root / "bad.md")
    assert "no regular file" in one(vault).message


def test_a_socket(vault: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(vault.root)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("bad.md")
        assert "no regular file" in one(vault).message


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_note_that_may_not_be_read(vault: Any) -> None:
    vault.write("bad.md").chmod(0)
    assert "can't be read" in one(vault).message


def test_a_note_that_can_not_be_opened(vault: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    vault.write("bad.md", "[[healthy]]")
    opened = os.open

    def refuse(path: Any, *args: Any, **kwargs: Any) -> int:
        if str(path).endswith("bad.md"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", refuse)
    assert "Permission denied" in one(vault).message
    monkeypatch.undo()
    vault.write("bad.md", "[[healthy]] now")
    assert problems(vault) == []


def test_a_name_that_is_no_utf8(vault: Any) -> None:
    try:
        with open(os.fsencode(vault.root) + b"/caf\xe9.md", "wb"):
            pass
    except OSError:
        pytest.skip("the file system takes UTF-8 only")
    assert "not UTF-8" in one(vault, "caf\\xe9.md").message


def test_a_name_with_odd_characters(vault: Any, assert_as_fresh: Any) -> None:
    for name in ('Он "цитата"', "a\nb", "tab\there", "💡", " x ", "-rf", "%20", "a'b", "x;y"):
        vault.write(name + ".md", "[[healthy]]")
    assert problems(vault) == []
    assert len(vault.index.facts()) == 10
    assert_as_fresh(vault)


def test_a_mended_note_loses_its_problem(vault: Any) -> None:
    (vault.root / "bad.md").write_bytes(b"\xff")
    one(vault)
    vault.write("bad.md", "fine")
    assert problems(vault) == []
    (vault.root / "bad.md").write_bytes(b"\xff")
    one(vault)
    (vault.root / "bad.md").unlink()
    assert problems(vault) == []
