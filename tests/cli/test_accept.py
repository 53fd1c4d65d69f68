"""``vaultkit accept`` and vaultkit-accepted.json: what is written, how it merges, and what is wrong with it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Write = Callable[[dict[str, str]], Path]
NAME = "vaultkit-accepted.json"
CONCEPT = "---\nkind: concept\ncode: {}\n---\nText\n"
CODE = "def {}(a, b):\n    return [x * y for x, y in zip(a, b) if x != y]\n"


@pytest.fixture
def two(vault: Write) -> Path:
    return vault({"vaultkit.toml": "lang = 'en'\n", "A.md": CONCEPT.format("a.py#one"),
                  "Б.md": CONCEPT.format("b.py#two"), "C.md": CONCEPT.format("c.py"),
                  "Stub.md": CONCEPT.format("d.py#none"), "Gone.md": CONCEPT.format("nowhere.py#x"),
                  "a.py": CODE.format("one"), "b.py": CODE.format("two"), "c.py": CODE.format("three"),
                  "d.py": "def none(): pass\n"})


def test_the_file_is_sorted_with_a_link_a_line_and_stays_as_it_is(two: Path, call: Any):
    assert call("accept", "--all", "--vault", two).code == 0
    text = (two / NAME).read_text("utf-8")
    data = json.loads(text)
    assert data["schema"] == "accepted/1"
    pairs = [(item["source"], item["target"]) for item in data["links"] if item]
    assert pairs == [("A.md", "a.py#one"), ("C.md", "c.py"), ("Б.md", "b.py#two")]
    lines = [line for line in text.splitlines() if '"source"' in line]
    assert len(lines) == len(pairs) and all(line.endswith("},") for line in lines)
    before = (two / NAME).stat()
    assert call("accept", "--all", "--vault", two).code == 0
    assert (two / NAME).stat().st_mtime_ns == before.st_mtime_ns


def test_it_says_what_it_recorded_renewed_and_left(two: Path, call: Any, valid: Any):
    first = valid(call("accept", "A", "--vault", two, "--format", "json"), "accept")
    assert [(item["source"], item["target"]) for item in first["recorded"]] == [("A.md", "a.py#one")]
    (two / "a.py").write_text(CODE.format("one").replace("!=", "<"))
    everything = valid(call("accept", "--all", "--vault", two, "--format", "json"), "accept")
    assert [item["changed"] for item in everything["renewed"]] == [["a.py#one"]]
    assert [item["target"] for item in everything["recorded"]] == ["c.py", "b.py#two"] or \
        {item["target"] for item in everything["recorded"]} == {"c.py", "b.py#two"}
    assert {(item["target"], item["state"]) for item in everything["left"]} == {
        ("d.py#none", "stub"), ("nowhere.py#x", "missing")}
    text = call("accept", "--all", "--vault", two).out
    assert "0 links recorded, 0 made good again, 3 unchanged" in text and "nowhere.py#x: not accepted" in text


def test_gaps_says_which_end_changed(two: Path, call: Any, valid: Any):
    call("accept", "--all", "--vault", two)
    (two / "Б.md").write_text(CONCEPT.format("b.py#two") + "More.\n", "utf-8")
    gaps = valid(call("gaps", "--vault", two, "--format", "json", "--fail-on", "suspect"), "gaps")
    gap = next(gap for gap in gaps["gaps"] if gap["state"] == "suspect")
    assert gap["concept"] == "Б.md" and "Б.md" in gap["why"][0]
    assert [item["changed"] for item in gap["evidence"]] == [["Б.md"]]
    assert "vaultkit accept" in call("gaps", "--vault", two).out
    assert call("gaps", "--vault", two, "--fail-on", "suspect").code == 1


def test_links_that_no_note_makes_any_more_are_forgotten_when_all_is_accepted(two: Path, call: Any, valid: Any):
    call("accept", "--all", "--vault", two)
    (two / "A.md").unlink()
    done = valid(call("accept", "C", "--vault", two, "--format", "json"), "accept")
    assert done["dropped"] == []
    done = valid(call("accept", "--all", "--vault", two, "--format", "json"), "accept")
    assert done["dropped"] == [{"source": "A.md", "target": "a.py#one"}]


def test_a_link_to_what_is_missing_now_is_kept(two: Path, call: Any):
    call("accept", "--all", "--vault", two)
    before = (two / NAME).read_text("utf-8")
    (two / "a.py").rename(two / "a.txt")
    call("accept", "--all", "--vault", two)
    assert (two / NAME).read_text("utf-8") == before


def test_in_russian(vault: Write, call: Any):
    two = vault({"vaultkit.toml": "lang = 'ru'\n", "A.md": CONCEPT.format("a.py#one"), "a.py": CODE.format("one")})
    assert "1 ссылка — записано" in call("accept", "A", "--vault", two).out
    assert "Принимать нечего" in call("accept", "B", "--vault", vault({"B.md": "text"})).out


@pytest.mark.parametrize("arguments", [[], ["A", "--all"]])
def test_what_to_accept_has_to_be_said(two: Path, call: Any, arguments: list[str]):
    result = call("accept", *arguments, "--vault", two)
    assert result.code == 2 and "accept what?" in result.err and not (two / NAME).exists()


CONFLICT = """{
"schema": "accepted/1",
"links": [
<<<<<<< HEAD
{"source": "A.md", "target": "a.py#one", "source_hash": "n1:1", "target_hash": "c1:1"},
=======
{"source": "A.md", "target": "a.py#one", "source_hash": "n1:2", "target_hash": "c1:2"},
>>>>>>> other
{}
]
}
"""
BAD_LINK = '{\n"schema": "accepted/1",\n"links": [\n{"source": "A.md", "target": 5},\n{}\n]\n}\n'


@pytest.mark.parametrize(("text", "line", "words"), [
    (CONFLICT, 4, "merge conflict"),
    ('{\n"schema": "accepted/1",\n"links": [\n{"source": \n]\n}', 5, "no JSON"),
    ("", 1, "no JSON"),
    ("[]", 1, "schema"),
    ("{}", 1, "schema"),
    ('{\n"schema": "accepted/7",\n"links": []}', 2, "another version"),
    ('{\n"schema": 5,\n"links": []}', 2, "schema"),
    ('{"schema": "accepted/1", "links": {}}', 1, "links"),
    (BAD_LINK, 4, "no accepted link"),
    ("[" * 100_000, 1, "no JSON"),
    (b'{"schema": \n"\xff"}', 2, "UTF-8"),
])
@pytest.mark.parametrize("command", [["gaps"], ["accept", "--all"]])
def test_a_file_that_can_not_be_read_is_told_in_one_line_and_left_alone(
        two: Path, call: Any, text: str | bytes, line: int, words: str, command: list[str]):
    data = text if isinstance(text, bytes) else text.encode()
    (two / NAME).write_bytes(data)
    result = call(*command, "--vault", two)
    assert result.code == 2
    assert result.err.count("\n") == 1 and f"{NAME}:{line}:" in result.err and words in result.err
    assert (two / NAME).read_bytes() == data


def test_it_stands_beside_the_settings_that_hold_for_the_vault(vault: Write, call: Any):
    root = vault({"notes/A.md": CONCEPT.format("a.py#one"), "vaultkit.toml": "vault = 'notes'\n[source]\nroots = ['.']\n",
                  "a.py": CODE.format("one")})
    assert call("accept", "A", "--vault", root / "notes").code == 0
    assert (root / NAME).exists() and not (root / "notes" / NAME).exists()


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_two_branches_that_accept_different_links_merge(two: Path, call: Any, monkeypatch: pytest.MonkeyPatch):
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)

    def git(*arguments: str) -> None:
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(two), *arguments],
                       check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    call("accept", "C", "--vault", two)
    git("add", "-A", "--", ":!.vaultkit")
    git("commit", "-qm", "one")
    git("switch", "-qc", "other")
    call("accept", "Б", "--vault", two)
    git("commit", "-qam", "two")
    git("switch", "-q", "main")
    call("accept", "A", "--vault", two)
    git("commit", "-qam", "three")
    git("merge", "-q", "-m", "both", "other")
    assert "3 unchanged" in call("accept", "--all", "--vault", two).out


def test_a_dry_run_tells_and_writes_nothing(two: Path, call: Any, valid: Any):
    told = valid(call("accept", "--all", "--dry-run", "--vault", two, "--format", "json"), "accept")
    assert len(told["recorded"]) == 3 and not (two / NAME).exists()
