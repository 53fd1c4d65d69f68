"""Patterns of gitignore(5): the same answers as pathspec's own, in a time that does not grow with their stars."""

from __future__ import annotations

import itertools
import time

import pytest
from pathspec import GitIgnoreSpec

from vaultkit.vault.ignore import git_rules

PATTERNS = ["a*b*", "*a*", "!a*b*a", "a**b", "**/a/**/b", "a/**/b/**/c", "**/a*b*/**", "/a*?*b", "*[ab]*b", "a*\\*b", "*/*a*"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_it_answers_as_pathspec_does(pattern: str) -> None:
    ours, theirs = git_rules([pattern]), GitIgnoreSpec.from_lines([pattern])
    for letters in itertools.chain.from_iterable(itertools.product("ab/c", repeat=count) for count in (1, 3, 5, 6)):
        path = "".join(letters)
        if "//" not in path and path[0] != "/":
            assert ours.check_file(path).include == theirs.check_file(path).include, path


@pytest.mark.parametrize(("pattern", "path"), [
    ("a*" * 40 + "b", "a" * 250), ("**/" + "a/**/" * 40 + "b", "a/" * 1_500 + "c"), ("*?" * 40 + "b", "a" * 250),
    ("*/" * 40 + "b", "a/" * 39), ("**/*a*a*a*a*a*a*/**/*a*a*a*b/**/c", "aaaaaaaaaaaaaaaa/" * 60),
])
def test_many_stars_take_no_longer(pattern: str, path: str) -> None:
    rules, start = git_rules([pattern]), time.perf_counter()
    assert not rules.check_file(path).include
    assert time.perf_counter() - start < 1
