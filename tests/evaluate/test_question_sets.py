"""A question set is read line by line, and a bad line is told with its place and its mend."""

from __future__ import annotations

import json
import unicodedata

import pytest

from vaultkit.errors import UsageError
from vaultkit.evaluate import GoldQuestion, read_questions


@pytest.fixture
def write(tmp_path):
    def file(text: str | bytes):
        path = tmp_path / "set.jsonl"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return file


def test_a_line_is_a_question_with_its_gold_notes(write):
    path = write('{"question": "Сколько?", "notes": ["а/б.md"], "answer": "4,5", "part": "own-words", "vault": "v"}\n'
                 '\n{"question": "Почём?", "unanswerable": true}\n')
    assert read_questions(path) == [
        GoldQuestion("Сколько?", ("а/б.md",), "4,5", False, "own-words", 1),
        GoldQuestion("Почём?", (), None, True, None, 3),
    ]


def test_paths_are_compared_in_one_unicode_form(write):
    decomposed = unicodedata.normalize("NFD", "Учёт й.md")
    path = write(json.dumps({"question": "?", "notes": ["./" + decomposed, "Учёт й.md"]}))
    assert read_questions(path)[0].notes == ("Учёт й.md",)


@pytest.mark.parametrize("line, reason", [
    ("{", "not JSON"),
    ("[]", "not an object"),
    ('{"notes": ["a.md"]}', "no question"),
    ('{"question": 1, "notes": ["a.md"]}', "question is no str"),
    ('{"question": " ", "notes": ["a.md"]}', "the question is empty"),
    ('{"question": "q"}', "no notes"),
    ('{"question": "q", "notes": "a.md"}', "notes is no list"),
    ('{"question": "q", "notes": [1]}', "notes must be texts"),
    ('{"question": "q", "notes": ["a.md"], "unanswerable": true}', "unanswerable, yet it has notes"),
    ('{"question": "q", "notes": ["a.md"], "unanswerable": "yes"}', "unanswerable is no bool"),
    ('{"question": "q", "notes": ["a.md"], "answer": 4.5}', "answer is no str"),
    ("[" * 20000, "not JSON|nested too deep"),
])
def test_a_bad_line_names_file_line_and_mend(write, line, reason):
    path = write('{"question": "fine", "notes": ["a.md"]}\n' + line + "\n")
    with pytest.raises(UsageError, match=reason) as stop:
        read_questions(path)
    assert stop.value.message.startswith(f"{path}:2: ")
    assert stop.value.mend


@pytest.mark.parametrize("content, reason", [(b"", "no question in it"), (b"\xff\xfe{}", "not UTF-8")])
def test_a_file_that_is_no_set_is_told(write, content, reason):
    with pytest.raises(UsageError, match=reason):
        read_questions(write(content))


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UsageError, match="No such file"):
        read_questions(tmp_path / "none.jsonl")


def test_our_own_sets_name_notes_that_exist_and_hold_what_the_bars_ask_for(root):
    sets = {path.stem: read_questions(path) for path in (root / "benchmarks" / "questions").glob("*.jsonl")}
    lost = [note for one in sets["sample_vault"] for note in one.notes if not (root / "sample_vault" / note).is_file()]
    assert lost == []
    everything = [one for questions in sets.values() for one in questions]
    russian = [one for one in everything if any("а" <= c <= "я" for c in one.question.casefold())]
    assert sum(not one.unanswerable for one in russian) >= 60
    assert sum(not one.unanswerable for one in everything) - sum(not one.unanswerable for one in russian) >= 60
    parts = [one.part for one in everything]
    assert parts.count("cross") >= 15
    assert parts.count("two-notes") >= 15
    assert parts.count("unanswerable-own") + parts.count("unanswerable-other") >= 40
