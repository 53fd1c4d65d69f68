"""Where a path named by a note is looked for, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultkit.config import Bounds, Config
from vaultkit.graph import SourceSymbols
from vaultkit.graph.symbols import split_reference
from vaultkit.source.index import SourceIndex


@pytest.fixture
def config(tmp_path: Path) -> Config:
    for name, text in {"root/a.py": "def f(): return 1\n", "vault/b.py": "x = 1\n", "vault/n/c.py": "y = 2\n",
                       "secret.py": "z = 3\n", "root/data.bin.py": "\0", "root/big.py": "x = 1\n" * 100}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Config(vault=tmp_path / "vault", roots=(tmp_path / "root",), bounds=Bounds(source_bytes=100))


@pytest.fixture
def index(config: Config) -> Iterator[SourceIndex]:
    with SourceIndex.open(config) as index:
        index.refresh()
        yield index


def look(index: SourceIndex, path: str, symbol: str | None) -> tuple[str, str]:
    hit = SourceSymbols(index, lambda name: None).find(path, symbol, "n/note.md")
    return hit.status, hit.file


@pytest.mark.parametrize(("path", "symbol", "status", "file"), [
    ("a.py", "f", "found", "a.py"),
    ("a.py", "g", "missing_symbol", "a.py"),
    ("b.py", "x", "found", "b.py"),
    ("c.py", "y", "found", "n/c.py"),
    ("../b.py", "x", "found", "b.py"),
    ("none.py", None, "missing_file", "none.py"),
    ("../../secret.py", None, "refused", "../../secret.py"),
    ("/etc/passwd", None, "refused", "/etc/passwd"),
    ("a.py/x", None, "missing_file", "a.py/x"),
    ("", None, "missing_file", ""),
    ("a\0.py", None, "missing_file", "a\0.py"),
    ("data.bin.py", None, "found", "data.bin.py"),
    ("big.py", "x", "found", "big.py"),
    ("n" * 5000 + ".py", None, "missing_file", "n" * 5000 + ".py")])
def test_a_path_is_looked_for_in_roots_vault_and_beside_the_note(index: SourceIndex, path: str, symbol: str | None,
                                                                 status: str, file: str):
    assert look(index, path, symbol) == (status, file)


def test_a_file_that_can_not_be_read_is_there_and_told(index: SourceIndex):
    assert {problem.path: problem.rule for problem in index.problems()} == {
        "data.bin.py": "note-unreadable", "big.py": "note-unreadable"}


def test_a_link_that_leaves_the_roots_is_refused(index: SourceIndex, tmp_path: Path):
    (tmp_path / "root/out.py").symlink_to(tmp_path / "secret.py")
    assert look(index, "out.py", "z")[0] == "refused"


def test_a_loop_of_links_is_no_file(index: SourceIndex, tmp_path: Path):
    (tmp_path / "root/loop.py").symlink_to(tmp_path / "root/loop.py")
    assert look(index, "loop.py", None)[0] == "missing_file"


@pytest.mark.parametrize(("text", "path", "symbol"), [
    ("a/b.py", "a/b.py", None),
    ("a/b.py#C.d", "a/b.py", "C.d"),
    ("a/b.py::C::d", "a/b.py", "C.d"),
    ("a\\b.py#c()", "a/b.py", "c"),
    ("a.py:12", "a.py", None),
    ("a.py#L10-L20", "a.py", None),
    ("a.py#", "a.py", None)])
def test_a_reference_is_a_path_and_a_symbol(text: str, path: str, symbol: str | None):
    assert split_reference(text) == (path, symbol)


def test_a_path_that_leads_out_is_not_said_to_be_missing(tmp_path):
    from vaultkit import Vault

    (tmp_path / "a.md").write_text("---\nkind: concept\ncode: ../../etc/passwd\n---\n[[../b.py]]\n")
    with Vault.open(tmp_path) as vault:
        gap = vault.gap("a.md")
    assert gap is not None and gap.state == "broken"
    assert gap.why[0] == "../../etc/passwd leads out of the source roots and the vault (a.md:3)"
