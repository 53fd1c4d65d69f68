"""Links in properties. Source: Obsidian Help, "Properties: Text, List": quoted internal links."""

import pytest

from vaultkit.markdown.parse import parse

CASES = [
    ('a: "[[x]]"', [("a", "x", 2, 5, "[[x]]")]),
    ("a: '[[x|y]]'", [("a", "x", 2, 5, "[[x|y]]")]),
    ('related:\n  - "[[Первое, второе и третье]]"\n  - "[[b#h|в]]"',
     [("related", "Первое, второе и третье", 3, 6, "[[Первое, второе и третье]]"), ("related", "b", 4, 6, "[[b#h|в]]")]),
    ('a: ["[[x]]", "[[y, z]]"]', [("a", "x", 2, 6, "[[x]]"), ("a", "y, z", 2, 15, "[[y, z]]")]),
    ('a:\n  b:\n    c: "[[x]]"', [("a", "x", 4, 9, "[[x]]")]),
    ("a: |\n  см. [[x]]\n  и [[y]]", [("a", "x", 3, 7, "[[x]]"), ("a", "y", 4, 5, "[[y]]")]),
    ("a: >\n  [[x]]", [("a", "x", 3, 3, "[[x]]")]),
    ('"ключ 🎯": "[[x]]"', [("ключ 🎯", "x", 2, 12, "[[x]]")]),
    ("a: see [[x]] there", [("a", "x", 2, 8, "[[x]]")]),
    ('a: "![[x.png]]"', [("a", "x.png", 2, 6, "[[x.png]]")]),
    (r'a: "\"q\" [[x]]"', [("a", "x", 2, 11, "[[x]]")]),
    ("a: &l '[[x]]'\nb: *l", [("a", "x", 2, 8, "[[x]]"), ("b", "x", 2, 8, "[[x]]")]),
]


@pytest.mark.parametrize(("yaml", "links"), CASES)
def test_links_in_properties_have_field_line_and_column(yaml, links):
    note = parse(f"---\n{yaml}\n---\n")
    assert note.problems == ()
    assert sorted((n.field, n.target, n.line, n.column, n.raw) for n in note.links) == sorted(links)
    assert {link.kind for link in note.links} == {"property"}


@pytest.mark.parametrize("yaml", [
    'a: "[x](y%20z.md#h)"', 'a: "![x](y.png)"', "a:\n  - '[x](<y z.md>)'", "a: см. [x](y.md)", "a: |\n  [x](y.md)", "'[x](y.md)': 1",
])
def test_a_markdown_link_in_a_property_is_text(yaml):
    note = parse(f"---\n{yaml}\n---\n")
    assert note.links == () and note.problems == () and note.properties


@pytest.mark.parametrize("yaml", ["a: [[x]]", "a:\n  - [[x]]", "# [[x]]", 'a: "[[]]"', "a: x # [[y]]"])
def test_without_quotes_it_is_a_list_in_a_list_and_no_link(yaml):
    assert parse(f"---\n{yaml}\n---\n").links == ()


def test_the_same_with_windows_line_ends_and_a_mark_at_the_start():
    note = parse("\ufeff---\r\nx: 1\r\na: \"[[б]]\"\r\n---\r\n[[c]]")
    assert [(link.target, link.line, link.column) for link in note.links] == [("б", 3, 5), ("c", 5, 1)]
