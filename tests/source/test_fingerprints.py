"""The same code gives the same fingerprint however it is laid out; another code gives another one."""

from __future__ import annotations

import pytest

from vaultkit.source.parse import parse_source, symbols_of_text

BASE = '''
@cached(size=3)
def route(self, query, limit=10, *rest):
    """Find a way."""
    # words
    names = ['a b', "c", f'{query!r} x']
    if limit and (query or rest):
        for name, cost in self.table(query, limit):
            if cost > 0x1f:
                return name
    elif query:
        return query + "x", limit
    raise ValueError(
        "no way"
    )
'''
SAME = {
    "blank lines and comments": BASE.replace("    # words\n", "\n\n    # other words\n    #\n"),
    "docstring": BASE.replace('"""Find a way."""', '"""Something\n    else."""'),
    "no docstring": BASE.replace('    """Find a way."""\n', ""),
    "quotes": BASE.replace("'a b'", '"a b"').replace("f'", 'f"').replace("x']", 'x"]'),
    "trailing commas and line breaks": BASE.replace(
        "(self, query, limit=10, *rest)", "(\n    self,\n    query,\n    limit=10,\n    *rest,\n)"),
    "list over lines": BASE.replace("['a b', \"c\", f'{query!r} x']", "[\n        'a b',\n        \"c\",\n        f'{query!r} x',\n    ]"),
    "indentation": BASE.replace("    ", "  "),
    "redundant parentheses": BASE.replace("if limit and (query or rest):", "if (limit and (query or rest)):")
        .replace("elif query", "elif (query)").replace("return name", "return (name)"),
    "a tuple in parentheses": BASE.replace('return query + "x", limit', 'return (\n            query + "x",\n            limit,\n        )'),
    "unpacking in parentheses": BASE.replace("for name, cost in", "for (name, cost) in"),
    "joined lines": BASE.replace('ValueError(\n        "no way"\n    )', 'ValueError("no way")'),
    "backslashes": BASE.replace("if limit and", "if limit \\\n            and"),
    "hexadecimal digits": BASE.replace("0x1f", "0x1F"),
    "spaces": BASE.replace("limit=10", "limit = 10").replace("> 0x1f", ">0x1f"),
    "line ends": BASE.replace("\n", "\r\n"),
    "another name": BASE.replace("def route", "def find_way"),
    "semicolons": BASE.replace("        for name", "        ;\n        for name").replace("        ;\n", ""),
}  # fmt: skip
OTHER = {
    "an operator": BASE.replace("cost > 0x1f", "cost >= 0x1f"),
    "a constant": BASE.replace("0x1f", "0x2f"),
    "a default": BASE.replace("limit=10", "limit=11"),
    "words of a string": BASE.replace("no way", "no path"),
    "a space in a string": BASE.replace("a b", "a  b"),
    "a name": BASE.replace("query", "question"),
    "a decorator": BASE.replace("size=3", "size=4"),
    "a call": BASE.replace("self.table", "self.rows"),
    "an inverted condition": BASE.replace("elif query", "elif not query"),
    "precedence": BASE.replace("limit and (query or rest)", "limit and query or rest"),
    "a statement less": BASE.replace("                return name\n", "                pass\n"),
    "indentation with meaning": BASE.replace("            if cost > 0x1f:\n                return name", "            pass\n        if cost > 0x1f:\n            return name"),
    "two statements swapped": BASE.replace("return name", "a = 1; b = 2; return name").replace("a = 1; b = 2", "b = 2; a = 1") + "#",
    "a tuple of one": BASE.replace('"no way"\n', '"no way",\n').replace("ValueError(", "ValueError(("
        ).replace('",\n    )', '",\n    ))'),
}  # fmt: skip


def _hash(source: str, language: str = "python") -> str | None:
    return symbols_of_text(language, source, "file")[1].body_hash


@pytest.mark.parametrize("change", SAME)
def test_layout_does_not_count(change: str) -> None:
    assert _hash(SAME[change]) == _hash(BASE)


@pytest.mark.parametrize("change", OTHER)
def test_an_edit_counts(change: str) -> None:
    assert OTHER[change] != BASE
    assert _hash(OTHER[change]) != _hash(BASE)


def test_dedenting_the_last_statement_counts() -> None:
    assert _hash("def f():\n    if a:\n        b()\n        c()\n") != _hash(
        "def f():\n    if a:\n        b()\n    c()\n"
    )
    assert _hash("def f():\n    if a:\n        if b:\n            c()\n    d()\n") != _hash(
        "def f():\n    if a:\n        if b:\n            c()\n        d()\n"
    )


def test_what_follows_a_definition_is_no_part_of_it() -> None:
    alone = symbols_of_text("python", "class A:\n    def f(self):\n        return g(1)\n", "m.py")
    more = symbols_of_text(
        "python", "class A:\n    def f(self):\n        return g(1)\n    def h(self): return 2\n", "m.py"
    )
    assert alone[2].body_hash == more[2].body_hash
    assert alone[1].body_hash != more[1].body_hash


def test_a_renamed_class_keeps_its_body_and_its_methods() -> None:
    source = "class Foo:\n    def __init__(self): super(Foo, self).__init__()\n    def copy(self): return Foo(self)\n"
    old, new = (
        symbols_of_text("python", source, "m.py"),
        symbols_of_text("python", source.replace("Foo", "Bar"), "m.py"),
    )
    assert [s.body_hash for s in old[1:]] == [s.body_hash for s in new[1:]]


def test_recursion_does_not_hinder_a_renaming() -> None:
    assert _hash("def fact(n): return n * fact(n - 1)\n") == _hash("def factorial(n): return n * factorial(n - 1)\n")


def test_moving_into_another_file_or_deeper_keeps_the_fingerprint() -> None:
    flat = "def f(a):\n    if a:\n        return 1\n"
    nested = "class A:\n    x = 1\n    def f(a):\n        if a:\n            return 1\n"
    assert _hash(flat) == symbols_of_text("python", nested, "other.py")[3].body_hash


def test_sorting_imports_does_not_change_a_file() -> None:
    one = parse_source("python", b"import os\nimport abc\nfrom a import (\n    b,\n    c,\n)\n\nprint(os)\n", "m.py")
    two = parse_source("python", b"from a import c, b\nimport abc\nimport os\nprint(os)\n", "m.py")
    three = parse_source("python", b"from a import c, d\nimport abc\nimport os\nprint(os)\n", "m.py")
    assert one.symbols[0].body_hash == two.symbols[0].body_hash != three.symbols[0].body_hash


PAIRS = [
    ("javascript", "function f(a) { return g('x', a) }", "// c\nfunction f(a) {\n  return g(\n    \"x\",\n    a,\n  );\n}\n"),
    ("javascript", "const f = x => { return x; };", "const f = (x) => {\n  return x;\n};"),
    ("typescript", "class A { m(a: string): void { b(); } }", "class A {\n  /** doc */\n  m(a: string): void {\n    b()\n  }\n}"),
    ("go", "func f(a int) { g(a,\n 1,\n) }", "// doc\nfunc f(a int) {\n\tg(a, 1)\n}"),
    ("rust", "fn f(a: u8) -> u8 { g(a, 1) }", "/// doc\nfn f(\n    a: u8,\n) -> u8 {\n    g(a, 1)\n}"),
    ("java", "class A { int m(int a){return a+1;} }", "/** doc */\nclass A\n{\n  // c\n  int m( int a )\n  {\n    return a + 1;\n  }\n}"),
    ("c", "int f(int a){return a+1;}", "/* d */\nint f(int a)\n{\n\treturn a + 1; // c\n}"),
    ("cpp", "int f(int a){return a+1;}", "int f(int a)\n{\n\treturn a + 1; // c\n}"),
    ("shell", "f() {\n  make all\n}", "f() {\n\n    # c\n    make   all\n}"),
    ("sql", "create table t (a int);", "CREATE TABLE t (\n  a INT -- c\n);"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "one", "two"), PAIRS)
def test_reformatting_in_every_language(language: str, one: str, two: str) -> None:
    assert [s.body_hash for s in symbols_of_text(language, one, "f")] == [
        s.body_hash for s in symbols_of_text(language, two, "f")
    ]


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("javascript", "function f() { return 'a b' }", "function f() { return 'ab' }"),
        ("go", "func f() { g(1) }", "func f() { g(2) }"),
        ("rust", "fn f() { g(\"a\") }", "fn f() { g(\"b\") }"),
        ("java", "class A { int m() { return 1 + 2; } }", "class A { int m() { return 1 - 2; } }"),
        ("c", "int f(int a) { return a << 1; }", "int f(int a) { return a >> 1; }"),
        ("shell", "f() {\n  rm -r a\n}", "f() {\n  rm -ra\n}"),
        ("sql", "SELECT 1; CREATE VIEW v AS SELECT 'a';", "SELECT 1; CREATE VIEW v AS SELECT 'b';"),
    ],
)  # fmt: skip
def test_edits_in_every_language(language: str, one: str, two: str) -> None:
    assert symbols_of_text(language, one, "f")[-1].body_hash != symbols_of_text(language, two, "f")[-1].body_hash
