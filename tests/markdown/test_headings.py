"""Headings and sections. Sources: CommonMark 4.2, 4.3; Obsidian Help, "Internal links: Link to a heading"."""

import pytest

from vaultkit.markdown.parse import parse


@pytest.mark.parametrize(("text", "level", "said"), [
    ("# a", 1, "a"), ("###### a", 6, "a"), ("## a ##", 2, "a"), ("## a#", 2, "a#"), ("##\ta", 2, "a"), ("   # a", 1, "a"),
    ("# a \\#", 1, "a \\#"), ("#", 1, ""), ("## ##", 2, ""), ("a\n=", 1, "a"), ("a\nb\n---", 2, "a b"), ("# **a** `b` [[c]]", 1, "**a** `b` [[c]]"),
    ("> ## Заголовок ", 2, "Заголовок"), ("> a\n> b\n> ===", 1, "a b"), ("# C++ / Rust", 1, "C++ / Rust"), ("# a\r\n", 1, "a"),
])
def test_text_and_level(text, level, said):
    (heading,) = parse(text).headings
    assert (heading.level, heading.text, heading.path, heading.anchor) == (level, said, (said,), said)


@pytest.mark.parametrize("text", ["#a", "####### a", "\\# a", "    # a", "```\n# a\n```", "%%\n# a\n%%", "<!--\n# a\n-->", "a\n\n---"])
def test_no_heading(text):
    assert parse(text).headings == ()


def test_sections_nest_and_end_before_the_next_of_their_level():
    note = parse("x\n# A\na\n## B\nb\n### C\n\n## D\nd\n# E\n")
    assert [(h.text, h.path, h.anchor, h.line, h.end_line) for h in note.headings] == [
        ("A", ("A",), "A", 2, 9), ("B", ("A", "B"), "A#B", 4, 7), ("C", ("A", "B", "C"), "A#B#C", 6, 7),
        ("D", ("A", "D"), "A#D", 8, 9), ("E", ("E",), "E", 10, 10)]


def test_a_repeated_anchor_is_counted():
    note = parse("# A\n## B\n## B\n# A\n## B\n")
    assert [h.anchor for h in note.headings] == ["A", "A#B", "A#B~2", "A~2", "A#B~3"]


def test_levels_may_be_skipped():
    assert [h.path for h in parse("### A\n# B\n### C\n## D\n").headings] == [("A",), ("B",), ("B", "C"), ("B", "D")]


def test_headings_in_a_callout_are_an_outline_of_their_own_and_end_with_it():
    note = parse("# A\n> [!note] t\n> ## B\n> b\n> ### C\n> c\n\nz\n## D\n")
    assert [(h.text, h.path, h.line, h.column, h.end_line) for h in note.headings] == [
        ("A", ("A",), 1, 1, 9), ("B", ("B",), 3, 3, 6), ("C", ("B", "C"), 5, 3, 6), ("D", ("A", "D"), 9, 1, 9)]


def test_blank_says_that_no_text_follows_before_the_next_heading():
    note = parse("# A\n\n---\n## B\ntext\n## C\n%% hidden %%\n## D\n<!-- x -->\n## E\n- x\n## F\n")
    assert [(h.text, h.blank) for h in note.headings] == [
        ("A", True), ("B", False), ("C", True), ("D", True), ("E", False), ("F", True)]
