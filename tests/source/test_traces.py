"""Comments that name a note, and the definition that each belongs to."""

from __future__ import annotations

import pytest

from vaultkit.source.files import kind_of
from vaultkit.source.read_file import read_source_bytes

CASES = [
    ("a.py", "# vault: [[A]]\n\nimport os\n", [("A", "")]),
    ("a.py", '"""Doc. vault: [[A]]"""\n', [("A", "")]),
    ("a.py", "#!/usr/bin/python\n# vault: [[A]]\n\ndef f():\n    return 1\n", [("A", "")]),
    ("a.py", "# vault: [[A]]\ndef f():\n    return 1\n", [("A", "f")]),
    ("a.py", "import os\n\n# vault: [[A]]\n\n\ndef f():\n    return 1\n", [("A", "f")]),
    ("a.py", "import os\n# vault: [[A]]\n# more words\n@deco\ndef f():\n    return 1\n", [("A", "f")]),
    ("a.py", "def f():\n    # vault: [[A]]\n    return 1\n", [("A", "f")]),
    ("a.py", "def f():\n    return 1  # vault: [[A]]\n", [("A", "f")]),
    ("a.py", "def f():\n    return 1\n    # vault: [[A]]\n\n\ndef g(): return 2\n", [("A", "f")]),
    ("a.py", 'def f():\n    """Implements: [[A]]"""\n    return 1\n', [("A", "f")]),
    ("a.py", 'class C:\n    """vault: [[A]]"""\n    x = 1\n', [("A", "C")]),
    ("a.py", "class C:\n    # vault: [[A]]\n\n    def f(self): return 1\n", [("A", "C")]),
    ("a.py", "class C:\n    # vault: [[A]]\n    def f(self): return 1\n", [("A", "C.f")]),
    ("a.py", "import os\n# vault: [[A]]\nprint(1)\n\ndef f(): return 1\n", [("A", "")]),
    ("a.py", "x = 1  # vault: [[A]]\n", [("A", "x")]),
    ("a.py", 'x = "# vault: [[A]]"\n', []),
    ("a.py", "# vault: [[A]], [[B|shown]] implements: [[C#Part]]\ndef f(): return 1\n", [("A", "f"), ("B", "f"), ("C", "f")]),
    ("a.js", "// vault: [[A]]\nexport const f = () => { return 1 };\n", [("A", "f")]),
    ("a.js", "/**\n * Doc\n * implements: [[A]]\n */\nclass C { m() { return 1 } }\n", [("A", "C")]),
    ("a.ts", "class C {\n  // vault: [[A]]\n  @Input() m(): void { x() }\n}\n", [("A", "C.m")]),
    ("a.go", "// vault: [[A]]\npackage main\n\n// vault: [[B]]\ntype T struct{ a int }\n", [("A", ""), ("B", "T")]),
    ("a.rs", "//! vault: [[A]]\n\n/// vault: [[B]]\n#[test]\nfn f() { g() }\n", [("A", ""), ("B", "f")]),
    ("A.java", "package a;\n/** vault: [[A]] */\n@Ann public class C {\n // vault: [[B]]\n int m() { return 1; }\n}\n",
     [("A", "C"), ("B", "C.m")]),
    ("a.c", "/* vault: [[A]] */\nint f(void) { return 1; }\n", [("A", "f")]),
    ("a.cpp", "// vault: [[A]]\ntemplate <class T>\nT f(T a) { return a; }\n", [("A", "f")]),
    ("a.sh", "#!/bin/sh\n# vault: [[A]]\n\n# vault: [[B]]\nf() { make; }\n", [("A", ""), ("B", "f")]),
    ("a.sql", "-- vault: [[A]]\nCREATE TABLE t (a int);\n", [("A", "t")]),
    ("Dockerfile", "# vault: [[A]]\nFROM x\nRUN y # implements: [[B]]\n", [("A", ""), ("B", "")]),
    ("compose.yaml", "services:\n  a: # vault: [[A]]\n    image: 'b # vault: [[No]]'\n", [("A", "")]),
    ("Modelfile", "# vault: [[A]]\nFROM ./m.gguf\n", [("A", "")]),
    ("app.ini", "; vault: [[A]]\n[x]\ny=1\n", [("A", "")]),
    ("page.html", "<!-- vault: [[A]] -->\n<p>vault: [[No]]</p>\n", [("A", "")]),
    ("Main.kt", "/* implements: [[A]] */ fun f() = 1 // vault: [[B]]\n", [("A", ""), ("B", "")]),
    ("init.lua", "-- vault: [[A]]\nlocal x = 1\n", [("A", "")]),
    ("data.json", '{"a": "vault: [[No]]"}\n', []),
]  # fmt: skip


@pytest.mark.parametrize(("file", "source", "expected"), CASES)
def test_belongs_to(file: str, source: str, expected: list[tuple[str, str]]) -> None:
    kind = kind_of(file)
    assert kind is not None
    comments = read_source_bytes(source.encode(), file, kind).comments
    found = [(c.link.target, c.symbol.removeprefix(file).removeprefix("#")) for c in comments]
    assert found == expected


def test_every_part_of_the_link_is_kept_with_its_place() -> None:
    kind = kind_of("a.py")
    assert kind is not None
    source = "x = 'щ😀'  # implements: [[Папка/Роутер#Схема|роутер]]\n"
    (comment,) = read_source_bytes(source.encode(), "a.py", kind).comments
    link = comment.link
    assert (comment.verb, comment.line, comment.column) == ("implements", 1, source.index("[[") + 1)
    assert (link.target, link.subpath, link.display, link.kind) == ("Папка/Роутер", "Схема", "роутер", "source")
    assert link.raw == "[[Папка/Роутер#Схема|роутер]]"


def test_lines_of_a_block_comment_count() -> None:
    kind = kind_of("a.js")
    assert kind is not None
    (comment,) = read_source_bytes(b"/*\n * words\n *   vault: [[A]] */\nfunction f() { g() }\n", "a.js", kind).comments
    assert (comment.line, comment.column) == (3, 13)
