"""``index`` says what it did."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time

import pytest

from vaultkit.storage import index_folder

PLAIN = {"a.md": "One [[b]] and [[c]].\n", "b.md": "Two.\n"}
TYPED = {
    "idea.md": "---\nkind: concept\n---\nAn idea.\n\n## Algorithm\n\n1. one\n2. two\n3. three\n\n"
               "## Code\n\n```python\ndef f():\n    return 1\n```\n",
    "plain.md": "Nothing declared.\n",
}


def test_the_counts_of_a_first_run_and_of_one_without_changes(call, vault, valid):
    folder = vault(PLAIN)
    time.sleep(0.05)  # a file as young as the clock's grain is rightly read twice
    first = valid(call("index", "--no-embed", "--vault", folder, "--format", "json"), "index")
    assert first["notes"] == {"total": 2, "read": 2, "changed": 2, "removed": 0}
    assert first["links"] == 2 and first["problems"] == []
    again = valid(call("index", "--no-embed", "--vault", folder, "--format", "json"), "index")
    assert again["notes"] == {"total": 2, "read": 0, "changed": 0, "removed": 0}
    (folder / "b.md").unlink()
    last = valid(call("index", "--no-embed", "--vault", folder, "--format", "json"), "index")
    assert last["notes"] == {"total": 1, "read": 0, "changed": 0, "removed": 1}
    assert last["chunks"] is None and last["embedded"] is None


def test_kinds_are_counted_by_strength(call, vault, valid):
    kinds = valid(call("index", "--no-embed", "--vault", vault(TYPED), "--format", "json"), "index")["kinds"]
    assert kinds["concept"] == {"declared": 1, "structural": 0, "inferred": 0}
    assert kinds["algorithm"]["structural"] >= 1 and kinds["code"]["structural"] >= 1
    assert kinds["algorithm"]["declared"] == 0


@pytest.mark.parametrize("change", ["edit", "add", "remove", "setting"])
def test_kinds_follow_every_change(call, vault, valid, change):
    folder = vault(TYPED)
    call("index", "--no-embed", "--vault", folder)
    if change == "edit":
        (folder / "plain.md").write_text("---\nkind: scheme\n---\n")
    elif change == "add":
        (folder / "new.md").write_text("#concept\n")
    elif change == "remove":
        (folder / "idea.md").unlink()
    else:
        (folder / "vaultkit.toml").write_text('[kinds.synonyms]\n"mine" = "concept"\n[kinds.folders]\n"." = "scheme"\n')
    if change != "setting":
        for file in index_folder(folder).glob("notes.db*"):
            file.unlink()
    warm = valid(call("index", "--no-embed", "--vault", folder, "--format", "json"), "index")["kinds"]
    for file in index_folder(folder).glob("*"):
        file.unlink()
    assert warm == valid(call("index", "--no-embed", "--vault", folder, "--format", "json"), "index")["kinds"]


def test_the_text_is_one_line_and_a_table(call, vault):
    text = call("index", "--no-embed", "--vault", vault(TYPED)).out.splitlines()
    assert text[0].startswith("vault: 2 notes (2 read, 2 changed, 0 removed), 0 links, ")
    table = {line.split("  ")[1]: line.split()[-3:] for line in text[3:] if "no kind" not in line}
    assert table["concept"] == ["1", "0", "0"]
    assert "no kind" in text[-1] and text[-1].split()[-1] == "1"


def test_problems_are_grouped_and_never_lose_the_rest(call, vault, valid):
    broken = {f"{n}.md": "---\na: 1\na: 2\n---\n[[0]]\n" for n in range(5)}
    folder = vault(broken)
    result = call("index", "--no-embed", "--vault", folder)
    assert result.code == 0
    assert "5 problems in 5 notes:" in result.out and "frontmatter-invalid 5" in result.out
    assert "… 2 more (--verbose lists all)" in result.out
    assert "more" not in call("index", "--no-embed", "--vault", folder, "--verbose").out
    data = valid(call("index", "--no-embed", "--vault", folder, "--format", "json"), "index")
    assert len(data["problems"]) == 5 and data["links"] == 5


def test_without_any_kind_the_next_useful_step_is_said_in_one_line(call, vault):
    folder = vault(PLAIN)
    assert call("index", "--no-embed", "--vault", folder).err.strip().startswith("The notes declare no kinds yet.")
    assert call("index", "--quiet", "--vault", folder).err == ""
    (folder / "a.md").write_text("---\nkind: concept\n---\n")
    assert call("index", "--no-embed", "--vault", folder).err == ""


def test_an_empty_folder_is_a_vault_without_notes(call, vault, valid):
    folder = vault({"x/y.txt": "no note"})
    assert valid(call("index", "--no-embed", "--vault", folder, "--format", "json"), "index")["notes"]["total"] == 0
    assert call("gaps", "--vault", folder).code == 0


def test_watching_tells_each_change(vault):
    import os
    import signal
    import subprocess
    import sys

    folder = vault(PLAIN)
    # A job in the background of a shell is started with SIGINT ignored, and so are its children.
    start = ("import signal; signal.signal(signal.SIGINT, signal.default_int_handler); import runpy; "
             "runpy.run_module('vaultkit', run_name='__main__')")
    done = subprocess.Popen([sys.executable, "-c", start, "--vault", str(folder), "index", "--watch"],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            env={**os.environ, "PYTHONUNBUFFERED": "1"})
    assert "2 notes (2 read" in done.stdout.readline()
    while "watching" not in done.stderr.readline():
        pass
    (folder / "c.md").write_text("[[a]]\n")
    line = done.stdout.readline()
    while line and "3 notes (1 read, 1 changed, 0 removed)" not in line:
        line = done.stdout.readline()
    assert line
    done.send_signal(signal.SIGINT)
    out, err = done.communicate(timeout=20)
    assert done.returncode == 0
    assert "Traceback" not in err + out


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be removed, nor its folder renamed")
def test_watching_goes_on_without_its_index_and_while_the_vault_is_away(vault):
    folder = vault(PLAIN)
    done = subprocess.Popen([sys.executable, "-P", "-m", "vaultkit", "--vault", str(folder), "index", "--no-embed",
                             "--watch"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                            env={**os.environ, "PYTHONUNBUFFERED": "1"})

    def told(text):
        return any(text in line for line in done.stdout)

    try:
        assert told("2 notes (2 read")
        shutil.rmtree(index_folder(folder))
        assert told("2 notes (2 read")
        (folder / "c.md").write_text("[[a]]\n")
        assert told("3 notes (1 read, 1 changed, 0 removed)")
        folder.rename(folder.with_name("away"))
        time.sleep(1.5)
        (folder.with_name("away") / "d.md").write_text("[[a]]\n")
        folder.with_name("away").rename(folder)
        assert told("4 notes (")
        (folder / "e.md").write_text("[[a]]\n")
        assert told("5 notes (1 read, 1 changed, 0 removed)")
        assert done.poll() is None
    finally:
        done.kill()
        done.wait()


def test_what_of_the_source_could_not_be_read_is_a_problem_too(call, vault, valid, tmp_path):
    folder = vault({**TYPED, "lib/odd.py": "def f(:\n"})
    (tmp_path / "code").mkdir()
    (tmp_path / "code/blob.py").write_bytes(b"\0\1\2")
    (folder / "vaultkit.toml").write_text("[source]\nroots = ['lib', '../code']\n")
    data = valid(call("index", "--no-embed", "--vault", folder, "--format", "json"), "index")
    assert [(item["path"], item["line"]) for item in data["problems"]] == [("lib/odd.py", 1), ("code/blob.py", 1)]
    assert "2 problems in 2 files:" in call("index", "--no-embed", "--vault", folder).out
