"""What is written into a vault goes through no link that leaves it, and is there whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from vaultkit.storage import files, index_folder
from vaultkit.storage.files import create_file, replace_file

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, pipes and limits of POSIX")
NOTES = {"a.md": "---\nkind: concept\n---\n# A\n\n[[b]]\n", "b.md": "text\n"}
PAGES = [("graph", "graph.html"), ("report", "report.html")]


def outside(folder: Path) -> Path:
    place = folder.parent / "outside"
    place.mkdir(exist_ok=True)
    (place / "mine.txt").write_text("mine")
    return place


def untouched(place: Path) -> bool:
    return [(path.name, path.read_text()) for path in place.iterdir()] == [("mine.txt", "mine")]


@pytest.mark.parametrize(("command", "page"), PAGES)
def test_a_folder_that_is_a_link_out_of_the_vault_is_refused(call, vault, command, page):
    folder = vault(NOTES)
    place = outside(folder)
    (folder / ".vaultkit").symlink_to("../outside")
    done = call(command, "--vault", folder)
    assert done.code == 2 and done.err.count("\n") == 1 and "leads out of the vault" in done.err
    assert untouched(place)


def test_a_folder_that_is_a_link_to_nowhere_makes_nothing(call, vault):
    folder = vault(NOTES)
    (folder / ".vaultkit").symlink_to("../new/folder")
    assert call("graph", "--vault", folder).code == 2
    assert not (folder.parent / "new").exists()


@pytest.mark.parametrize(("command", "page"), PAGES)
@pytest.mark.parametrize("target", ["../../outside/mine.txt", "../../outside/new.html"])
def test_a_link_in_the_place_of_a_page_is_replaced_itself(call, vault, command, page, target):
    folder = vault(NOTES)
    place = outside(folder)
    (folder / ".vaultkit").mkdir()
    (folder / ".vaultkit" / page).symlink_to(target)
    (folder / ".vaultkit" / ".gitignore").symlink_to("../../outside/ignored")
    assert call(command, "--vault", folder).code == 0
    assert untouched(place) and not (folder / ".vaultkit" / page).is_symlink()


def test_a_pipe_in_the_place_of_a_page_is_replaced(call, vault):
    folder = vault(NOTES)
    (folder / ".vaultkit").mkdir()
    os.mkfifo(folder / ".vaultkit" / "graph.html")
    assert call("graph", "--vault", folder).code == 0
    assert (folder / ".vaultkit" / "graph.html").read_text("utf-8").startswith("<!")


def test_a_named_file_behind_a_link_of_the_vault_is_refused_and_one_outside_is_written(call, vault):
    folder = vault(NOTES)
    place = outside(folder)
    (folder / "sub").symlink_to(place)
    for args in (("graph", "-o", folder / "sub/x.html"), ("report", "-o", folder / "sub/deep/x.html"),
                 ("plan", "--write", folder / "sub/plan.md")):
        assert call(*args, "--vault", folder).code == 2, args
    assert untouched(place)
    assert call("graph", "-o", place / "x.html", "--vault", folder).code == 0 and (place / "x.html").is_file()


@pytest.mark.parametrize("name", ["vaultkit-baseline.json", "vaultkit-accepted.json"])
def test_what_a_person_decided_is_not_read_through_a_link_or_from_a_pipe(call, vault, name):
    folder = vault(NOTES)
    place = outside(folder)
    (folder / name).symlink_to(place / "mine.txt")
    done = call("check", "--vault", folder)
    assert done.code == 2 and "leads out of" in done.err
    (folder / name).unlink()
    os.mkfifo(folder / name)
    assert call("check", "--vault", folder).code == 2


def test_a_plan_is_not_read_from_a_pipe(call, vault):
    folder = vault(NOTES)
    os.mkfifo(folder / "plan.md")
    assert call("plan", "--write", folder / "plan.md", "--vault", folder).code == 2


@pytest.fixture
def full():
    """A disk that is full when a file is written out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files.os, "fsync", _no_room)
        yield patch


@pytest.mark.parametrize("args", [("init",), ("scaffold", "a.md"), ("plan", "--write", "PLAN"),
                                  ("discover", "--write", "Missing thing")])
def test_a_full_disk_leaves_nothing_and_the_next_try_succeeds(call, vault, args, full):
    folder = vault({**NOTES, "c.md": "[[Missing thing]]\n", "d.md": "[[Missing thing]]\n"})
    args = [str(folder / "plan.md") if arg == "PLAN" else arg for arg in args]
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = call(*args, "--vault", folder)
    assert done.code == 3 and "No space left" in done.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    full.undo()
    assert call(*args, "--vault", folder).code == 0


def _no_room(*_):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_what_is_there_is_never_created_over(tmp_path):
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("file", "link"):
        with pytest.raises(FileExistsError):
            create_file(tmp_path / name, b"new")
    assert (tmp_path / "file").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "link"]


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP])
def test_a_file_system_without_hard_links_serves_too(tmp_path, monkeypatch, number):
    def no_links(source, target):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, "link", no_links)
    create_file(tmp_path / "file", b"new")
    with pytest.raises(FileExistsError):
        create_file(tmp_path / "file", b"newer")
    monkeypatch.setattr(files.os, "replace", _no_room)
    with pytest.raises(OSError, match="No space"):
        create_file(tmp_path / "other", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_file_that_is_replaced_keeps_its_permissions_and_a_hard_link_its_content(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o640)
    os.link(path, tmp_path / "second")
    replace_file(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640
    assert (path.read_bytes(), (tmp_path / "second").read_bytes()) == (b"new", b"old")


def test_no_temporary_file_is_left(tmp_path, full):
    for write in (create_file, replace_file):
        with pytest.raises(OSError, match="No space"):
            write(tmp_path / "file", b"new")
    assert not list(tmp_path.iterdir())


def test_an_index_that_the_vault_brought_is_not_believed(call, vault):
    """The index of sound notes, put into ``.vaultkit`` and made to hold the hashes of broken ones."""
    folder = vault({"a.md": "[[b]]\n", "b.md": "text\n"})
    assert call("index", "--no-embed", "--vault", folder).code == 0
    shutil.move(index_folder(folder), folder / ".vaultkit")
    (folder / "a.md").write_text("[[gone]]\n")

    db = sqlite3.connect(folder / ".vaultkit" / "notes.db")
    found = (folder / "a.md").stat()
    digest = hashlib.blake2b(b"[[gone]]\n", digest_size=16).digest()
    db.execute("UPDATE files SET size = ?, mtime_ns = ?, ctime_ns = ?, inode = ?, racy = 0, hash = ? "
               "WHERE path = 'a.md'", (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, digest))
    db.commit()
    db.close()
    done = call("check", "--vault", folder)
    assert done.code == 1 and "unresolved-link" in done.out
