"""Our SQLite files: made when missing, made anew when of no use, never a traceback."""

from __future__ import annotations

import os
import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from vaultkit.config import Config
from vaultkit.errors import EnvironmentFailure
from vaultkit.storage import index_folder
from vaultkit.storage.sqlite import transaction, using_db
from vaultkit.vault import VaultIndex, open_db

DDL = "CREATE TABLE a (x TEXT);\nCREATE VIRTUAL TABLE f USING fts5(body);\nCREATE INDEX a_x ON a (x);\n"


def filled(path: Path, version: int = 1) -> Path:
    db = open_db(path, version, DDL)
    with transaction(db):
        db.executemany("INSERT INTO a VALUES (?)", ((f"row {i}" * 50,) for i in range(2000)))
    db.close()
    return path


def count(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM a").fetchone()[0])


def test_a_file_is_made_with_its_folder_and_kept(tmp_path: Path) -> None:
    path = filled(tmp_path / "index/x.db")
    db = open_db(path, 1, DDL)
    assert count(db) == 2000
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    if os.name == "posix":
        modes = {file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
        assert modes == {0o600} and path.parent.stat().st_mode & 0o777 == 0o700


def test_another_version_is_emptied(tmp_path: Path) -> None:
    path = filled(tmp_path / "x.db")
    db = open_db(path, 2, "CREATE TABLE b (y);")
    assert db.execute("SELECT name FROM sqlite_master").fetchall() == [("b",)]
    assert db.execute("PRAGMA user_version").fetchone() == (2,)


@pytest.mark.parametrize(
    "content", [b"", b"no database at all", b"SQLite format 3\x00" + b"\xff" * 5000, os.urandom(9000)]
)
def test_a_file_that_is_no_database_is_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    assert count(open_db(path, 1, DDL)) == 0


def test_a_half_written_file_is_replaced(tmp_path: Path) -> None:
    path = filled(tmp_path / "x.db")
    os.truncate(path, 4096 + 100)
    db = open_db(path, 1, DDL)
    assert count(db) == 0


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    db = open_db(tmp_path / "x.db", 1, DDL)
    with pytest.raises(ZeroDivisionError), transaction(db):
        db.execute("INSERT INTO a VALUES ('x')")
        raise ZeroDivisionError
    assert count(db) == 0


def test_a_folder_that_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file")
    with pytest.raises(EnvironmentFailure, match=r"index is no folder: remove or rename it"):
        open_db(tmp_path / "index/x.db", 1, DDL)


def test_a_file_that_can_not_be_opened(tmp_path: Path) -> None:
    (tmp_path / "x.db").symlink_to("x.db")
    with pytest.raises(EnvironmentFailure, match=r"can't use .*x\.db"):
        open_db(tmp_path / "x.db", 1, DDL)


def test_a_vault_that_may_not_be_written_has_an_index(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir(0o555)
    with VaultIndex.open(Config(vault=vault)) as index:
        assert index.refresh().total == 0


def test_a_read_only_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(EnvironmentFailure, match="Read-only file system"):
        VaultIndex.open(Config(vault=tmp_path))


def large(vault: Any) -> dict[str, str]:
    notes = {f"n{i}": f"# H{i}\n\n[[n{(i * 7) % 60}#H{(i * 7) % 60}]] " + "слово " * 200 for i in range(60)}
    for name, text in notes.items():
        vault.write(name + ".md", text)
    vault.index.refresh()
    return notes


@pytest.mark.parametrize("seed", range(8))
def test_damage_anywhere_is_mended_from_the_vault(vault: Any, seed: int) -> None:
    notes = large(vault)
    expected = list(vault.index.links()), vault.index.facts()
    path = index_folder(vault.root) / "notes.db"
    vault.index.close()
    data = bytearray(path.read_bytes())
    chance = random.Random(seed)
    for _ in range(6):
        at = chance.randrange(len(data) - 600)
        data[at : at + 600] = chance.randbytes(600)
    path.write_bytes(data[: chance.choice([len(data), len(data) // 2])])
    index = vault.reopen()
    index.refresh()
    assert [note.path for note in index.notes()] == sorted(name + ".md" for name in notes)
    assert (list(index.links()), index.facts()) == expected


def test_a_file_taken_away_while_open_is_made_again(vault: Any) -> None:
    large(vault)
    (index_folder(vault.root) / "notes.db").unlink()
    assert vault.reopen().refresh().read == 60


def test_another_tool_s_table_with_our_version_is_replaced(vault: Any) -> None:
    large(vault)
    vault.index._db.execute("DROP TABLE links")
    vault.reopen().refresh()
    assert len(list(vault.index.links())) == 60


def test_a_record_that_is_none_is_made_again(vault: Any) -> None:
    large(vault)
    vault.index._db.execute("UPDATE notes SET head = '[\"x\"]' WHERE id = 7")
    vault.index._db.execute("UPDATE bodies SET body = 'nothing' WHERE id = 9")
    assert len(vault.index.facts()) == 60
    vault.index._db.execute("UPDATE bodies SET body = 'nothing'")
    assert vault.index.note("n3.md").headings[0].text == "H3"


def test_links_that_are_none_are_told_in_one_line(vault: Any) -> None:
    large(vault)
    vault.index._db.execute("UPDATE written SET links = '['")
    with pytest.raises(EnvironmentFailure, match="damaged"):
        list(vault.index.links())


def test_a_folder_in_its_place_gives_way(tmp_path: Path) -> None:
    (tmp_path / "x.db" / "within").mkdir(parents=True)
    assert count(open_db(tmp_path / "x.db", 1, DDL)) == 0


def test_one_that_proves_damaged_on_the_way_is_made_anew(tmp_path: Path) -> None:
    path = filled(tmp_path / "x.db")
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))
    assert using_db(path, 1, DDL, count) == 0
