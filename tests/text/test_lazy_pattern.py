"""Patterns that are compiled when they are first used: every one of vaultkit's compiles."""

import importlib
import pkgutil
import re

import pytest

import vaultkit
from vaultkit.text.lazy_pattern import lazy_pattern


def test_it_does_what_a_compiled_pattern_does() -> None:
    pattern = lazy_pattern(r"(?P<word>\w+)", re.IGNORECASE)
    found = pattern.match("note 1")
    assert found and found["word"] == "note"
    assert (pattern.pattern, pattern.groups, pattern.sub("x", "a b")) == (r"(?P<word>\w+)", 1, "x x")


def test_a_pattern_of_bytes_finds_bytes() -> None:
    assert lazy_pattern(rb"\d+").findall(b"1 22") == [b"1", b"22"]


def test_a_wrong_pattern_is_an_error_at_its_first_use() -> None:
    wrong = lazy_pattern("(")
    with pytest.raises(re.error):
        wrong.search("")


def test_every_pattern_of_vaultkit_compiles() -> None:
    seen = 0
    for module in pkgutil.walk_packages(vaultkit.__path__, "vaultkit."):
        if module.name.endswith("__main__"):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if type(value).__name__ == "_LazyPattern":
                assert value.groups >= 0
                seen += 1
    assert seen > 300
