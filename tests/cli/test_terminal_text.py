"""Text on a terminal: widths, plurals, signs."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import vaultkit
from vaultkit.messages.catalogue import NOUNS
from vaultkit.messages.words import ALL_TEXTS as TEXTS
from vaultkit.messages.words import Words
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
    assert found == {"cli/output.py"}


@pytest.mark.parametrize(
    ("n", "text"),
    [(0, "0 заметок"), (1, "1 заметка"), (2, "2 заметки"), (5, "5 заметок"), (11, "11 заметок"), (12, "12 заметок"),
     (21, "21 заметка"), (22, "22 заметки"), (111, "111 заметок"), (1234, "1\u202f234 заметки")],
)
def test_russian_plurals(n, text):
    assert Words("ru").count("note", n) == text


def test_english_plurals():
    assert [Words("en").count("note", n) for n in (0, 1, 2, 1234)] == ["0 notes", "1 note", "2 notes", "1,234 notes"]


def test_every_text_has_the_same_places_in_both_languages():
    def places(text):
        return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)

    assert not [key for key, (english, russian) in TEXTS.items() if places(english) != places(russian)]
    assert all(english and russian for english, russian in TEXTS.values())
    assert all(len(english) == 2 and len(russian) == 3 for english, russian in NOUNS.values())


def test_no_text_is_left_over_and_none_is_missing():
    files = [path for path in Path(vaultkit.__file__).parent.rglob("*")
             if path.suffix in (".py", ".js", ".j2") and not path.name.startswith("catalogue")]
    source = "".join(path.read_text("utf-8") for path in files)
    quoted = set(re.findall(r"""["']([a-z]+\.[a-z0-9_.]+)["']""", source))
    # Keys that are put together: what stands before the part that is filled in.
    begun = tuple(set(re.findall(r"""["']([a-z]+\.(?:[a-z_.]*[._])?)(?:\{|["'] [+~])""", source)))
    asked = set(re.findall(r"""words\(\s*["']([a-z]+\.[a-z0-9_]+)["']""", source))
    groups = set(re.findall(r"""\.name\(["']([a-z]+)["']""", source))
    assert asked - TEXTS.keys() == set()
    left = {key for key in TEXTS if key.partition(".")[0] not in groups and not key.startswith(begun)} - quoted
    assert left == set()


def test_every_stage_of_the_ontology_has_a_name():
    from vaultkit.ontology import load_ontology

    assert not [stage for stage in load_ontology().chain if f"stage.{stage}" not in TEXTS]
    assert Words("ru").name("stage", "hypothesis") == "hypothesis"


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
