"""Patterns that a vault brings along never keep the index waiting."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from vaultkit.vault.ignore import refusal


@pytest.mark.parametrize("pattern", [
    r"(a+)+$", r"(a*)*b", r"(a|aa)+$", r"((a+)b?)*c", r"(?:a+){2,}$", r"(a?){64}a{64}", r"(\w+\s?)*$", r"(.*)+x",
    r".*.*.*.*x", r"(?P<n>a+)+$", r"(?x)(a+) +$", r"([^/]+/?)+#", r"((a|b)c){3,9}", r"(a{1,30}){9}",
])
def test_what_may_take_forever_is_refused(pattern: str) -> None:
    assert refusal(pattern) is not None


@pytest.mark.parametrize("pattern", [
    r"\.excalidraw\.md$", r"^(Templates|Archive)/", r".*/private/.*", r"(foo)+", r"[(+*)+]+", r"a{2}", r"\(a+\)+",
    r"^\d{4}-\d{2}-\d{2}", r"(?:old|new)?/x", r"a+?b", r"{x}+", r"(?=draft).*", r"x{,3}", r"(?i)secret",
])
def test_what_a_person_writes_is_run(pattern: str) -> None:
    assert refusal(pattern) is None
    assert re.compile(pattern) is not None


def test_a_pathological_filter_hides_nothing_and_is_told(vault: Any) -> None:
    vault.write(".obsidian/app.json", json.dumps({"userIgnoreFilters": [r"/(a+)+$/", "/^b/"]}))
    vault.write("a" * 60 + "!.md", "")
    vault.write("b.md", "")
    vault.index.refresh()
    assert [facts.path for facts in vault.index.facts() if facts.excluded] == ["b.md"]
    [problem] = vault.index.problems()
    assert problem.path == ".obsidian/app.json" and "(a+)+$" in problem.message
