"""``check --staged`` judges the bytes that are staged, whatever filters, attributes and names there are."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import Trap, git, write

from vaultkit import git as facts

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_a_filter_of_ones_own_is_judged_by_what_it_made(top: Path, trap: Trap, vaultkit: Run, tmp_path: Path) -> None:
    """What git-lfs and its like do: the file on disk is not what the commit holds."""
    write(top, {"Цель.md": "цель\n", ".gitattributes": "*.md filter=own\n"})
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    git(top, "config", "filter.own.clean", f"touch '{tmp_path / 'ran'}'; sed s/Цель/Никогда/")
    write(top, {"Заметка.md": "[[Цель]]\n"})
    git(top, "add", "-A")
    assert "Никогда" in git(top, "show", ":Заметка.md")
    (tmp_path / "ran").unlink()
    assert vaultkit(top, "check").returncode == 0
    done = vaultkit(top, "check", "--staged")
    assert done.returncode == 1 and "Заметка.md:1" in done.stdout and "Никогда" in done.stdout
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("where", ["info", "user", "below"])
def test_attributes_may_stand_anywhere(top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    git(top, "init", "-q")
    git(top, "config", "filter.own.clean", "sed s/a/b/")
    users = tmp_path / "users.gitconfig"
    users.write_text(f"[core]\n\tattributesFile = {tmp_path / 'attributes'}\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(users))
    places = {"info": top / ".git" / "info" / "attributes", "user": tmp_path / "attributes",
              "below": top / "x" / ".gitattributes"}
    places[where].parent.mkdir(exist_ok=True)
    places[where].write_text("*.md filter=own\n", encoding="utf-8")
    write(top, {"x/n.md": "a\n", "x/plain.txt": "a\n"})
    git(top, "add", "x/n.md", GIT_CONFIG_GLOBAL=str(users))
    assert git(top, "show", ":x/n.md") == "b"
    found = facts.status(top, lambda path: path.endswith(".md"))
    assert found is not None and found.unstaged == ("x/n.md",)


def test_a_name_that_is_no_utf8_blocks_no_commit(top: Path, vaultkit: Run) -> None:
    git(top, "init", "-q")
    write(top, {"Заметка.md": "[[Нет]]\n"})
    git(top, "add", "-A")
    for name in (b"bad\xff.md", b"bad\xfe.py", b"dir\xff/a.md", b"gone\xff.md"):
        file = os.path.join(os.fsencode(top), name)
        os.makedirs(os.path.dirname(file), exist_ok=True)
        Path(os.fsdecode(file)).write_text("[[Нет]]\n", encoding="utf-8")
    for state in ("untracked", "staged", "changed", "committed and gone", "renamed"):
        if state != "untracked":
            git(top, "add", "-A")
        if state == "changed":
            Path(os.fsdecode(os.path.join(os.fsencode(top), b"bad\xff.md"))).write_text("иначе\n", encoding="utf-8")
        elif state == "committed and gone":
            git(top, "commit", "-qm", "one")
            Path(os.fsdecode(os.path.join(os.fsencode(top), b"gone\xff.md"))).unlink()
            write(top, {"Заметка.md": "[[Нет]]\n\nи ещё\n"})
            git(top, "add", "-A")
        elif state == "renamed":
            subprocess.run([b"git", b"-C", os.fsencode(top), b"mv", b"bad\xff.md", b"other\xfd.md"], check=True)
        done = vaultkit(top, "check", "--staged")
        assert done.returncode == 1 and "Заметка.md:1" in done.stdout, (state, done.stderr)
        assert vaultkit(top, "check", "--staged", "--format", "json").returncode == 1
    write(top, {"Заметка.md": "цела\n"})
    git(top, "add", "-A")
    assert vaultkit(top, "check", "--staged").returncode == 0


@pytest.mark.parametrize("name", ["a\nb.md", "1:x.md", ":x.md", "-x.md", "x\r", "a#b^c|d.md", "%2f.md", "я" * 120 + ".md"])
def test_odd_names_have_their_contents(top: Path, name: str) -> None:
    git(top, "init", "-q")
    write(top, {name: "staged\n"})
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    write(top, {name: "on disk\n"})
    assert facts.staged_contents(top, [name]) == {name: b"staged\n"}
    assert facts.contents(top, "HEAD", [name]) == {name: b"staged\n"}
    found = facts.status(top)
    assert found is not None and found.unstaged == (name,)


def test_a_staged_link_reads_no_file_outside(top: Path, tmp_path: Path, vaultkit: Run) -> None:
    (tmp_path / "secret.md").write_text("[[Тайна]]\n", encoding="utf-8")
    git(top, "init", "-q")
    write(top, {"a.md": "a\n", "b.md": "[[link]] [[Нет]]\n"})
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    os.symlink("../secret.md", top / "link.md")
    write(top, {"b.md": "[[link]] [[Нет]]\n\nи\n"})
    git(top, "add", "-A")
    done = vaultkit(top, "check", "--staged")
    assert "Тайна" not in done.stdout + done.stderr


@pytest.mark.parametrize("how", ["rm", "mv", "rm --cached", "worktree only"])
def test_the_last_file_of_a_source_root(top: Path, vaultkit: Run, how: str) -> None:
    """git keeps no empty folder, so the root goes with its last file."""
    write(top, {"vaultkit.toml": '[source]\nroots = ["lib", "src"]\n', "lib/z.py": "z = 1\n",
                "src/a.py": "def run():\n    return 1\n", "Идея.md": "---\ncode: src/a.py#run\n---\n",
                "Другая.md": "---\ncode: a.py\n---\n"})
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    if how == "worktree only":
        (top / "src" / "a.py").unlink()
        (top / "src").rmdir()
        write(top, {"Идея.md": "---\ncode: src/a.py#run\n---\n\nи ещё\n"})
        git(top, "add", "Идея.md")
        assert vaultkit(top, "check", "--staged").returncode == 0
        return
    target = ["src", "gone"] if how == "mv" else ["-r", "src"]
    git(top, *how.split(), "-q" if how != "mv" else "-k", *target)
    done = vaultkit(top, "check", "--staged")
    assert done.returncode == 1 and "Идея.md:2" in done.stdout and "Другая.md:2" in done.stdout


@pytest.mark.parametrize("how", ["sparse", "sparse-index", "skip-worktree", "assume-unchanged"])
def test_what_git_was_told_not_to_look_at_is_judged_as_it_is_staged(top: Path, vaultkit: Run, how: str) -> None:
    """The commit holds these files, though the folder does not, or holds others."""
    write(top, {"Здесь/Заметка.md": "текст\n", "Там/Цель.md": "# Раздел\n", "Там/Рисунок.png": "x"})
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    if how.startswith("sparse"):
        git(top, "sparse-checkout", "set", "--cone", *(["--sparse-index"] if how != "sparse" else []), "Здесь")
        assert not (top / "Там").exists()
    else:
        git(top, "update-index", f"--{how}", "Там/Цель.md")
        write(top, {"Там/Цель.md": "# Иначе\n"})
    write(top, {"Здесь/Заметка.md": "[[Цель#Раздел]] ![[Рисунок.png]]\n"})
    git(top, "add", "-A")
    done = vaultkit(top, "check", "--staged")
    assert done.returncode == 0, done.stdout + done.stderr
    write(top, {"Здесь/Заметка.md": "[[Цель#Иначе]]\n"})
    git(top, "add", "-A")
    assert "missing-heading" in vaultkit(top, "check", "--staged").stdout


def test_a_blob_over_every_bound_is_not_read(top: Path, vaultkit: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    git(top, "init", "-q")
    write(top, {"Большая.md": "[[Нет]]\n" * 4_000, "Малая\n.md": "x\n", "Малая.md": "[[Нет]]\n"})
    git(top, "add", "-A")
    write(top, {"Большая.md": "мало\n", "Малая.md": "мало\n"})
    monkeypatch.setattr("vaultkit.git.history.LARGEST", 20_000)
    write(top, {"vaultkit.toml": "[bounds]\nnote_bytes = 10_000\n"})
    done = vaultkit(top, "check", "--staged", "--format", "json")
    assert "note-unreadable" in done.stdout and '"Малая.md"' in done.stdout
    assert facts.contents(top, "", ["Большая.md", "Малая.md"])["Малая.md"] == "[[Нет]]\n".encode()
