"""What is a stub, and what only looks like one."""

from __future__ import annotations

import pytest

from vaultkit.source.parse import parse_source

STUBS = {
    "python": [
        "def f(): pass", "def f(): ...", "def f():\n    raise NotImplementedError", "def f():\n    return",
        "def f():\n    raise NotImplementedError('later')", 'def f():\n    """Only words."""',
        "def f():\n    # TODO: write\n    pass", "def f():\n    # TODO\n    return None", "async def f(): ...",
        "@cached\ndef f():\n    pass", 'def f():\n    """Doc."""\n    ...', "def f():\n    pass  # comes later",
        "def f():\n    '''Doc.'''", "class f:\n    def __init__(self, a, b): pass",
        "class f:\n    pass", "class f:\n    def a(self): pass\n    def b(self): raise NotImplementedError",
        "class f:\n    def __init__(self): pass\n    def a(self): ...",
    ],
    "javascript": [
        "function f() {}", "function f() { /* TODO */ }", "const f = () => {};", "function f() { return; }",
        'function f() { throw new Error("Not implemented yet") }', "function f() { throw new Error('TODO'); }",
        "class f { }", "class f { a() {} b() { throw new Error('not implemented') } }",
        "function f() { // TODO\n return null; }",
    ],
    "typescript": ["function f(): void {}", "class f { a(): void { throw new NotImplementedError('x') } }"],
    "go": [
        "func f() {}", 'func f() { panic("not implemented") }', 'func f() { panic("TODO") }', "func f() { return }",
        'func f() error { return errors.New("not implemented") }',
    ],
    "rust": [
        "fn f() {}", "fn f() { todo!() }", 'fn f() { todo!("later") }', "fn f() -> u8 { unimplemented!() }",
        'fn f() { panic!("not yet implemented") }', "fn f() { return; }",
    ],
    "java": [
        "class A extends B { int f() { throw new UnsupportedOperationException(); } int g() { return x(); } }",
        'class A extends B { int f() { throw new IllegalStateException("Not implemented"); } int g() { return x(); } }',
        "class A { void f() { } int g() { return x(); } }", "class A { void f() { // TODO\n } int g() { return x(); } }",
        "class f { void a() {} void b() { throw new UnsupportedOperationException(\"b\"); } }", "class f { }",
        "class f { f() { } void a() { return; } }",
    ],
    "c": ["void f(void) {}", "void f(void) { return; }", "int f(void) { /* TODO */ return 0; }", "void f() { abort(); }"],
    "cpp": ['int f() { throw std::logic_error("not implemented"); }', "void f() {}"],
    "shell": ["f() { :; }", "f() {\n  # TODO\n  return\n}", 'f() { echo "not implemented" >&2; exit 1; }'],
}  # fmt: skip

WORKING = {
    "python": [
        "@abstractmethod\ndef f(): ...", "@abc.abstractmethod\ndef f():\n    raise NotImplementedError",
        "@overload\ndef f(): ...", "def f(): return 1", "def f(): return None", "def f(): return ''",
        "class f(Exception): pass", "class f(Base):\n    '''Marks.'''", "@dataclass\nclass f:\n    pass",
        "class f(Protocol):\n    def a(self): ...", "class f(typing.Protocol[T]):\n    def a(self): ...",
        "class f:\n    def __init__(self): self.a = 1\n    def b(self): pass",
        "class f:\n    x: int = 1", "def f():\n    raise ValueError('no')",
        "def f():\n    pass\n    return g()", "def f():\n    def inner(): pass\n    return inner",
        "class f(ABC):\n    @abstractmethod\n    def a(self): ...",
    ],
    "javascript": [
        "function f() { return 1 }", "const f = x => x;", "class f extends B {}", "class f { constructor() {} get a() { return 1 } }",
        "function f() { throw new Error('wrong input') }", "function f() { return null }",
    ],
    "typescript": [
        "abstract class f { abstract a(): void }", "interface f { a(): void }", "function f(): void;",
        "class f { constructor(private a: string) {} }", "@Component({})\nexport class f {}",
    ],
    "go": ["type f interface { A() }", "func f() int { return 0 }", 'func f() { panic("broken invariant") }', "type f struct{}"],
    "rust": ["trait f { fn a(&self); }", "struct f;", "fn f() -> u8 { 0 }", "impl Drop for A { fn drop(&mut self) {} }\nfn f() { g() }"],
    "java": [
        "interface f { void a(); }", "abstract class f { abstract void a(); }", "class f extends Exception { }",
        "class A { int f() { return 0; } }", "enum f { A, B }", "class f { private f() { } static int a() { return 1; } }",
        "class f { native void a(); }",
    ],
    "c": ["void f(void);", "int f(void) { return 0; }", "struct f { int a; };"],
    "cpp": ["struct A { virtual void f() = 0; };", "struct f {};", "struct f { f(int x) : x_(x) {} ~f() {} int x_; };"],
    "shell": ["f() { make; }", "f() { return 3; }"],
    "sql": ["CREATE TABLE f (a int);", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;"],
}  # fmt: skip


def _stub(language: str, source: str, file: str = "file") -> str | None:
    symbols = parse_source(language, source.encode(), file).symbols
    return next(s.stub for s in symbols if s.name.rpartition(".")[2] == "f" and s.kind != "module")


@pytest.mark.parametrize(("language", "source"), [(name, source) for name in STUBS for source in STUBS[name]])
def test_does_nothing(language: str, source: str) -> None:
    assert _stub(language, source)


@pytest.mark.parametrize(("language", "source"), [(name, source) for name in WORKING for source in WORKING[name]])
def test_is_no_stub(language: str, source: str) -> None:
    assert _stub(language, source) is None


def test_what_was_not_read_whole_is_not_called_a_stub() -> None:
    assert _stub("python", "def f(): pass\n")
    assert _stub("python", "def f(:\n") is None


def test_type_stubs_are_declarations() -> None:
    assert _stub("python", "def f(): ...", "m.pyi") is None
    assert _stub("typescript", "declare class f { }", "m.d.ts") is None


def test_the_reason_is_told_in_words() -> None:
    assert _stub("python", "def f(): raise NotImplementedError()") == "not implemented"
    assert _stub("python", "def f(): pass") == "pass"
    assert _stub("python", "def f():\n    pass  # TODO") == "pass"
    assert _stub("javascript", "function f() {\n // TODO\n }") == "only a TODO"
    assert _stub("rust", "fn f() { todo!() }") == "todo!()"
    assert _stub("go", "func f() { return }") == "bare return"
    assert _stub("python", "class f:\n    def a(self): pass") == "all methods are stubs"


@pytest.mark.parametrize(
    ("source", "stub"),
    [
        ("", "empty file"), ("# only words\n", "empty file"), ("import os\n\ndef f(): pass\n", "all definitions are stubs"),
        ("def f(): pass\ndef g(): return 1\n", None), ("def f(): pass\nprint(f())\n", None), ("from .a import b\n", None),
        ('"""Doc."""\nX = 1\ndef f(): ...\nif __name__ == "__main__":\n    f()\n', "all definitions are stubs"), ("X = 1\n", None),
    ],
)  # fmt: skip
def test_a_file_whose_every_definition_is_a_stub(source: str, stub: str | None) -> None:
    assert parse_source("python", source.encode(), "m.py").symbols[0].stub == stub
