"""The generated vault of chats: the same seed gives the same bytes, and its truth says what the notes hold."""

import json
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
COUNT = 300


@pytest.fixture(scope="module")
def chats(benchmark_module: Callable[[str], ModuleType]) -> ModuleType:
    return benchmark_module("chats")


@pytest.fixture(scope="module")
def made(chats: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    out = tmp_path_factory.mktemp("chats") / "vault"
    truth = chats.write_vault(out, COUNT)
    return out, json.loads(truth.read_text("utf-8"))


@pytest.fixture(scope="module")
def lines(made: tuple[Path, dict[str, Any]]) -> dict[str, list[str]]:
    out, _ = made
    return {p.relative_to(out).as_posix(): p.read_text("utf-8").splitlines() for p in out.rglob("*.md")}


def test_two_runs_are_the_same_to_the_byte(chats: ModuleType, tmp_path: Path):
    one, two, other = (tmp_path / name for name in ("one", "two", "other"))
    truths = [chats.write_vault(one, 40), chats.write_vault(two, 40)]
    chats.write_vault(other, 40, seed=8)

    def content(folder: Path) -> dict[str, bytes]:
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.md")}

    assert content(one) == content(two)
    assert truths[0].read_bytes() == truths[1].read_bytes()
    assert content(one) != content(other)


def test_the_truth_lies_outside_of_the_vault(made, lines):
    out, truth = made
    assert {p.suffix for p in out.rglob("*") if p.is_file()} == {".md"}
    assert len(lines) == truth["count"] == COUNT
    assert sorted(lines) == sorted(note["path"] for note in truth["notes"])


def test_names_are_a_number_and_words_of_the_question(made):
    for number, note in enumerate(made[1]["notes"], start=1):
        words = re.findall(r"[^\W_]+", note["question"].lower())[:4]
        assert note["path"] == f"Чаты/{number:03d}_{'_'.join(words)}.md"


def test_a_subsystem_stands_on_the_line_with_its_status(made, lines):
    for row in made[1]["subsystems"]:
        assert row["notes"] == len({place["note"] for place in row["places"]})
        assert row["newest"] == max(row["places"], key=lambda place: (place["time"], place["line"]))
        for place in row["places"]:
            text = lines[place["note"]][place["line"] - 1]
            assert row["name"] in text
            below = "\n".join(lines[place["note"]][place["line"] - 1:place["line"] + 2])
            assert place["status"] in (text if place["where"] == "table" else below)
            assert place["role"] == "assistant"


@pytest.mark.parametrize("key, form", [("unresolved_ideas", "[[{}]]"), ("missing_notes", "[[{}]]"),
                                       ("named", "**{}**")])
def test_counts_are_those_of_the_notes(made, lines, key, form):
    for row in made[1][key]:
        mark = form.format(row["name"])
        found = {(note, n) for note, text in lines.items() for n, line in enumerate(text, start=1) if mark in line}
        assert {(place["note"], place["line"]) for place in row["places"]} == found
        assert row["count"] == len({note for note, _ in found})


def test_every_other_link_leads_to_a_chat(made, lines):
    _, truth = made
    lost = {row["name"] for key in ("unresolved_ideas", "missing_notes") for row in truth[key]}
    stems = {Path(path).stem for path in lines}
    targets = {t for text in lines.values() for line in text for t in re.findall(r"\[\[([^\]]+)\]\]", line)}
    assert targets - stems == lost


def test_each_fact_is_said_once_where_the_truth_says(made, lines):
    _, truth = made
    assert len(truth["facts"]) == 36
    everything = defaultdict(list)
    for note, text in lines.items():
        for n, line in enumerate(text, start=1):
            if "на стенде «" in line:
                everything[line].append((note, n))
    assert sorted(p for places in everything.values() for p in places) == sorted(
        (fact["note"], fact["line"]) for fact in truth["facts"])
    for fact in truth["facts"]:
        line = lines[fact["note"]][fact["line"] - 1]
        assert fact["answer"] in line
        assert re.search("«(.+)»", fact["question"])[1] in line
    assert {fact["role"] for fact in truth["facts"]} == {"user", "assistant"}


def test_what_is_unanswerable_is_said_nowhere(made):
    _, truth = made
    assert len(truth["unanswerable"]) == 12
    assert not set(truth["unanswerable"]) & {fact["question"] for fact in truth["facts"]}


def test_repeated_headings_are_noise_and_subsystems_are_not(made):
    _, truth = made
    noise = {heading["text"]: heading["count"] for heading in truth["noise"]["headings"]}
    assert noise["Sources"] == noise["Релевантные заметки:"] > COUNT / 2
    assert not set(noise) & {row["name"] for row in truth["subsystems"]}


def test_every_turn_has_its_own_id(made, lines):
    uids = [line for text in lines.values() for line in text if line.startswith("<!-- UID: ")]
    assert len(uids) == len(set(uids)) == sum(note["turns"] for note in made[1]["notes"])


def test_a_folder_with_content_is_left_alone(chats: ModuleType, tmp_path: Path):
    (tmp_path / "note.md").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match="not empty"):
        chats.write_vault(tmp_path, 3)
    assert [p.name for p in tmp_path.iterdir()] == ["note.md"]
