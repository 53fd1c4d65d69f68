"""Frontmatter. Sources: Obsidian Help, "Properties"; YAML 1.2.2, 10.3 (core schema)."""

import pytest

from vaultkit.config import Bounds
from vaultkit.markdown import parse


def values(yaml: str) -> dict:
    note = parse(f"---\n{yaml}\n---\ntext")
    assert note.problems == ()
    return {item.name: item.value for item in note.properties}


@pytest.mark.parametrize(("written", "value"), [
    ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("y", "y"),
    ("true", True), ("False", False), ("null", None), ("~", None), ("", None),
    ("10:00", "10:00"), ("1:20:30", "1:20:30"), ("2024-02-30", "2024-02-30"), ("2024-02-01", "2024-02-01"),
    ("2024-02-01T10:00:00", "2024-02-01T10:00:00"), ("2001-12-14 21:59:43 +3", "2001-12-14 21:59:43 +3"),
    ("1_000", "1_000"), ("010", 10), ("0o17", 15), ("0x1F", 31), ("0b11", "0b11"), ("-7", -7), ("+7", 7), ("3.14", 3.14),
    ("1e3", 1000.0), (".5", 0.5), (".inf", ".inf"), (".nan", ".nan"), ("1e999", "1e999"), ("1.2.3", "1.2.3"), ("=", "="),
    ("'10'", "10"), ('"true"', "true"), ("'~'", "~"), ("!!str 10", "10"), ("!!int 10", 10), ("x: y".replace(": ", ":"), "x:y"),
    ("[a, 1, [b]]", ["a", 1, ["b"]]), ("{a: 1, b: null}", {"a": 1, "b": None}), ("[[a]]", [["a"]]),
    ("9" * 400, "9" * 400),
])
def test_a_value_is_what_a_person_meant(written, value):
    got = values(f"k: {written}")["k"]
    assert got == value and type(got) is type(value)


def test_block_texts_and_lists():
    got = values("a: |\n  x\n  y\nb: >-\n  x\n  y\nc:\n  - 1\n  - z\nd:\n  e:\n    f: no")
    assert got == {"a": "x\ny\n", "b": "x y", "c": [1, "z"], "d": {"e": {"f": "no"}}}


def test_anchors_are_followed_and_merge_keys_are_plain_keys():
    assert values("a: &x [1]\nb: *x") == {"a": [1], "b": [1]}
    assert values("a: &x {c: 1}\nb:\n  <<: *x\n  d: 2")["b"] == {"<<": {"c": 1}, "d": 2}


def test_keys_are_text_as_written():
    assert list(values("2024: a\ntrue: b\n~: c\n'q r': d")) == ["2024", "true", "~", "q r"]


def test_json_properties():
    assert values('{\n  "tags": ["a"],\n  "publish": false\n}') == {"tags": ["a"], "publish": False}


def test_places_of_properties():
    note = parse("---\nа: 1\n\nb:\n  - x\n  - y\nc: |\n  z\n---\n")
    assert [(p.name, p.line, p.column, p.end_line) for p in note.properties] == [("а", 2, 1, 2), ("b", 4, 1, 6), ("c", 7, 1, 8)]
    assert note.body_line == 10


@pytest.mark.parametrize(("yaml", "line", "word"), [
    ("tags: [one]\nx: 1\ntags: [two]", 4, "'tags'"),
    ("a:\n  b: 1\n  b: 2", 4, "'b'"),
    ("tags:\n\t- one", 3, "tab"),
    ("title: Книга: часть вторая", 2, "quotes"),
    ("a: [1", 2, "quotes"),
    ("a: \"x", 2, "quotes"),
    ("- a\n- b", 2, "name: value"),
    ("just words", 2, "name: value"),
    ("a: !!python/object/apply:os.system ['ls']", 2, "tag"),
    ("a: !!python/name:os.system", 2, "tag"),
    ("a: !custom x", 2, "tag"),
    ("{a: 1}: b", 2, "name"),
    ("{{title}}: b", 2, "name"),
    ("a: *nowhere", 2, "quotes"),
    ("a: @x", 2, "quotes"),
    ("a: \x07", 2, "character"),
    ("a: &a [*a]", 2, "anchors"),
    ("a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
     "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
     "e: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]", 2, "anchors"),
    ("a: " + "[" * 5000, 2, "nested"),
    ("a: 1\n...\nb: 2", 4, "quotes"),
])
def test_what_yaml_refuses_costs_the_properties_and_nothing_else(yaml, line, word):
    note = parse(f"---\n{yaml}\n---\n# H\n[[link]]", "n.md")
    assert note.properties == () and note.tags == () and note.aliases == ()
    (problem,) = note.problems
    assert (problem.path, problem.rule) == ("n.md", "frontmatter-invalid")
    assert word in problem.message
    if word != "anchors":
        assert problem.line == line
    assert [link.target for link in note.links] == ["link"]
    assert note.headings[0].line == yaml.count("\n") + 4


@pytest.mark.parametrize(("text", "body_line"), [
    ("---\n---\nx", 3), ("---\n\n---\nx", 4), ("---\n# only a comment\n---\nx", 4), ("--- \na: 1\n---\t\nx", 4),
    ("---\r\na: 1\r\n---\r\nx", 4), ("---\ra: 1\r---\rx", 4), ("\ufeff---\na: 1\n---\nx", 4), ("---\na: 1\n---", 3),
])
def test_frontmatter_is_seen(text, body_line):
    note = parse(text)
    assert note.body_line == body_line
    assert note.problems == () and note.headings == ()


@pytest.mark.parametrize("text", [
    "----\na: 1\n----\n", "\n---\na: 1\n---\n", " ---\na: 1\n---\n", "---\na: 1\n", "---\na: 1\n ---\n", "---\na: 1\n----\n",
    "text\n\n---\na: 1\n---\n", "---\na: 1\n...\n", "---x\na: 1\n---\n",
])
def test_no_frontmatter(text):
    note = parse(text)
    assert note.properties == () and note.problems == () and note.body_line == 1


def test_frontmatter_beyond_its_bound_is_told():
    note = parse("---\na: " + "x" * 300 + "\n---\n[[b]]", bounds=Bounds(frontmatter_bytes=100))
    assert note.properties == () and [p.rule for p in note.problems] == ["frontmatter-invalid"]
    assert [link.target for link in note.links] == ["b"]


@pytest.mark.parametrize(("yaml", "aliases"), [
    ("aliases: [a, b]", ("a", "b")), ("aliases:\n  - ЦНС\n  - CNS", ("ЦНС", "CNS")), ("alias: a", ("a",)),
    # obsidianmd/obsidian-importer#64: text is parted by commas, an item of a list is not.
    ("aliases: This, also that", ("This", "also that")), ("aliases: ['This, also that']", ("This, also that",)),
    ("Aliases: [a, a, '', null, 1984]", ("a", "1984")), ("aliases:", ()), ("aliases: {a: b}", ()),
])
def test_aliases(yaml, aliases):
    assert parse(f"---\n{yaml}\n---\n").aliases == aliases


@pytest.mark.parametrize(("text", "path", "title"), [
    ("---\ntitle: Имя\n---\n", "a/b.md", "Имя"), ("---\ntitle: 1984\n---\n", "b.md", "1984"),
    ("---\ntitle: ''\n---\n", "a/b.md", "b"), ("---\ntitle: [x]\n---\n", "a/b.md", "b"), ("x", "a/b.c.md", "b.c"), ("x", "", ""),
])
def test_title(text, path, title):
    assert parse(text, path).title == title


@pytest.mark.parametrize(("text", "hint"), [
    ("people: [[A]], [[B]]", 'without quotes: write "[[Note]]"'),
    ("title: a: b", "second colon"),
    ("a: @x", "put it in quotes"),
    ("a: `x`", "put it in quotes"),
    ("a:\n\tb: 1", "indent with spaces"),
    ("a: *x*", "begins with *"),
    ("a: [b", "check quotes, brackets"),
])
def test_invalid_yaml_is_told_with_what_to_do(text, hint):
    (problem,) = parse(f"---\n{text}\n---\nbody").problems
    assert hint in problem.message
