"""Properties in a form that nothing can use: links without quotes, waivers until no date or of no known term."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from check_repo import Repo

Folder = Callable[[dict[str, str]], Repo]
ENGLISH = {"vaultkit.toml": 'lang = "en"\n', "b.md": "A note.\n", "Smith, 2020.md": "A paper.\n"}


def told(folder: Folder, note: str, rule: str) -> list[dict[str, Any]]:
    return [item for item in folder(ENGLISH | {"a.md": note}).findings() if item["rule"] == rule]


@pytest.mark.parametrize("kind", ["", "kind: concept\n", "kind: scheme\n"])
@pytest.mark.parametrize(("value", "places"), [
    (" [[b]]", [("b", 0, 13)]),
    ("\n  - [[b]]", [("b", 1, 5)]),
    (" [[[b]], [[c]]]", [("b", 0, 14), ("c", 0, 21)]),
    (" [[Smith, 2020]]", [("Smith, 2020", 0, 13)]),
    (" [[b|the other]]", [("b|the other", 0, 13)]),
])
def test_a_link_without_quotes_in_a_relation(
    folder: Folder, kind: str, value: str, places: list[tuple[str, int, int]]
) -> None:
    first = 2 + kind.count("\n")
    found = told(folder, f"---\n{kind}depends_on:{value}\n---\n", "frontmatter-schema")
    assert [(item["line"], item["column"], item["fix"]) for item in found] == [
        (first + line, column, f'quote the link: "[[{target}]]"') for target, line, column in places]
    assert all("is no link" in item["message"] and item["severity"] == "warning" for item in found)


def test_a_link_in_quotes_and_lists_in_other_properties_are_left_alone(folder: Folder) -> None:
    note = '---\ndepends_on: ["[[b]]"]\nрасписание: [[1, 2], [3, 4]]\n---\n'
    assert told(folder, note, "frontmatter-schema") == []


def test_the_russian_name_of_a_relation_is_one_too(folder: Folder) -> None:
    repo = folder({"а.md": "---\nзависит от: [[б]]\n---\nтекст\n", "б.md": "текст\n"})
    [finding] = repo.findings()
    assert (finding["rule"], finding["fix"]) == ("frontmatter-schema", 'возьмите ссылку в кавычки: "[[б]]"')


@pytest.mark.parametrize("until", ["someday", "2024-02-30", "31.01.2027", "true", "soon: maybe"])
def test_a_waiver_until_no_date_says_so_and_how_to_write_one(folder: Folder, until: str) -> None:
    until = f"'{until}'" if ":" in until else until
    [finding] = told(folder, f"---\nkind: concept\nwaive:\n  until: {until}\n---\n", "waiver-expired")
    assert "is no date" in finding["message"] and "ended" not in finding["message"]
    assert finding["fix"] == "write the day as year-month-day: 2027-01-31"
    assert (finding["line"], finding["severity"]) == (4, "error")


def test_a_day_that_is_over_still_says_when_it_was(folder: Folder) -> None:
    [finding] = told(folder, "---\nkind: concept\nwaive: {until: 2020-01-31}\n---\n", "waiver-expired")
    assert finding["message"] == "the waiver ended on 2020-01-31"


@pytest.mark.parametrize(("waive", "term", "fix"), [
    ("{terms: [partial, uncoverd]}", "uncoverd", "did you mean uncovered?"),
    ("[Partal]", "Partal", "did you mean partial?"),
    ("brokn", "brokn", "did you mean broken?"),
    ("{terms: xyz}", "xyz", "the terms are broken, stub, moved, suspect, ambiguous, uncovered, partial, skipped"),
])
@pytest.mark.parametrize("kind", ["kind: concept\n", ""])
def test_a_word_that_is_no_gap_term(folder: Folder, kind: str, waive: str, term: str, fix: str) -> None:
    line = f"waive: {waive}"
    [finding] = told(folder, f"---\n{kind}{line}\n---\n", "frontmatter-schema")
    assert finding["message"].startswith(f"{term} is no gap term") and finding["fix"] == fix
    assert (finding["line"], finding["column"]) == (2 + kind.count("\n"), line.index(term) + 1)


@pytest.mark.parametrize("waive", ["true", "{terms: [Partial, uncovered], reason: later}", "{reason: later}", "[stub]"])
def test_known_terms_are_left_alone(folder: Folder, waive: str) -> None:
    assert told(folder, f"---\nkind: concept\nwaive: {waive}\n---\n", "frontmatter-schema") == []
