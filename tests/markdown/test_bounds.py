"""What a note may cost. Source: docs/contract.md, "Bounds"."""

import pytest

from vaultkit.config import Bounds
from vaultkit.markdown.parse import parse


def test_nul_bytes_are_told_with_their_line_and_the_rest_is_read():
    note = parse("a\n[[b]] \0\n# H\n", "n.md")
    assert [(p.path, p.line, p.rule) for p in note.problems] == [("n.md", 2, "note-unreadable")]
    assert [link.target for link in note.links] == ["b"] and note.headings[0].line == 3


def test_an_overlong_line_is_told_and_not_read():
    note = parse("[[a]]\n" + "[[ы]] " * 50 + "\n[[c]]\n", bounds=Bounds(line_bytes=300))
    assert [(p.line, p.rule) for p in note.problems] == [(2, "note-unreadable")]
    assert [(link.target, link.line) for link in note.links] == [("a", 1), ("c", 3)]


def test_bytes_count_not_characters():
    assert parse("x" * 290, bounds=Bounds(line_bytes=300)).problems == ()
    assert len(parse("ы" * 290, bounds=Bounds(line_bytes=300)).problems) == 1


@pytest.mark.parametrize("text", [">" * 300 + " [[a]]", "> " * 300 + "[[a]]", "1. " * 300 + "[[a]]"])
def test_deep_nesting_is_told_and_the_links_are_read(text):
    note = parse("x\n\n" + text)
    assert [(p.line, p.rule) for p in note.problems] == [(3, "note-unreadable")]
    assert [link.target for link in note.links] == ["a"]
    assert len(note.lists) <= 200


def test_nesting_within_the_bound_is_fine():
    assert parse(">" * 150 + " [[a]]").problems == ()


def test_lone_surrogates_are_replaced():
    assert [link.target for link in parse("\ud800 [[a\udfff]]").links] == ["a\ufffd"]
