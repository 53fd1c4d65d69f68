"""The index of source roots: what is in it, what a refresh reads, how odd files and folders are met."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from vaultkit.config import Bounds, Config
from vaultkit.source.index import SourceIndex
from vaultkit.storage import index_folder

Write = Callable[[str, str], Path]


def _ids(index: SourceIndex) -> list[str]:
    return [symbol.id for symbol in index.symbols()]


def test_symbols_and_comments_of_a_root(index: SourceIndex, write: Write, root: Path) -> None:
    write("pkg/router.py", "# vault: [[Router]]\nclass Router:\n    def route(self):\n        return 1\n")
    write("Dockerfile", "# implements: [[Box]]\nFROM scratch\n")
    report = index.refresh()
    assert (report.files, report.read, report.symbols) == (2, 2, 4)
    assert _ids(index) == ["Dockerfile", "pkg/router.py", "pkg/router.py#Router", "pkg/router.py#Router.route"]
    assert [(c.symbol, c.link.target, c.root) for c in index.comments()] == [
        ("Dockerfile", "Box", str(root)), ("pkg/router.py#Router", "Router", str(root))]  # fmt: skip


def test_a_second_refresh_reads_nothing_and_a_change_one_file(index: SourceIndex, write: Write) -> None:
    for name in "abc":
        path = write(f"{name}.py", f"def {name}(): return 1\n")
        os.utime(path, ns=(10**18, 10**18))
    index.refresh()
    _settle(index)
    assert index.refresh().read == 0
    write("b.py", "def other(): return 2\n")
    report = index.refresh()
    assert (report.read, report.removed) == (1, 0)
    assert "b.py#other" in _ids(index) and "b.py#b" not in _ids(index)


def _settle(index: SourceIndex) -> None:
    """Files younger than the clock's grain are read once more."""
    import time

    time.sleep(0.05)
    index.refresh()


def test_a_change_that_keeps_size_and_time_is_seen(index: SourceIndex, write: Write) -> None:
    path = write("a.py", "def f(): return 1\n")
    os.utime(path, ns=(10**18, 10**18))
    index.refresh()
    path.write_text("def f(): return 2\n")
    os.utime(path, ns=(10**18, 10**18))
    before = index.find("a.py", "f").symbol
    index.refresh()
    after = index.find("a.py", "f").symbol
    assert before and after and before.body_hash != after.body_hash


def test_a_deleted_file_goes_with_its_symbols_comments_and_problems(index: SourceIndex, write: Write) -> None:
    path = write("a.py", "# vault: [[A]]\ndef f(:\n")
    index.refresh()
    assert index.problems() and index.comments()
    path.unlink()
    assert index.refresh().removed == 1
    assert (_ids(index), index.comments(), index.problems()) == ([], [], [])


def test_what_is_left_out(index: SourceIndex, write: Write, root: Path) -> None:
    write(".gitignore", "generated/\n*.gen.py\n!keep.gen.py\n")
    write("sub/.gitignore", "local.py\n")
    write("pyproject.toml", "[project]\n")
    for path in ("generated/a.py", "x.gen.py", "sub/local.py", "node_modules/m/i.js", ".venv/lib/a.py", "build/a.py",
                 "env/pyvenv.cfg", "env/lib/a.py", ".git/hooks/a.py", "a.egg-info/b.py", "__pycache__/c.py", ".hidden/a.py",
                 "cache/CACHEDIR.TAG", "cache/a.py", "notes.md", "picture.png"):  # fmt: skip
        write(path, "x = 1\n")
    for path in ("keep.gen.py", "sub/ok.py", "src/build/ok.py", ".github/workflows/ci.yml"):
        write(path, "x: 1\n" if path.endswith("yml") else "x = 1\n")
    index.refresh()
    files = {symbol.file for symbol in index.symbols()}
    assert files == {"keep.gen.py", "sub/ok.py", "src/build/ok.py", ".github/workflows/ci.yml", "pyproject.toml"}


def test_a_root_inside_of_an_ignored_folder_is_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("work/\n")
    (tmp_path / "work" / "code").mkdir(parents=True)
    (tmp_path / "work" / "code" / "a.py").write_text("def f(): return 1\n")
    with SourceIndex.open(Config(vault=tmp_path / "work", roots=(tmp_path / "work" / "code",))) as index:
        assert index.refresh().files == 1


def test_the_vault_itself_is_the_root_when_none_is_set(tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "a.py").write_text("def f(): return 1\n")
    (tmp_path / "vaultkit.toml").write_text("")
    (tmp_path / "vaultkit-accepted.json").write_text("{}")
    with SourceIndex.open(Config(vault=tmp_path)) as index:
        index.refresh()
        assert _ids(index) == ["code/a.py", "code/a.py#f"]


def test_one_root_inside_of_another_has_its_files_once(tmp_path: Path) -> None:
    (tmp_path / "repo" / "src").mkdir(parents=True)
    (tmp_path / "repo" / "src" / "a.py").write_text("def f(): return 1\n")
    (tmp_path / "repo" / "b.py").write_text("def g(): return 1\n")
    (tmp_path / "vault").mkdir()
    roots = (tmp_path / "repo", tmp_path / "repo" / "src")
    with SourceIndex.open(Config(vault=tmp_path / "vault", roots=roots)) as index:
        index.refresh()
        assert _ids(index) == ["b.py", "b.py#g", "a.py", "a.py#f"]
        assert index.find("src/a.py", "f").state == "ok"
        assert index.find("a.py", "f").state == "ok"


def test_a_root_that_is_taken_out_of_the_settings_is_forgotten(
    index: SourceIndex, write: Write, config: Config
) -> None:
    write("a.py", "def f(): return 1\n")
    index.refresh()
    (config.vault / "b.py").write_text("def g(): return 1\n")
    with SourceIndex.open(Config(vault=config.vault)) as other:
        other.refresh()
        assert _ids(other) == ["b.py", "b.py#g"]


def test_a_root_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    with SourceIndex.open(Config(vault=tmp_path / "vault", roots=(tmp_path / "nowhere",))) as index:
        problems = index.refresh().problems
        assert [(p.path, p.rule) for p in problems] == [(str(tmp_path / "nowhere"), "note-unreadable")]


BAD = {
    "minified.js": (b"function a(){return 1};" * 4000, "minified"),
    "binary.py": (b"\x7fELF\x00\x01" * 10, "binary"),
    "latin.py": ("# caf\xe9\nx = 'na\xefve'\ndef f(): return 1\n".encode("latin-1"), "latin-1"),
    "cyrillic.py": ("# Роутер выбирает путь\ndef f(): return 1\n".encode("cp1251"), "cp1251"),
    "broken.py": (b"def f(:\n  ((\n", "syntax error"),
    "huge.py": (b"x = 1\n" * 40_000, "bytes"),
    "note.ipynb": (b"{broken", "notebook"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_clear_problem(name: str, root: Path, config: Config) -> None:
    (root / name).write_bytes(BAD[name][0])
    with SourceIndex.open(Config(vault=config.vault, roots=(root,), bounds=Bounds(source_bytes=200_000))) as index:
        index.refresh()
        (problem,) = index.problems()
        assert problem.path == name and BAD[name][1] in problem.message and "\n" not in problem.message
        assert index.find(name).state in ("ok", "stub")


def test_a_file_that_is_not_utf8_is_still_read(index: SourceIndex, root: Path) -> None:
    (root / "a.py").write_bytes("# vault: [[Роутер]]\ndef f(): return 1\n".encode("cp1251"))
    (root / "b.py").write_bytes("# -*- coding: koi8-r -*-\n# vault: [[Схема]]\n".encode("koi8-r"))
    (root / "c.py").write_bytes("\ufeff# vault: [[БОМ]]\n".encode())
    (root / "d.py").write_bytes("# vault: [[Шире]]\n".encode("utf-16"))
    index.refresh()
    assert [(c.link.target, c.column) for c in index.comments()] == [
        ("Роутер", 10),
        ("Схема", 10),
        ("БОМ", 10),
        ("Шире", 10),
    ]
    assert [p.path for p in index.problems()] == ["a.py"]


def test_symlinks_neither_loop_nor_lead_out(index: SourceIndex, write: Write, root: Path, tmp_path: Path) -> None:
    write("a.py", "def f(): return 1\n")
    (tmp_path / "secret.py").write_text("def secret(): return 1\n")
    (root / "loop").symlink_to(root)
    (root / "self.py").symlink_to(root / "self.py")
    (root / "out.py").symlink_to(tmp_path / "secret.py")
    assert index.refresh().files == 1
    assert _ids(index) == ["a.py", "a.py#f"]
    assert index.find("out.py", "secret").state == "outside"


def test_an_unreadable_file_is_reported(index: SourceIndex, write: Write) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    write("a.py", "x = 1\n").chmod(0)
    index.refresh()
    assert "can't be read" in index.problems()[0].message


def test_a_damaged_database_is_made_anew(config: Config, write: Write) -> None:
    write("a.py", "def f(): return 1\n")
    with SourceIndex.open(config) as index:
        index.refresh()
    database = index_folder(config.vault) / "symbols.db"
    database.write_bytes(b"not a database" * 1000)
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    with SourceIndex.open(config) as index:
        index.refresh()
        assert _ids(index) == ["a.py", "a.py#f"]


def test_two_readers_of_one_index(config: Config, write: Write) -> None:
    write("a.py", "def f(): return 1\n")
    with SourceIndex.open(config) as one, SourceIndex.open(config) as two:
        one.refresh()
        assert _ids(two) == ["a.py", "a.py#f"]
        assert two.refresh().symbols == 2


def test_names_with_odd_characters(index: SourceIndex, write: Write) -> None:
    write("папка/роутер.py", "def путь(): return 1\n")
    write("with space#.py", "def f(): return 1\n")
    index.refresh()
    assert index.find("папка/роутер.py", "путь").state == "ok"
    assert index.find("with space#.py", "f").state == "ok"
