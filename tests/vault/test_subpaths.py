"""Links to headings and blocks. The comparison: obsidian-api, ``stripHeading`` and ``resolveSubpath``."""

from __future__ import annotations

import unicodedata

import pytest

from vaultkit.vault.resolve import Anchors, comparable

NOTE = Anchors(
    [
        ["Обзор"],
        ["Обзор", "2. Алгоритм: шаги"],
        ["Обзор", "2. Алгоритм: шаги", "Итог"],
        ["Обзор", "Café **bold** `code`"],
        ["Q&A"],
        ["C++ / C#"],
        ["Part", "It\u2019s"],
        ["A [[Link|shown]]"],
    ],
    ["37066d", "My-Block"],
)


@pytest.mark.parametrize(
    "subpath",
    [
        "Обзор",
        "обзор",
        "  Обзор ",
        "2. Алгоритм: шаги",
        "2 Алгоритм шаги",  # ipshing/obsidian-broken-links#1: Obsidian writes it so itself
        "2.  алгоритм   ШАГИ",
        "Q&A",
        "Q A",
        "C++ / C#",
        "C C",
        "A [[Link|shown]]",
        "A Link shown",
        "Café **bold** `code`",
        "Café bold code",
        unicodedata.normalize("NFD", "Café bold code"),
        "It\u2019s",
        "Обзор#2. Алгоритм: шаги#Итог",
        "Обзор#Итог",  # levels between may be left out
        "#Обзор",
        "^37066d",
        "^37066D",
        "^my-block",
        "Обзор#^37066d",
    ],
)
def test_it_exists(subpath: str) -> None:
    assert NOTE.check(subpath) == "ok"


@pytest.mark.parametrize(
    "subpath",
    [
        "Нет такого",
        "Алгоритм: шаги",
        "Итог#Обзор",  # the next heading has to lie below
        "Q&A#Итог",
        "It's",  # U+2019 is not in the set: blacksmithgu/obsidian-dataview#2218
        "Cafe bold code",
        "^nope",
        "37066d",  # a block needs its ^
    ],
)
def test_it_is_missing(subpath: str) -> None:
    assert NOTE.check(subpath) == "missing"


@pytest.mark.parametrize("subpath", [None, "", "#", " "])
def test_there_is_nothing_to_check(subpath: str | None) -> None:
    assert NOTE.check(subpath) is None


def test_a_heading_may_come_twice_below_different_ones() -> None:
    """Vinzent03/obsidian-advanced-uri#65."""
    note = Anchors([["One"], ["One", "Same"], ["Two"], ["Two", "Deep", "Same"]], [])
    assert [note.check(s) for s in ("One#Same", "Two#Same", "Two#Deep#Same", "One#Deep#Same")] == [
        "ok", "ok", "ok", "missing",
    ]  # fmt: skip


def test_every_mark_of_the_set_is_a_space() -> None:
    assert comparable('a!"#$%&()*+,.:;<=>?@^`{|}~/[]\\b') == "a b"
    assert comparable("a-b_c'd\u2019e\u2014f") == "a-b_c'd\u2019e\u2014f"


def test_ё_stays_another_letter_than_е() -> None:
    assert comparable("Ёлка") == "ёлка" != comparable("Елка")
