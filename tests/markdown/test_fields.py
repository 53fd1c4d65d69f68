"""Inline fields. Source: Dataview documentation, "Adding metadata: Inline fields"."""

import pytest

from vaultkit.markdown.parse import parse


@pytest.mark.parametrize(("text", "fields"), [
    ("key:: value", [("key", "value", 1, 1)]),
    ("key::value", [("key", "value", 1, 1)]),
    ("Два слова:: x", [("Два слова", "x", 1, 1)]),
    ("**Bold**:: x", [("Bold", "x", 1, 1)]),
    ("_it_:: x", [("it", "x", 1, 1)]),
    ("key_1:: x", [("key_1", "x", 1, 1)]),
    ("🎅:: x", [("🎅", "x", 1, 1)]),
    ("- key:: x\n  * **b**:: y", [("key", "x", 1, 3), ("b", "y", 2, 5)]),
    ("1. [ ] key:: x", [("key", "x", 1, 8)]),
    ("> key:: x\n> > k2:: y", [("key", "x", 1, 3), ("k2", "y", 2, 5)]),
    ("key::", [("key", "", 1, 1)]),
    ("I'd say [rating:: 9] of (part_of:: [[b]])!", [("rating", "9", 1, 9), ("part_of", "[[b]]", 1, 25)]),
    ("x [a:: [b:: c] d]", [("a", "[b:: c] d", 1, 3), ("b", "c", 1, 8)]),
    ("text\nkey:: x\r\nnext:: y\r\n", [("key", "x", 2, 1), ("next", "y", 3, 1)]),
    # Dataview asks for no blank behind the colons.
    ("std::vector", [("std", "vector", 1, 1)]),
    ("время:: 10::30", [("время", "10::30", 1, 1)]),
])
def test_fields(text, fields):
    assert [(f.name, f.value, f.line, f.column) for f in parse(text).fields] == fields


@pytest.mark.parametrize("text", [
    "`key:: value`", "```\nkey:: value\n```", "    key:: value", "%% key:: value %%", "<!-- key:: value -->", "a: b", ":: x",
    "see `std::vector` and `a::b`", "$a::b$", r"\[a:: b]", "[x](a::b)", "https://a.b/c::d", "Text, with a comma. And more :: x".replace(" :: ", " : "),
])
def test_no_fields(text):
    assert parse(text).fields == ()


def test_links_in_a_value_carry_its_name_once():
    note = parse("related:: [[a, b]], [[c]]\n\nx (part_of:: [[d]]) [[e]] [by:: [f](g.md)]\n")
    assert [(link.target, link.field) for link in note.links] == [
        ("a, b", "related"), ("c", "related"), ("d", "part_of"), ("e", None), ("g.md", "by")]
