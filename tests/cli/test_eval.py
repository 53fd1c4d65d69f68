"""``eval``: a person's own questions put to a vault."""

from __future__ import annotations

import json

import pytest

NOTES = {"Порт.md": "# Порт\nQdrant слушает порт 6333.\n", "Кэш.md": "# Кэш\nКэш растёт с контекстом.\n"}
LINES = [{"question": "Какой порт слушает Qdrant?", "notes": ["Порт.md"], "part": "own-words"},
         {"question": "Сколько стоит аренда?", "unanswerable": True, "part": "unanswerable"}]


@pytest.fixture
def folder(vault):
    return vault(NOTES)


@pytest.fixture
def questions(tmp_path):
    def write(*lines: object):
        path = tmp_path / "questions.jsonl"
        path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
        return path

    return write


def test_json_has_the_figures_of_all_and_of_each_part(call, folder, questions, valid):
    result = call("eval", questions(*LINES), "--no-ask", "--mode", "lexical", "--vault", folder, "--format", "json")
    data = valid(result, "eval")
    assert (result.code, data["questions"], data["recall_at_1"], data["mrr"]) == (0, 2, 1, 1)
    assert data["refusal_accuracy"] is None
    assert data["parts"][0]["part"] == "own-words"


def test_text_is_a_table_in_the_language_of_the_vault(call, folder, questions):
    result = call("eval", questions(*LINES), "--no-ask", "--mode", "lexical", "--vault", folder)
    assert "R@5" in result.out.splitlines()[0]
    assert result.out.splitlines()[-2].startswith("все")


def test_gold_notes_that_are_not_there_are_told(call, folder, questions):
    lines = [*LINES, {"question": "Что в третьей?", "notes": ["Нет.md"]}]
    result = call("eval", questions(*lines), "--no-ask", "--mode", "lexical", "--vault", folder)
    assert result.code == 0
    assert "Нет.md" in result.err


def test_a_set_for_another_vault_is_refused(call, folder, questions):
    result = call("eval", questions({"question": "?", "notes": ["Нет.md"]}), "--no-ask", "--vault", folder)
    assert (result.code, result.out) == (2, "")
    assert "Нет.md" in result.err


def test_a_bad_line_is_told_with_its_place(call, folder, questions):
    path = questions(LINES[0], ["no object"])
    result = call("eval", path, "--no-ask", "--vault", folder)
    assert result.code == 2
    assert f"{path}:2: not an object" in result.err


def test_only_what_writes_can_be_let_compose(call, folder, questions):
    result = call("eval", questions(*LINES), "--compose", "--vault", folder)
    assert result.code == 2
    assert "--model" in result.err
