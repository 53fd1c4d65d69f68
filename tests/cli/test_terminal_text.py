"""Text on a terminal: widths, signs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import vaultkit
from vaultkit.render.terminal import (
    ASCII,
    Signs,
    clip,
    coloured,
    display_width,
    one_line,
    shown,
    signs_for,
    table,
    tells_nothing,
    wrap,
)


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("ёлка", 4), ("е\u0308лка", 4), ("漢字", 4), ("💡", 2), ("👨‍👩‍👧", 2), ("👍🏽", 2),
     ("Идея 💡", 7), ("", 0), pytest.param(coloured("✗", "missing"), 1, id="coloured"), ("concept ✓ → ≈ · §", 17)],
)
def test_width_is_counted_in_columns(text, width):
    assert display_width(text) == width


def test_columns_stand_below_each_other_whatever_the_letters():
    rows = table([("漢字", "a"), ("💡", "b"), ("й", "c"), ("и\u0306", "d")])
    assert {display_width(row[:-1]) for row in rows} == {6}


@pytest.mark.parametrize(
    ("text", "width", "result"),
    [("short", 10, "short"), ("a longer text", 8, "a longe…"), ("漢字漢字", 5, "漢字…"),
     ("аб👨‍👩‍👧вг", 5, "аб👨‍👩‍👧…")],
)
def test_clipping_keeps_whole_characters_and_shows_the_cut(text, width, result):
    assert clip(text, width) == result
    assert display_width(result) <= width


def test_wrapping_breaks_at_spaces_and_words_that_are_wider_than_the_line():
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("слово " + "щ" * 12, 6) == ["слово", "щ" * 6, "щ" * 6]
    assert wrap("a b c d e f", 3, lines=2) == ["a b", "c…"]
    assert wrap("", 10) == []


def test_a_note_cannot_steer_the_terminal():
    assert one_line("a\x1b[2Jb\r\nc\u202ed") == r"a\x1b[2Jb c\u202ed"


def test_a_note_cannot_forge_a_colour_and_ours_are_kept_where_they_are_wanted():
    line = "\x1b[31mred\x1b[0m\x9b2J\x7f\u2066 " + coloured("✗", "missing")
    assert shown(line, colours=False) == r"\x1b[31mred\x1b[0m\x9b2J\x7f\u2066 ✗"
    assert shown(line, colours=True) == r"\x1b[31mred\x1b[0m\x9b2J\x7f\u2066 " + "\x1b[31m✗\x1b[0m"


@pytest.mark.parametrize("name", ["👨‍👩‍👧", "می‌خواهم", "☁️", "a b"])
def test_joiners_and_the_like_are_part_of_a_name(name):
    assert shown(f"{name}.md", colours=False) == f"{name}.md"


def test_only_the_one_door_prints():
    package = Path(vaultkit.__file__).parent
    printing = re.compile(r"click\.s?echo|(?<!\w)print\(|print_exc|std(?:out|err)\.write|click\.style")
    found = {path.relative_to(package).as_posix() for path in package.rglob("*.py")
             if printing.search(path.read_text("utf-8"))}
    # The log of the server for agents goes to stderr alone, made visible by the same function.
    assert found == {"cli/output.py", "mcp/running.py"}


@pytest.mark.parametrize(
    ("encoding", "signs"), [("utf-8", Signs()), ("cp1251", ASCII), ("ascii", ASCII), ("cp866", ASCII), (None, ASCII)]
)
def test_signs_that_a_console_cannot_show_become_ascii(encoding, signs):
    assert signs_for(encoding) == signs


@pytest.mark.parametrize("title", ["66_но_вот_по_чисто", "2024-05-01", "Untitled 3", "Без названия", "42", "03_я"])
def test_names_that_tell_nothing(title):
    assert tells_nothing(title)


@pytest.mark.parametrize("title", ["LoRA", "Память и забывание", "3D printing", "Qwen3", "1Курс AGI", "2 стадии"])
def test_names_that_tell_something(title):
    assert not tells_nothing(title)
