"""Every kind of change between two runs is noticed, and what the index then says is what a fresh one says."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable
from typing import Any

import pytest

Compare = Callable[[Any], None]


def indexed(vault: Any, **files: str) -> None:
    for path, text in files.items():
        vault.write(path.replace("__", "/") + ".md", text)
    vault.index.refresh()
    time.sleep(0.03)
    vault.index.refresh()


def test_a_file_that_arrives_with_an_old_time(vault: Any, assert_as_fresh: Compare) -> None:
    """laurent22/joplin#6517."""
    indexed(vault, a="[[b]]", b="", c="")
    file = vault.write("a.md", "[[c]]")
    os.utime(file, (1_000_000_000, 1_000_000_000))
    assert vault.index.refresh().changed_paths == ("a.md",)
    assert vault.link("a.md").resolved == "c.md"
    assert_as_fresh(vault)


def test_a_file_restored_with_its_size_and_time(vault: Any, assert_as_fresh: Compare) -> None:
    """ok/mirall#322: the time of change differs, or the inode where the file was replaced."""
    indexed(vault, a="[[b]]", b="", c="")
    file = vault.root / "a.md"
    stat = file.stat()
    other = vault.root / ".new"
    other.write_text("[[c]]")
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    os.replace(other, file)
    assert file.stat().st_size == stat.st_size and file.stat().st_mtime_ns == stat.st_mtime_ns
    vault.index.refresh()
    assert vault.link("a.md").resolved == "c.md"


def test_a_file_written_again_within_a_tick_of_the_clock(vault: Any) -> None:
    """As in git's index: a file as young as the scan proves nothing by its numbers (git, racy-git.txt)."""
    vault.index.refresh()
    vault.write("a.md", "[[b]]")
    vault.index.refresh()
    db = vault.index._db
    vault.write("a.md", "[[c]]")
    stat = (vault.root / "a.md").stat()
    numbers = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
    db.execute("UPDATE files SET size = ?, mtime_ns = ?, ctime_ns = ?, inode = ?", numbers)
    assert db.execute("SELECT racy FROM files").fetchone() == (1,)
    vault.index.refresh()
    assert vault.link("a.md").target == "c"


def test_full_finds_what_no_number_shows(vault: Any) -> None:
    indexed(vault, a="[[b]]")
    vault.write("a.md", "[[c]]")
    stat = (vault.root / "a.md").stat()
    numbers = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
    vault.index._db.execute("UPDATE files SET size = ?, mtime_ns = ?, ctime_ns = ?, inode = ?, racy = 0", numbers)
    assert vault.index.refresh().changed == 0
    assert vault.index.refresh(full=True).changed_paths == ("a.md",)
    assert vault.link("a.md").target == "c"


def test_a_touched_file_is_read_but_not_changed(vault: Any) -> None:
    indexed(vault, a="[[b]]", b="")
    os.utime(vault.root / "a.md", (5, 5))
    generation = vault.index.generation
    report = vault.index.refresh()
    assert (report.read, report.changed, vault.index.generation) == (1, 0, generation)


def test_a_rename_by_case_only(vault: Any, assert_as_fresh: Compare) -> None:
    """syncthing/syncthing#1787."""
    indexed(vault, Заметка="[[b]] [[#h]]\n# h", b="[[заметка#H]]")
    (vault.root / "Заметка.md").rename(vault.root / "заметка.md")
    report = vault.index.refresh()
    assert (report.changed_paths, report.removed_paths) == (("заметка.md",), ("Заметка.md",))
    assert vault.link("b.md").resolved == "заметка.md"
    assert [link.resolved for link in vault.index.links(source="заметка.md")] == ["b.md", "заметка.md"]
    assert vault.index.note("заметка.md").title == "заметка"
    assert_as_fresh(vault)


def test_a_note_that_goes_and_comes_back(vault: Any, assert_as_fresh: Compare) -> None:
    indexed(vault, a="[[b#h]]", b="# h")
    (vault.root / "b.md").unlink()
    report = vault.index.refresh()
    assert (report.removed_paths, vault.link("a.md").status, vault.link("a.md").subpath_status) == (
        ("b.md",),
        "unresolved",
        None,
    )
    assert_as_fresh(vault)
    vault.write("x/b.md", "# H")
    vault.index.refresh()
    assert (vault.link("a.md").resolved, vault.link("a.md").subpath_status) == ("x/b.md", "ok")
    assert_as_fresh(vault)


def test_a_second_note_of_a_name_makes_links_ambiguous(vault: Any, assert_as_fresh: Compare) -> None:
    indexed(vault, q__a="[[b]]", x__b="")
    vault.write("q/b.md", "")
    vault.index.refresh()
    assert (vault.link("q/a.md").status, vault.link("q/a.md").resolved) == ("ambiguous", "q/b.md")
    (vault.root / "x/b.md").unlink()
    vault.index.refresh()
    assert (vault.link("q/a.md").status, vault.link("q/a.md").candidates) == ("resolved", ())
    assert_as_fresh(vault)


def test_a_moved_note_keeps_its_record_and_gets_its_links_right(vault: Any, assert_as_fresh: Compare) -> None:
    indexed(vault, a="[[c]] [[./c]]\n\n# x", c="", q__c="[[a#x]]", t="---\ntitle: t\n---\n")
    (vault.root / "a.md").rename(vault.root / "q/я.md")
    (vault.root / "t.md").rename(vault.root / "q/t2.md")
    report = vault.index.refresh()
    assert (report.changed_paths, report.removed_paths) == (("q/t2.md", "q/я.md"), ("a.md", "t.md"))
    assert [link.resolved for link in vault.index.links(source="q/я.md")] == ["c.md", "q/c.md"]
    assert vault.link("q/c.md").status == "unresolved"
    assert [facts.title for facts in vault.index.facts()] == ["c", "c", "t", "я"]
    assert_as_fresh(vault)


def test_a_moved_folder(vault: Any, assert_as_fresh: Compare) -> None:
    indexed(vault, d__a="[[b]]", d__e__b="[[a]]", c="[[d/a]] [[e/b]]")
    vault.write("d/pic.png")
    (vault.root / "d").rename(vault.root / "z")
    vault.index.refresh()
    assert [link.status for link in vault.index.links(source="c.md")] == ["unresolved", "resolved"]
    assert vault.index.files() == ["z/pic.png"]
    assert_as_fresh(vault)


def test_a_file_becomes_a_folder_and_back(vault: Any, assert_as_fresh: Compare) -> None:
    """khoj-ai/khoj#448: a folder may be called like a note."""
    indexed(vault, a="[[Проект]]", Проект="x")
    (vault.root / "Проект.md").unlink()
    vault.write("Проект.md/внутри.md", "[[a]]")
    vault.index.refresh()
    assert vault.link("a.md").status == "unresolved"
    assert vault.link("Проект.md/внутри.md").resolved == "a.md"
    assert_as_fresh(vault)
    shutil.rmtree(vault.root / "Проект.md")
    vault.write("Проект.md", "y")
    vault.index.refresh()
    assert vault.link("a.md").resolved == "Проект.md"
    assert_as_fresh(vault)


def test_two_notes_that_swap_their_names(vault: Any, assert_as_fresh: Compare) -> None:
    indexed(vault, a="[[b#h]]", b="# h", c="[[a#h]]")
    (vault.root / "a.md").rename(vault.root / "tmp")
    (vault.root / "b.md").rename(vault.root / "a.md")
    (vault.root / "tmp").rename(vault.root / "b.md")
    vault.index.refresh()
    assert vault.link("c.md").subpath_status == "ok"
    assert_as_fresh(vault)


def test_headings_and_blocks_that_come_and_go(vault: Any, assert_as_fresh: Compare) -> None:
    indexed(vault, a="[[b#x]]\n[[b#^y]]", b="# x\n\ntext ^y")
    vault.write("b.md", "# z\n")
    vault.index.refresh()
    assert [vault.link("a.md", n).subpath_status for n in (1, 2)] == ["missing", "missing"]
    vault.write("b.md", "text ^Y\n## X\n")
    vault.index.refresh()
    assert [vault.link("a.md", n).subpath_status for n in (1, 2)] == ["ok", "ok"]
    assert_as_fresh(vault)


def test_an_alias_that_comes_and_goes(vault: Any, assert_as_fresh: Compare) -> None:
    indexed(vault, a="[[Другое имя]]", b="")
    vault.write("b.md", "---\naliases: [другое ИМЯ]\n---\n")
    vault.index.refresh()
    assert (vault.link("a.md").status, vault.link("a.md").candidates) == ("unresolved", ("b.md",))
    assert_as_fresh(vault)
    (vault.root / "b.md").rename(vault.root / "c.md")
    vault.index.refresh()
    assert vault.link("a.md").candidates == ("c.md",)
    (vault.root / "c.md").unlink()
    vault.index.refresh()
    assert vault.link("a.md").candidates == ()
    assert_as_fresh(vault)


def test_attachments_that_come_and_go(vault: Any, assert_as_fresh: Compare) -> None:
    indexed(vault, a="![[p.png]]")
    vault.write("img/p.png")
    vault.index.refresh()
    assert (vault.link("a.md").status, vault.link("a.md").resolved) == ("attachment", "img/p.png")
    (vault.root / "img/p.png").rename(vault.root / "p.png")
    vault.index.refresh()
    assert vault.link("a.md").resolved == "p.png"
    assert_as_fresh(vault)


NAMES = ["a", "A", "b", "x/a", "x/b", "y/b", "x/y/c", "c", "é", "e\u0301", "й.1"]
PIECES = [
    "[[a]]", "[[A]]", "[[x/a#h]]", "[[b|B]]", "[[../b]]", "[[c#^k]]", "[m](y/b.md)", "[[é]]", "[[й.1]]", "[[alias]]",
    "![[pic.png]]", "[[#h]]", "# h", "## H\n", "text ^k", "%% [[b]] %%", "\n\n", "https://e.org", "[e](https://e.org)",
]  # fmt: skip


def mutate(vault: Any, chance: random.Random) -> None:
    """One random change, of any kind that a person or a sync tool makes."""
    notes = sorted(path for path in vault.root.rglob("*.md") if path.is_file())
    action = chance.choice(["write", "write", "edit", "delete", "move", "case", "picture", "folder"])
    if action == "write" or not notes:
        head = chance.choice(["", "", "---\naliases: [alias]\n---\n", "---\ntitle: T\nup: '[[b]]'\n---\n"])
        vault.write(chance.choice(NAMES) + ".md", head + " ".join(chance.choices(PIECES, k=chance.randint(0, 6))))
    elif action == "edit":
        with open(chance.choice(notes), "a") as file:
            file.write("\n" + chance.choice(PIECES))
    elif action == "delete":
        chance.choice(notes).unlink()
    elif action == "move":
        target = vault.root / (chance.choice(NAMES) + ".md")
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(chance.choice(notes), target)
    elif action == "case":
        note = chance.choice(notes)
        note.rename(note.with_name(note.name.swapcase().replace(".MD", ".md")))
    elif action == "picture":
        picture = vault.root / chance.choice(["pic.png", "x/pic.png"])
        if picture.exists():
            picture.unlink()
        else:
            picture.parent.mkdir(exist_ok=True)
            picture.touch()
    elif (vault.root / "x").is_dir() and not (vault.root / "z").exists():
        (vault.root / "x").rename(vault.root / "z")
    else:
        shutil.rmtree(vault.root / "z", ignore_errors=True)


@pytest.mark.parametrize("seed", range(12))
def test_after_any_changes_the_index_is_as_a_fresh_one(vault: Any, assert_as_fresh: Compare, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(8):
        for _ in range(chance.randint(1, 4)):
            mutate(vault, chance)
        vault.index.refresh()
    assert_as_fresh(vault)
