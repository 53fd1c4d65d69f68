"""Frontmatter. Sources: Obsidian Help, "Properties"; YAML 1.2.2, 10.3 (core schema)."""

import time

import pytest

from vaultkit.config import Bounds
from vaultkit.markdown.parse import parse


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


@pytest.mark.parametrize(("yaml", "value"), [
    ("a: {{date}}", "{{date}}"), ("a: {{date:YYYY-MM-DD}}", "{{date:YYYY-MM-DD}}"), ("a: {{ x, y }}", "{{ x, y }}"),
    ("a: {{date:YYYY-MM-DD HH:mm}}", "{{date:YYYY-MM-DD HH:mm}}"), ("a: [{{x}}, б]", ["{{x}}", "б"]), ("a: {{{x}}}", "{{{x}}}"),
    ("a:\n  - {{x}}\n  - б", ["{{x}}", "б"]), ("a: {{имя}}", "{{имя}}"), ("a: '{{x}}'", "{{x}}"), ('a: "{{x}} \\" y"', '{{x}} " y'),
    ("a: <% tp.date.now() %>", "<% tp.date.now() %>"), ('a: <% tp.date.now("YYYY-MM-DD") %>', '<% tp.date.now("YYYY-MM-DD") %>'),
    ("a: [<% tp.file.title %>, б]", ["<% tp.file.title %>", "б"]), ("a: {b: {{x}}}", {"b": "{{x}}"}), ("a: |\n  {{x}}: y\n", "{{x}}: y\n"),
])
def test_a_placeholder_that_yaml_takes_stays_text(yaml, value):
    note = parse(f"---\n{yaml}\ntags: [т]\n---\n", "n.md")
    assert note.problems == ()
    assert {item.name: item.value for item in note.properties} == {"a": value, "tags": ["т"]}
    assert [tag.name for tag in note.tags] == ["т"]


@pytest.mark.parametrize(("yaml", "value"), [
    ("a: {{date}} {{time}}", "{{date}} {{time}}"), ("a: {{x}}, {{y}}", "{{x}}, {{y}}"), ('a: "<% f("x") %>"', '<% f("x") %>'),
    ("a: <% f(b) ? 'x: y' : 'z' %>", "<% f(b) ? 'x: y' : 'z' %>"), ("a: {% raw: x %}", "{% raw: x %}"), ("a: {{x}}/{{y}}", "{{x}}/{{y}}"),
    ("<%* const x = 1; -%>\na: б", "б"), ("<%*\nconst x = {a: 1};\nif (x) {\n%>\na: б\n<% } %>", "б"),
    ("a:\n{{#each t}}\n  - {{this}}\n{{/each}}", ["{{this}}"]), ("a: x\r\n{{#if y}}\r\n{{/if}}", "x"),
])
def test_where_yaml_refuses_a_placeholder_it_is_told_and_everything_is_kept(yaml, value):
    note = parse(f"---\n{yaml}\ntags: [т]\n---\n", "n.md")
    assert {item.name: item.value for item in note.properties} == {"a": value, "tags": ["т"]}
    assert [problem.rule for problem in note.problems] == ["frontmatter-invalid"]


def test_a_placeholder_may_be_a_name_and_places_stay():
    note = parse("---\n{{title}}: б\nup: {{x}}\nlink: \"[[а]]\"\naliases: [{{n}}, в]\n---\n")
    assert [(item.name, item.line, item.column) for item in note.properties][:2] == [("{{title}}", 2, 1), ("up", 3, 1)]
    assert [(link.target, link.line, link.column) for link in note.links] == [("а", 4, 8)]
    assert note.aliases == ("{{n}}", "в")


@pytest.mark.parametrize("yaml", ["a: {{x}}\nb: 1\nb: 2", "a: {{x}}\nb: [", "a: {{x}}\nb: c: d", "{{x}}: 1\n{{x}}: 2", "a: {{x}\nb: @"])
def test_what_is_wrong_apart_from_a_placeholder_still_costs_the_properties(yaml):
    note = parse(f"---\n{yaml}\n---\n")
    assert note.properties == () and [problem.rule for problem in note.problems] == ["frontmatter-invalid"]


@pytest.mark.parametrize("piece", ["{{", "<%", "{%", "{{x}}", "<% x %> ", "<%\n", "{{x}}\n"])
def test_placeholders_cost_no_more_than_their_length(piece):
    start = time.perf_counter()
    parse("---\na: " + piece * 20_000 + "\n---\n")
    assert time.perf_counter() - start < 2


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
