"""Lists, tasks, tables, fences, footnotes, bold runs, mentions. Sources: CommonMark 4.5, 5.2, 5.3, 6.1, 6.2; GFM 4.10;
Obsidian Help, "Basic formatting syntax", "Advanced formatting syntax"."""

import pytest

from vaultkit.markdown.blocks import blocks
from vaultkit.markdown.parse import parse


@pytest.mark.parametrize(("text", "lists"), [
    ("- a\n- b\n", [(False, ("a", "b"), (1, 2), 0, 1, 1, 2)]),
    ("1. a\n2. b\n\n3. c\n\ntext", [(True, ("a", "b", "c"), (1, 2, 4), 0, 1, 1, 4)]),
    ("- a\n\t- b\n\t- c\n- d", [(False, ("a", "d"), (1, 4), 0, 1, 1, 4), (False, ("b", "c"), (2, 3), 1, 2, 2, 3)]),
    ("1. a\n   - b\n2. c", [(True, ("a", "c"), (1, 3), 0, 1, 1, 3), (False, ("b",), (2,), 1, 2, 4, 2)]),
    ("> - a\n>   more\n> - [x] b\n>\n> text", [(False, ("a", "b"), (1, 3), 0, 1, 3, 3)]),
    ("- a\n* b", [(False, ("a",), (1,), 0, 1, 1, 1), (False, ("b",), (2,), 0, 2, 1, 2)]),
    ("- - a", [(False, ("- a",), (1,), 0, 1, 1, 1), (False, ("a",), (1,), 1, 1, 3, 1)]),
    ("-\n- a", [(False, ("", "a"), (1, 2), 0, 1, 1, 2)]),
    ("1) a\r\n2) b\r\n", [(True, ("a", "b"), (1, 2), 0, 1, 1, 2)]),
])
def test_lists(text, lists):
    got = [(b.ordered, b.items, b.item_lines, b.depth, b.line, b.column, b.end_line) for b in parse(text).lists]
    assert got == lists


@pytest.mark.parametrize(("text", "tasks"), [
    ("- [ ] a\n- [x] b\n", [(" ", "a", 1, 1), ("x", "b", 2, 1)]),
    ("* [/] Ещё **c**\n1. [-] d\n\t+ [?] e", [("/", "Ещё **c**", 1, 1), ("-", "d", 2, 1), ("?", "e", 3, 2)]),
    ("> - [!] f", [("!", "f", 1, 3)]),
    ("- [a](b)\n- [[c]]\n- [xx] d\n- [ ]e\n[ ] f\n- x [ ] g", []),
])
def test_tasks(text, tasks):
    assert [(t.status, t.text, t.line, t.column) for t in parse(text).tasks] == tasks


def test_tables():
    note = parse("x\n\n| a | **b** |\n| --- | :-: |\n| c \\| d | `e` |\n|  f |\n\ntext\n\n> h | i\n> -- | --\n> [[j\\|k]] |\n")
    assert [(t.header, t.rows, t.row_lines, t.line, t.column, t.end_line) for t in note.tables] == [
        (("a", "**b**"), (("c \\| d", "`e`"), ("f", "")), (5, 6), 3, 1, 6),
        (("h", "i"), (("[[j\\|k]]", ""),), (12,), 10, 3, 12)]


@pytest.mark.parametrize(("text", "fences"), [
    ("```\na\n```", [(None, "", "a\n", 1, 1, 3, True)]),
    ("```Python title=x\na\n```\n", [("python", "Python title=x", "a\n", 1, 1, 3, True)]),
    ("~~~~c++\n~~~\n~~~~", [("c++", "c++", "~~~\n", 1, 1, 3, True)]),
    ("```{.r x}\n```", [("r", "{.r x}", "", 1, 1, 2, True)]),
    ("```js:main.js\n```", [("js", "js:main.js", "", 1, 1, 2, True)]),
    ("> ```py\n> a\n>\n>   b\n> ```\n", [("py", "py", "a\n\n  b\n", 1, 3, 5, True)]),
    ("- x\n  ```sh\n  a\n  ```", [("sh", "sh", "a\n", 2, 3, 4, True)]),
    ("```py\na\n", [("py", "py", "a\n", 1, 1, 2, False)]),
    ("> ```py\n> a\n\nb", [("py", "py", "a\n", 1, 3, 2, False)]),
    ("````\n```\n", [(None, "", "```\n", 1, 1, 2, False)]),
    ("```\r\na\r\nb\r\n```\r\n", [(None, "", "a\nb\n", 1, 1, 4, True)]),
    ("    indented", []),
])
def test_fences(text, fences):
    got = [(f.language, f.info, f.text, f.line, f.column, f.end_line, f.closed) for f in parse(text).fences]
    assert got == fences


def test_footnotes():
    note = parse("a[^1] ^[in **line** [x](y)] b[^none] `[^c]`\n\n[^1]: one\n    two\n\n[^n]: see [[x]]\n")
    assert [(f.label, f.text, f.definition, f.line, f.column, f.end_line) for f in note.footnotes] == [
        ("1", None, False, 1, 2, 1), (None, "in **line** [x](y)", False, 1, 7, 1), ("none", None, False, 1, 30, 1),
        ("1", "one\ntwo", True, 3, 1, 4), ("n", "see [[x]]", True, 6, 1, 6)]


def test_bold_runs():
    note = parse("- **a**: x **b**\n1. [ ] __c__\n\ntext **d\ne**\n\n> * **f**\n\n[[g**h]] [[i**j]]\n")
    assert [(s.text, s.line, s.column, s.in_list) for s in note.strongs] == [
        ("a", 1, 3, True), ("b", 1, 12, False), ("c", 2, 8, True), ("d e", 4, 6, False), ("f", 7, 5, True)]


def test_mentions():
    note = parse("`a.b` and ``c`d``, [x](https://github.com/o/r/blob/main/a.py#L3) https://gitlab.com/o/r/-/blob/m/b.py.\n"
                 "<https://codeberg.org/o/r/src/branch/main/c.py> https://a.b/c `https://github.com/o/r/blob/m/x`\n")
    assert [(m.text, m.kind, m.line, m.column) for m in note.mentions] == [
        ("a.b", "code", 1, 1), ("c`d", "code", 1, 11), ("https://github.com/o/r/blob/main/a.py#L3", "permalink", 1, 20),
        ("https://gitlab.com/o/r/-/blob/m/b.py", "permalink", 1, 66),
        ("https://codeberg.org/o/r/src/branch/main/c.py", "permalink", 2, 1),
        ("https://github.com/o/r/blob/m/x", "code", 2, 63)]


@pytest.mark.parametrize(("text", "ids"), [
    ("text ^a1\n\nother", [("a1", 1, 6, 1, 1)]),
    ("one\ntwo ^b\n", [("b", 2, 5, 1, 2)]),
    ("one\n^b\n", [("b", 2, 1, 1, 2)]),
    ("- x\n- y ^c\n  - z\n- w", [("c", 2, 5, 2, 3)]),
    ("- Gemmy\n    $$P$$\n    ^37006f\n- x", [("37006f", 3, 5, 1, 3)]),
    ("> quote\n> more\n\n^q-1\n\ntext", [("q-1", 4, 1, 1, 2)]),
    ("> [!tip] T\n> more\n^cal\n", [("cal", 3, 1, 1, 3)]),
    ("| a |\n|---|\n| b |\n\n^t\n", [("t", 5, 1, 1, 3)]),
    ("- x\n- y\n\n^list\n", [("list", 4, 1, 1, 2)]),
    ("> a\n> b ^in\n", [("in", 2, 5, 1, 2)]),
    ("# H ^h\n\nx", [("h", 1, 5, 1, 1)]),
    ("Ж 🎯 ^x\r\n", [("x", 1, 5, 1, 1)]),
    ("`a ^b`\n\n```\nx ^c\n```\n%% y ^d\n%%\nx^2\n[^1]: e\n2 ^нет\na ^b c\n", []),
])
def test_block_ids_name_their_block(text, ids):
    assert [(b.id, b.line, b.column, b.start_line, b.end_line) for b in parse(text).block_ids] == ids


def test_blocks_are_the_forms_that_may_be_evidence():
    note = parse("1. a\n2. b\n3. c\n\n# H\n```py\n# only a comment\n```\n```py\nx = 1\n```\n1. a\n   1. b\n   2. c\n   3. d\n\n"
                 "## I\n![[d.excalidraw|300]] ![[e.png]]\n![x](f.drawio)\n\n- a\n- b\n- c\n")
    assert [(b.form, b.ordinal, b.line, b.end_line, b.language, b.items, b.active, b.heading) for b in blocks(note)] == [
        ("list", 1, 1, 3, None, 3, True, None), ("fence", 1, 6, 8, "py", 0, False, 0), ("fence", 2, 9, 11, "py", 0, True, 0),
        ("list", 1, 13, 15, None, 3, True, 0), ("drawing", 1, 18, 18, None, 0, True, 1), ("drawing", 2, 19, 19, None, 0, True, 1)]
