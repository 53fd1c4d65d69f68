"""sample_vault/ against sample_vault_expected.yaml: what it holds, and what the tools must say of it."""

import json
import re
import shutil
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from in_process import in_process

SAMPLE = Path(__file__).parents[1] / "sample_vault"
EXPECTED: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("sample_vault_expected.yaml").read_text("utf-8"))
CONCEPTS: dict[str, dict[str, Any]] = EXPECTED["concepts"]
NOTES = {path.relative_to(SAMPLE).as_posix(): path.read_text("utf-8") for path in SAMPLE.rglob("*.md")}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy, so that no index is left in the repository."""
    return shutil.copytree(SAMPLE, tmp_path_factory.mktemp("sample") / "vault",
                           ignore=shutil.ignore_patterns(".vaultkit", "__pycache__"))


def vaultkit(sample: Path, *arguments: str) -> dict[str, Any]:
    done = in_process("--vault", sample, *arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    return data


@pytest.fixture(scope="module")
def gaps(sample: Path) -> dict[str, Any]:
    return vaultkit(sample, "gaps")


@pytest.fixture(scope="module")
def links(sample: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = vaultkit(sample, "links")["links"]
    return found


@pytest.fixture(scope="module")
def by_concept(gaps: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {gap["concept"]: gap for gap in gaps["gaps"]}


def nodes(gap: dict[str, Any], stage: str) -> set[str]:
    return {node["id"] for step in gap["chain"] if step["stage"] == stage for node in step["nodes"]}


def test_every_concept_is_listed_and_nothing_else(by_concept: dict[str, Any]):
    assert sorted(id for id, gap in by_concept.items() if gap["strength"] != "inferred") == sorted(CONCEPTS)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_state(concept: str, by_concept: dict[str, Any]):
    gap, right = by_concept[concept], CONCEPTS[concept]
    assert gap["state"] == right["state"]
    if "last" in right:
        assert gap["last_stage"] == right["last"]
    if "missing" in right:
        assert gap["missing_stage"] == right["missing"]


@pytest.mark.parametrize("concept", [c for c, e in CONCEPTS.items() if "stages" in e])
def test_chain_goes_over_the_right_notes_and_sections(concept: str, by_concept: dict[str, Any]):
    for stage, ids in CONCEPTS[concept]["stages"].items():
        assert nodes(by_concept[concept], stage) & set(ids), stage


@pytest.mark.parametrize("concept", [c for c, e in CONCEPTS.items() if "code" in e])
def test_code_evidence_is_named(concept: str, by_concept: dict[str, Any]):
    gap = by_concept[concept]
    named = nodes(gap, "code") | {evidence["id"] for evidence in gap["evidence"]}
    assert set(CONCEPTS[concept]["code"]) <= named


def test_orphans(gaps: dict[str, Any]):
    found = {orphan["id"] for orphan in gaps["orphaned"]}
    assert set(EXPECTED["orphaned"]) <= found
    assert found <= set(EXPECTED["orphaned"]) | set(EXPECTED["orphaned_structural"])


def test_summary_counts(gaps: dict[str, Any]):
    assert gaps["summary"]["concepts"] == EXPECTED["counts"]["concepts"]
    states = {state: count for state, count in gaps["summary"]["by_state"].items() if count}
    assert states == Counter(right["state"] for right in CONCEPTS.values())


def test_every_link_resolves_but_those_left_open_on_purpose(links: list[dict[str, Any]]):
    lost: dict[str, set[str]] = {}
    for link in links:
        if link["status"] in ("unresolved", "ambiguous"):
            lost.setdefault(link["target"], set()).add(link["source"])
    assert {name: sorted(sources) for name, sources in lost.items()} == EXPECTED["unresolved"]


def test_every_heading_and_block_that_a_link_names_exists(links: list[dict[str, Any]]):
    named = [link for link in links if link["subpath"]]
    assert named
    assert {link["subpath_status"] for link in named} == {"ok"}


def test_depends_on_is_as_stated_and_without_a_cycle(links: list[dict[str, Any]]):
    found: dict[str, list[str]] = {}
    for link in links:
        if link["relation"] == "depends_on":
            found.setdefault(link["source"], []).append(link["resolved"])
    assert found == EXPECTED["depends_on"]
    order: list[str] = []
    while len(order) < len(CONCEPTS):
        ready = [c for c in CONCEPTS if c not in order and set(found.get(c, ())) <= set(order)]
        assert ready, "a cycle"
        order += ready


def test_kinds_and_problems_of_the_index(sample: Path):
    index = vaultkit(sample, "index", "--no-embed")
    assert index["problems"] == []
    assert index["notes"]["total"] == EXPECTED["counts"]["notes"]
    declared = {kind: counts["declared"] for kind, counts in index["kinds"].items() if counts["declared"]}
    assert {kind: declared.get(kind) for kind in EXPECTED["counts"]["kinds_declared"]} == \
        EXPECTED["counts"]["kinds_declared"]


@pytest.mark.parametrize("chat", sorted(path for path in NOTES if path.startswith("Чаты/")))
def test_the_turns_of_a_chat(chat: str, sample: Path):
    turns = vaultkit(sample, "show", chat)["turns"]
    assert [turn["role"] for turn in turns] == ["user", "assistant", "user", "assistant"][:len(turns)]
    assert len(turns) == NOTES[chat].count("<!-- UID: ")
    lines = NOTES[chat].splitlines()
    for turn in turns:
        said = re.search(r"(\d\d)\.(\d\d)\.(\d{4}) at (\d\d:\d\d)$", lines[turn["start_line"] - 1])
        assert said
        assert turn["time"].startswith(f"{said[3]}-{said[2]}-{said[1]}T{said[4]}")
        assert lines[turn["end_line"] - 1] == f"<!-- UID: {turn['uid']} -->"


def test_the_vault_is_as_large_as_stated():
    counts = EXPECTED["counts"]
    assert len(NOTES) == counts["notes"]
    chats = {path: text for path, text in NOTES.items() if path.startswith("Чаты/")}
    assert len(chats) == counts["chats"]
    turns = [turn for text in chats.values() for turn in re.findall(r"^>\[!nexus_(?:user|agent)\]", text, re.M)]
    assert len(turns) == counts["turns"]
    tagged = [path for path, text in NOTES.items() if re.search(r"^tags: \[(?:подсистема|subsystem)\b", text, re.M)]
    assert sorted(tagged) == sorted(EXPECTED["subsystems"])
    assert len(tagged) == counts["subsystems"]


def test_states_add_up_to_the_counts():
    assert Counter(c["state"] for c in CONCEPTS.values()) == EXPECTED["counts"]["by_state"]


def test_names_are_nfc_and_every_message_has_its_own_id():
    assert all(unicodedata.is_normalized("NFC", path + text) for path, text in NOTES.items())
    uids = re.findall(r"<!-- UID: (\S+) -->", "".join(NOTES.values()))
    assert len(uids) == len(set(uids)) == EXPECTED["counts"]["turns"]


@pytest.mark.parametrize("fact", EXPECTED["facts"], ids=lambda fact: fact["question"])
def test_the_notes_named_for_a_question_hold_its_answer(fact: dict[str, Any]):
    assert any(fact["answer"] in NOTES[note] for note in fact["notes"])


@pytest.mark.parametrize("idea, status", EXPECTED["ideas_in_chats"].items())
def test_an_idea_of_the_chats_stands_in_a_table_with_its_status(idea: str, status: str):
    rows = [line for path, text in NOTES.items() if path.startswith("Чаты/") for line in text.splitlines()
            if f"| {idea} |" in line]
    assert len(rows) == 1
    assert rows[0].rstrip().endswith(f"| {status} |")


@pytest.mark.parametrize("subsystem", EXPECTED["subsystems"])
def test_a_claim_stands_in_the_chat_that_is_named(subsystem: str):
    expected = EXPECTED["subsystems"][subsystem]
    claimed = expected["claimed"]
    assert f"| {claimed['text']} |" in NOTES[claimed["note"]]
    assert f"{claimed['date']:%d.%m.%Y}" in NOTES[claimed["note"]]
    if expected["own_status"]:
        assert expected["own_status"] in NOTES[subsystem]
