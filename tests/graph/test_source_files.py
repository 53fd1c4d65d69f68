"""Where a path named by a note is looked for, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from vaultkit.config import Bounds, Config
from vaultkit.graph import SourceFiles


@pytest.fixture
def config(tmp_path: Path) -> Config:
    for name, text in {"root/a.py": "def f(): return 1\n", "vault/b.py": "x = 1\n", "vault/n/c.py": "y = 2\n",
                       "secret.py": "z = 3\n", "root/data.bin.py": "\0", "root/big.py": "x = 1\n" * 100}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Config(vault=tmp_path / "vault", roots=(tmp_path / "root",), bounds=Bounds(source_bytes=100))


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
    ("data.bin.py", None, "unreadable", "data.bin.py"),
    ("big.py", "x", "unreadable", "big.py"),
    ("n" * 5000 + ".py", None, "missing_file", "n" * 5000 + ".py")])
def test_a_path_is_looked_for_in_roots_vault_and_beside_the_note(config: Config, path: str, symbol: str | None,
                                                                 status: str, file: str):
    hit = SourceFiles(config).find(path, symbol, "n/note.md")
    assert (hit.status, hit.file) == (status, file)


def test_a_link_that_leaves_the_roots_is_refused(config: Config, tmp_path: Path):
    (tmp_path / "root/out.py").symlink_to(tmp_path / "secret.py")
    assert SourceFiles(config).find("out.py", "z", "n/note.md").status == "refused"


def test_a_loop_of_links_is_no_file(config: Config, tmp_path: Path):
    (tmp_path / "root/loop.py").symlink_to(tmp_path / "root/loop.py")
    assert SourceFiles(config).find("loop.py", None, "n/note.md").status == "missing_file"
