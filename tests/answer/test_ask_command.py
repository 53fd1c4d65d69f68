"""``vaultkit ask`` from the outside, on a real vault with the default embedder."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import frontmatter
import jsonschema
import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def indexed(root: Path, vaultkit: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ask") / "vault"
    shutil.copytree(root / "tests" / "vaults" / "ask", folder)
    assert vaultkit("--vault", folder, "index").returncode == 0
    return folder


@pytest.fixture
def ask(vaultkit: Run, indexed: Path) -> Run:
    return lambda *args, **more: vaultkit("--vault", indexed, "ask", *args, **more)


@pytest.fixture(scope="module")
def schema(root: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((root / "schemas" / "ask.schema.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize(("question", "holds", "note"), [
    ("Who built the lighthouse?", "Ingrid Holm", "Notes/Lighthouse.md"),
    ("How many steps have the stairs?", "96", "Notes/Lighthouse.md"),
    ("Какова глубина второго причала?", "7 м", "Гавань.md"),
    ("Кто начальник гавани?", "Олаф Линд", "Гавань.md"),
])
def test_a_question_is_answered_with_its_source(
        ask: Run, schema: Mapping[str, Any], question: str, holds: str, note: str) -> None:
    found = ask(question, "--format", "json")
    assert found.returncode == 0, found.stdout + found.stderr
    data = json.loads(found.stdout)
    jsonschema.validate(data, schema)
    assert data["state"] in ("answered", "probable")
    block = data["sections"][0]["blocks"][0]
    assert holds in block["best"] and holds in block["text"]
    assert data["sources"][block["citations"][0] - 1]["note"] == block["note"] == note
    said = [sentence["text"] for sentence in data["sections"][0]["sentences"]]
    assert block["best"] in said and len(said) > 1


def test_markdown_is_the_default_and_ends_in_sources(ask: Run) -> None:
    lines = ask("Who built the lighthouse?").stdout.rstrip().split("\n")
    assert lines[0].startswith("==The lighthouse was built in 1893 by Ingrid Holm.== Its lamp turns")
    assert any(line.endswith(" [^1]") for line in lines)
    assert lines[-3:] == ["#### Sources", "", "[^1]: [[Lighthouse]]"]


def test_text_names_path_and_line(ask: Run) -> None:
    found = ask("Who built the lighthouse?", "--format", "text").stdout
    assert "[1] Notes/Lighthouse.md:6" in found and "[^" not in found


def test_what_the_vault_does_not_say_is_refused_with_exit_1(ask: Run, schema: Mapping[str, Any]) -> None:
    found = ask("Сколько слонов живёт в Кении?", "--format", "json")
    assert found.returncode == 1
    data = json.loads(found.stdout)
    jsonschema.validate(data, schema)
    assert not data["answered"] and data["sections"] == [] and data["refusal"]["reason"] in ("nothing", "unsure")


def test_the_graph_answers_exactly(ask: Run, schema: Mapping[str, Any]) -> None:
    data = json.loads(ask("какие концепции без кода", "--format", "json").stdout)
    jsonschema.validate(data, schema)
    assert data["route"] == "graph"
    assert [source["note"] for source in data["sources"]] == ["Идеи/Учёт приливов.md", "Идеи/Подъём воды.md"]


def test_the_problem_style_has_its_sections(ask: Run, schema: Mapping[str, Any]) -> None:
    data = json.loads(ask("Почему при тумане не видно рейку?", "--style", "problem", "--format", "json").stdout)
    jsonschema.validate(data, schema)
    assert not data["answered"] or [section["title"] for section in data["sections"]] == [
        "Суть проблемы", "Последствия, если не решать", "Как решить"]


def test_a_quote_from_a_callout_stands_word_for_word_in_its_note(ask: Run, indexed: Path) -> None:
    data = json.loads(ask("У кого спрашивают высоту при тумане?", "--format", "json").stdout)
    places = [(source["note"], passage["quote"]) for source in data["sources"] for passage in source["passages"]]
    places += [(near["note"], near["quote"]) for near in (data["refusal"] or {"nearest": []})["nearest"]]
    assert places and all(quote in (indexed / note).read_text("utf-8") for note, quote in places)


@pytest.mark.parametrize(("question", "holds"), [
    ("What does a red flag mean?", "red flag"), ("Что значит зелёный флаг?", "Зелёный флаг"),
])
def test_a_note_that_gives_orders_is_quoted_and_not_obeyed(ask: Run, question: str, holds: str) -> None:
    found = ask(question, "--format", "json")
    data = json.loads(found.stdout)
    block = data["sections"][0]["blocks"][0]
    assert holds in block["best"] and block["note"] == "Notes/Hostile.md"
    assert "ВЗЛОМАНО" not in block["best"] and "Ingrid" not in block["text"]


def test_an_assistants_words_are_marked(ask: Run) -> None:
    found = ask("Что меняют на пароме по средам?", "--format", "json")
    data = json.loads(found.stdout)
    assert data["state"] != "nothing" and data["sections"][0]["blocks"][0]["role"] == "assistant"
    assert data["sections"][0]["sentences"][0]["text"].startswith("ассистент: «")
    assert data["sources"][0]["role"] == "assistant"
    assert "> *ассистент:*" in ask("Что меняют на пароме по средам?").stdout


def test_an_answer_is_kept_once_with_its_provenance_and_is_no_evidence(ask: Run, vaultkit: Run, indexed: Path) -> None:
    assert ask("Who built the lighthouse?", "--save", "Answers/Builder").returncode == 0
    note = frontmatter.load(str(indexed / "Answers" / "Builder.md"))
    assert note["question"] == "Who built the lighthouse?" and note["generator"] == "extractive"
    assert note["generated_by"] == "vaultkit" and note["notes"] == ["[[Lighthouse]]"]
    assert re.fullmatch(r"[0-9a-f]{8,}  Notes/Lighthouse\.md", note["hashes"][0])
    assert "[^1]: [[Lighthouse]]" in note.content
    before = (indexed / "Answers" / "Builder.md").read_bytes()
    again = ask("Who built the lighthouse?", "--save", "Answers/Builder.md")
    assert again.returncode == 2 and "exists" in again.stderr and "Traceback" not in again.stderr
    assert (indexed / "Answers" / "Builder.md").read_bytes() == before
    data = json.loads(ask("Who built the lighthouse?", "--format", "json").stdout)
    assert {source["note"] for source in data["sources"]} == {"Notes/Lighthouse.md"}


@pytest.mark.parametrize("path", ["../out", "/tmp/out-of-the-vault.md", ".hidden/x"])
def test_an_answer_stays_inside_the_vault(ask: Run, path: str) -> None:
    found = ask("Who built the lighthouse?", "--save", path)
    assert found.returncode == 2 and len(found.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(("options", "code", "told"), [
    (["--generator", "llama-cpp"], 2, "needs a model"),
    (["--generator", "llama-cpp", "--model", "nowhere.gguf"], 3, "nowhere.gguf"),
    (["--model", "nowhere.gguf"], 3, "nowhere.gguf"),
    (["--generator", "transformers", "--model", "nowhere"], 3, "no model at"),
    (["--generator", "parrot"], 2, "no generator 'parrot'"),
    (["--generator", "openai"], 2, "generator.url"),
])
def test_a_model_that_is_not_there_is_one_line_with_the_mend(ask: Run, options: list[str], code: int, told: str) -> None:
    found = ask("Who built the lighthouse?", *options)
    assert found.returncode == code and told in found.stderr and len(found.stderr.strip().splitlines()) == 1


def test_no_question_is_wrong_usage(ask: Run) -> None:
    assert ask().returncode == 2


def test_a_question_without_a_word_has_no_answer(ask: Run) -> None:
    assert ask("?!").returncode == 1


def test_a_conversation_carries_what_was_spoken_of(vaultkit: Run, indexed: Path) -> None:
    import sys

    found = subprocess.run([sys.executable, "-m", "vaultkit", "--vault", str(indexed), "ask", "-i"],
                           input="Who built the lighthouse?\nAnd how many steps has it?\n", capture_output=True,
                           encoding="utf-8", timeout=120, check=False)
    assert found.returncode == 0 and "Ingrid Holm" in found.stdout and "96" in found.stdout


def test_what_is_likely_is_shown_as_a_guess(ask: Run, schema: Mapping[str, Any], indexed: Path) -> None:
    found = ask("Когда приходит паром из-за тумана?", "--format", "json", "--save", "Answers/Guess")
    data = json.loads(found.stdout)
    jsonschema.validate(data, schema)
    assert data["state"] == "probable", data
    assert found.returncode == 0 and not data["answered"] and data["refusal"] is None
    blocks = data["sections"][0]["blocks"]
    assert 1 <= len(blocks) <= 3 and len({(block["note"], block["start_line"]) for block in blocks}) == len(blocks)
    said = {sentence["text"] for sentence in data["sections"][0]["sentences"]}
    assert all(block["best"] in said or any(block["best"] in text for text in said) for block in blocks)
    for block in blocks:
        lines = (indexed / block["note"]).read_text("utf-8").split("\n")[block["start_line"] - 1:block["end_line"]]
        assert block["text"].split("\n")[-1].strip("> ") in lines[-1]
    kept = frontmatter.load(str(indexed / "Answers" / "Guess.md"))
    assert kept["state"] == "probable" and len(kept["blocks"]) == len(blocks) and kept["hashes"]
    assert "Не уверен" in ask("Когда приходит паром из-за тумана?").stdout


def test_a_cause_or_number_that_is_asked_for_has_to_stand_in_a_sure_answer(ask: Run) -> None:
    data = json.loads(ask("Why was the lighthouse built in 1893 by Ingrid Holm?", "--format", "json").stdout)
    assert data["state"] != "answered"
    data = json.loads(ask("How many lamps has the lighthouse?", "--format", "json").stdout)
    assert data["state"] != "answered"
