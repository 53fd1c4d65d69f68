"""The baseline: what it holds blocks nothing, what is new does; it follows moved lines and renamed files."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from check_repo import Repo

NAME = "vaultkit-baseline.json"
BROKEN = {"Раз.md": "[[Нет]]\n[[Нет]]\n", "Папка/Два.md": "текст\n![[нет.png]]\n"}


@pytest.fixture
def known(folder: Callable[[dict[str, str]], Repo]) -> Repo:
    """A vault with three faults, all in its baseline."""
    vault = folder(BROKEN)
    assert vault.run("check").returncode == 1
    assert vault.run("check", "--update-baseline").returncode == 0
    return vault


def entries(vault: Repo) -> list[dict[str, Any]]:
    return [entry for entry in json.loads((vault.vault / NAME).read_text("utf-8"))["findings"] if entry]


def test_what_is_known_blocks_nothing_and_is_still_told(known: Repo) -> None:
    assert known.run("check").returncode == 0
    assert [item["new"] for item in known.findings()] == [False, False, False]
    assert known.run("check", "--strict").returncode == 0


def test_one_finding_a_line_sorted(known: Repo) -> None:
    lines = (known.vault / NAME).read_text("utf-8").splitlines()[1:-2]
    parsed = [json.loads(line.rstrip(",")) for line in lines]
    assert parsed == sorted(parsed, key=lambda entry: (entry["path"], entry["rule"], entry["fingerprint"]))
    assert len(parsed) == 3
    assert all(line.endswith(",") for line in lines)


def test_a_new_finding_blocks(known: Repo) -> None:
    known.write({"Раз.md": "[[Нет]]\n[[Нет]]\n[[Нет]]\n"})
    assert known.places() == {("Раз.md", 3, "unresolved-link")}
    assert known.run("check").returncode == 1


def test_lines_may_move(known: Repo) -> None:
    known.write({"Раз.md": "# Заголовок\n\nещё текст\n\n[[Нет]] и\n\n\n-   [[Нет]]\n"})
    assert known.places() == set()


def test_files_may_be_renamed_and_their_lines_move(known: Repo) -> None:
    (known.vault / "Раз.md").rename(known.vault / "Иначе.md")
    (known.vault / "Папка").rename(known.vault / "Другая")
    known.write({"Иначе.md": "новая строка\n[[Нет]]\n[[Нет]]\n"})
    assert known.places() == set()
    known.write({"Ещё.md": "[[Нет]]\n"})
    assert known.places() == {("Ещё.md", 1, "unresolved-link")}


def test_a_copy_is_no_renamed_file(known: Repo) -> None:
    known.write({"Копия.md": "[[Нет]]\n"})
    assert known.places() == {("Копия.md", 1, "unresolved-link")}


def test_updating_shrinks_and_only_grow_adds(known: Repo) -> None:
    known.write({"Раз.md": "[[Нет]]\n", "Новая.md": "[[И этого нет]]\n"})
    assert known.run("check", "--update-baseline").returncode == 1
    assert {(entry["path"], entry["rule"]) for entry in entries(known)} == {
        ("Раз.md", "unresolved-link"), ("Папка/Два.md", "missing-attachment")}
    assert known.run("check", "--update-baseline", "--grow").returncode == 0
    assert len(entries(known)) == 3
    assert known.run("check").returncode == 0


def test_a_renamed_file_is_written_down_under_its_new_name(known: Repo) -> None:
    (known.vault / "Раз.md").rename(known.vault / "Иначе.md")
    known.run("check", "--update-baseline")
    assert {entry["path"] for entry in entries(known)} == {"Иначе.md", "Папка/Два.md"}


def test_what_a_run_did_not_look_at_stays(known: Repo) -> None:
    known.write({"Раз.md": "чисто\n", "Папка/Два.md": "чисто\n"})
    known.run("check", "--update-baseline", "--select", "missing-attachment")
    assert {entry["rule"] for entry in entries(known)} == {"unresolved-link"}
    known.run("check", "Папка/Два.md", "--update-baseline")
    assert {entry["path"] for entry in entries(known)} == {"Раз.md"}


def test_another_file_may_be_named(known: Repo) -> None:
    (known.vault / NAME).rename(known.vault / "своя.json")
    assert known.run("check").returncode == 1
    assert known.run("check", "--baseline", "своя.json").returncode == 0
    missing = known.run("check", "--baseline", "нет.json")
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize("text", [
    "", "{", "[]", '{"schema": "baseline/1"}', '{"schema": "baseline/1", "findings": [1]}',
    '{"schema": "baseline/1", "findings": [{"path": "a.md"}]}', '{"schema": "other/1", "findings": []}',
    "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n", "[" * 100_000,
])
def test_nonsense_is_one_line(known: Repo, text: str) -> None:
    (known.vault / NAME).write_text(text, encoding="utf-8")
    done = known.run("check")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert NAME in done.stderr
    assert (known.vault / NAME).read_text("utf-8") == text


def test_wrong_usage(known: Repo) -> None:
    assert known.run("check", "--grow").returncode == 2
    assert known.run("check", "--staged", "--update-baseline").returncode == 2


def test_branches_that_both_add_findings_merge(repo: Repo) -> None:
    repo.commit(BROKEN)
    repo.run("check", "--update-baseline")
    repo.commit({".gitignore": ".vaultkit/\n"})
    for branch, note in (("один", "А.md"), ("два", "Я.md")):
        repo.git("checkout", "-q", "-b", branch, "main")
        repo.commit({note: "[[Нет и тут]]\n"})
        repo.run("check", "--update-baseline", "--grow")
        repo.commit()
    assert repo.git("merge", "-q", "-m", "вместе", "один", check=False).returncode == 0
    assert repo.places() == set()
    assert len(entries(repo)) == 5


def test_a_fault_whose_message_names_a_line_is_known_where_that_moves(folder: Callable[[dict[str, str]], Repo]) -> None:
    vault = folder({"Двойные.md": "---\na: 1\na: 2\n---\n"})
    vault.run("check", "--update-baseline")
    vault.write({"Двойные.md": "---\nb: 0\na: 1\nc: 3\na: 2\n---\n"})
    assert [(item["line"], item["new"]) for item in vault.findings()] == [(5, False)]
