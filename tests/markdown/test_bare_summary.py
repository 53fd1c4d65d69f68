"""A paragraph without markup is its own rendering: the short way gives what the long way gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.markdown import summary


def told(text: str) -> str:
    return " ".join(text.split())


@given(st.text(alphabet="аЯbZ19 .,:;()?'\"%/+—–«»…-\n", max_size=40))
def test_what_is_taken_as_it_stands_renders_to_itself(text: str) -> None:
    assert summary._BARE.fullmatch(text) is None or told(summary._rendered(text)) == told(text)


@pytest.mark.parametrize("text", ["Просто слова, и ещё.", "One line\nand another: 5 % (or more)", "«нет» — это да", "A-b c/d"])
def test_plain_prose_is_taken_as_it_stands(text: str) -> None:
    assert text[0] in "«" or summary._BARE.fullmatch(text) is not None
    assert summary.plain_paragraph(text) == told(text)


@pytest.mark.parametrize("text", ["a *b* c", "1. a", "- a", "a\n- b", "a\n---", "a `b`", "a [b](c)", "a & b", "a\\b", "a | b"])
def test_what_may_be_markup_is_rendered(text: str) -> None:
    assert summary._BARE.fullmatch(text) is None


def test_matching_takes_no_power_of_the_length() -> None:
    assert summary._BARE.fullmatch("слово " * 20_000 + "*") is None
