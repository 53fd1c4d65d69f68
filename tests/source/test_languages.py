"""Which definitions are seen in each language, and what they are called."""

from __future__ import annotations

import textwrap

import pytest

from vaultkit.source.parse import parse_source, symbols_of_text

CASES = {
    "python": (
        '''
        """Module."""
        LIMIT = 3
        size: int = 4

        @decorated
        @twice(1)
        class Router(Base):
            """Routes."""
            default = None

            def route(self, x):
                def inner(): return x
                return inner

            async def later(self): return 1

            @property
            def load(self): return 1

            @load.setter
            def load(self, value): self._load = value

        if LIMIT:
            def choose(): return 1
        else:
            def choose(): return 2
        ''',
        [
            ("constant", "LIMIT", 3, 3), ("constant", "size", 4, 4), ("class", "Router", 6, 22),
            ("constant", "Router.default", 10, 10), ("method", "Router.route", 12, 14),
            ("function", "Router.route.inner", 13, 13), ("method", "Router.later", 16, 16),
            ("method", "Router.load", 18, 19), ("method", "Router.load~2", 21, 22),
            ("function", "choose", 25, 25), ("function", "choose~2", 27, 27),
        ],
    ),
    "javascript": (
        """
        export default function () { return 1 }
        exports.first = function () { return 1 };
        module.exports = { second() { return 2 }, third: () => 3 };
        class Router extends Base {
          static limit = 1;
          #hidden() { return 1 }
          arrow = () => { return 2 };
          get load() { return 3 }
        }
        export const pick = async (x) => { return x }, K = 3;
        Router.prototype.late = function () { return 1 };
        function* each() { yield 1 }
        const table = { row() { return 1 } };
        """,
        [
            ("function", "default", 2, 2), ("function", "first", 3, 3), ("method", "second", 4, 4),
            ("function", "third", 4, 4), ("class", "Router", 5, 10), ("constant", "Router.limit", 6, 6),
            ("method", "Router.#hidden", 7, 7), ("method", "Router.arrow", 8, 8), ("method", "Router.load", 9, 9),
            ("function", "pick", 11, 11), ("constant", "K", 11, 11), ("function", "Router.late", 12, 12),
            ("function", "each", 13, 13), ("constant", "table", 14, 14), ("method", "table.row", 14, 14),
        ],
    ),
    "typescript": (
        """
        interface Route { go(a: string): void; cost: number }
        enum Mode { Fast, Slow = 2 }
        type Pair = [string, number];
        abstract class Base { abstract run(): void; stop(): void { this.x() } }
        function pick(a: string): void;
        function pick(a: any) { return a }
        namespace Deep.Er { export function find() { return 1 } }
        @Injectable()
        export class Service { constructor(private a: string) {} }
        export const make = (n: number): number => n;
        """,
        [
            ("class", "Route", 2, 2), ("method", "Route.go", 2, 2), ("class", "Mode", 3, 3), ("class", "Pair", 4, 4),
            ("class", "Base", 5, 5), ("method", "Base.run", 5, 5), ("method", "Base.stop", 5, 5),
            ("function", "pick~2", 6, 6), ("function", "pick", 7, 7), ("function", "Deep.Er.find", 8, 8),
            ("class", "Service", 9, 10), ("method", "Service.constructor", 10, 10), ("function", "make", 11, 11),
        ],
    ),
    "tsx": ("export const Card = () => <p>hi</p>;", [("function", "Card", 1, 1)]),
    "go": (
        """
        package main
        type Server struct { port int }
        type Store interface { Get(key string) error }
        const A, B = 1, 2
        var (
          timeout = 3
        )
        func (s *Server) Serve(x int) { s.go(x) }
        func (Set[T]) Add(x T) { x.y() }
        func Map[T any](x T) error { return x.err }
        var fn = func() { run() }
        """,
        [
            ("class", "Server", 3, 3), ("class", "Store", 4, 4), ("method", "Store.Get", 4, 4), ("constant", "A", 5, 5),
            ("constant", "timeout", 7, 7), ("method", "Server.Serve", 9, 9), ("method", "Set.Add", 10, 10),
            ("function", "Map", 11, 11), ("function", "fn", 12, 12),
        ],
    ),
    "rust": (
        """
        #[derive(Debug)]
        pub struct Server<T> { port: T }
        enum Mode { Fast, Slow(i32) }
        trait Run { fn go(&self); fn stop(&self) { self.x() } }
        impl<T> Run for Server<T> {
            #[inline]
            fn go(&self) { self.y() }
        }
        impl fmt::Display for a::Mode { fn fmt(&self) -> R { write() } }
        mod inner { pub fn deep() -> u8 { 1 } }
        const LIMIT: u8 = 1;
        macro_rules! twice { () => {} }
        """,
        [
            ("class", "Server", 2, 3), ("class", "Mode", 4, 4), ("class", "Run", 5, 5), ("method", "Run.go", 5, 5),
            ("method", "Run.stop", 5, 5), ("method", "Server.go", 7, 8), ("method", "Mode.fmt", 10, 10),
            ("function", "inner.deep", 11, 11), ("constant", "LIMIT", 12, 12), ("function", "twice", 13, 13),
        ],
    ),
    "java": (
        """
        package a.b;
        @Ann public class Outer extends Base {
            static final int K = 1;
            int field;
            Outer() { super(); }
            void run(int a) { x(a); }
            void run() { x(1); }
            class Inner { void deep() { y(); } }
        }
        interface Api { void call(); default void help() { z(); } }
        enum Mode { FAST, SLOW; int cost() { return 1; } }
        record Pair(int a) { int twice() { return a * 2; } }
        @interface Ann { String value(); }
        """,
        [
            ("class", "Outer", 3, 10), ("constant", "Outer.K", 4, 4), ("method", "Outer.Outer", 6, 6),
            ("method", "Outer.run", 7, 7), ("method", "Outer.run~2", 8, 8), ("class", "Outer.Inner", 9, 9),
            ("method", "Outer.Inner.deep", 9, 9), ("class", "Api", 11, 11), ("method", "Api.call", 11, 11),
            ("method", "Api.help", 11, 11), ("class", "Mode", 12, 12), ("constant", "Mode.FAST", 12, 12),
            ("constant", "Mode.SLOW", 12, 12), ("method", "Mode.cost", 12, 12), ("class", "Pair", 13, 13),
            ("method", "Pair.twice", 13, 13), ("class", "Ann", 14, 14), ("method", "Ann.value", 14, 14),
        ],
    ),
    "c": (
        """
        #ifndef H
        #define H
        #define LIMIT 1
        #define TWICE(x) (2 * (x))
        int proto(int a);
        struct point { int x; };
        typedef struct { int b; } Box;
        enum mode { FAST, SLOW };
        static const int first = 3;
        static int *make(int a) { int local(void); return 0; }
        #endif
        """,
        [
            ("constant", "LIMIT", 4, 4), ("function", "TWICE", 5, 5), ("function", "proto", 6, 6),
            ("class", "point", 7, 7), ("class", "Box", 8, 8), ("class", "mode", 9, 9), ("constant", "first", 10, 10),
            ("function", "make", 11, 11),
        ],
    ),
    "cpp": (
        """
        namespace a::b {
        class Router : public Base {
         public:
          Router(int x) : x_(x) {}
          void route() const { go(); }
          bool operator==(const Router& o);
          ~Router() = default;
        };
        void Router::late() { go(); }
        bool Router::operator==(const Router& o) { return true; }
        }
        template <typename T>
        T biggest(T a) { return a; }
        std::string Box<T>::name() { return n; }
        """,
        [
            ("class", "a.b.Router", 3, 9), ("method", "a.b.Router.Router", 5, 5), ("method", "a.b.Router.route", 6, 6),
            ("method", "a.b.Router.operator==~2", 7, 7), ("method", "a.b.Router.~Router", 8, 8),
            ("method", "a.b.Router.late", 10, 10), ("method", "a.b.Router.operator==", 11, 11),
            ("function", "biggest", 13, 14), ("method", "Box.name", 15, 15),
        ],
    ),
    "shell": (
        """
        #!/bin/bash
        X=1
        readonly Y=2
        build() { make all; }
        function clean { rm -r out; }
        """,
        [
            ("constant", "X", 3, 3), ("constant", "Y", 4, 4), ("function", "build", 5, 5), ("function", "clean", 6, 6),
        ],
    ),
    "sql": (
        """
        CREATE TABLE app.users (id int PRIMARY KEY, name text);
        CREATE VIEW names AS SELECT name FROM app.users;
        CREATE FUNCTION one(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
        """,
        [("class", "app.users", 2, 2), ("class", "names", 3, 3), ("function", "one", 4, 4)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", CASES)
def test_definitions_of(language: str) -> None:
    source, expected = CASES[language]
    symbols = symbols_of_text(language, textwrap.dedent(source), "file")
    assert [(s.kind, s.name, s.line, s.end_line) for s in symbols[1:]] == expected
    assert symbols[0].kind == "module"
    assert {s.language for s in symbols} == {language}


DOCS = {
    "python": 'def f():\n    """Adds.\n\n    Two lines."""\n    return 1\n',
    "javascript": "/**\n * Adds.\n *\n * Two lines.\n */\nfunction f() { return 1 }\n",
    "go": "// Adds.\n//\n// Two lines.\nfunc f() { g() }\n",
    "rust": "/// Adds.\n///\n/// Two lines.\n#[inline]\nfn f() { g() }\n",
    "java": "class A { }\n/** Adds.\n *\n * Two lines. */\nclass f { int a; }\n",
    "c": "/* Adds.\n *\n * Two lines. */\nint f(void) { return g(); }\n",
    "shell": "# Adds.\n#\n# Two lines.\nf() { g; }\n",
    "sql": "-- Adds.\n--\n-- Two lines.\nCREATE VIEW f AS SELECT 1;\n",
}


@pytest.mark.parametrize("language", DOCS)
def test_what_a_definition_says_of_itself(language: str) -> None:
    symbols = symbols_of_text(language, DOCS[language], "file")
    assert next(s.doc for s in symbols if s.name == "f") == "Adds.\n\nTwo lines."


def test_a_fence_counts_its_lines_from_its_place_in_the_note() -> None:
    symbols = symbols_of_text("py", "def f():\n    return 1\n", "note.md", first_line=40)
    assert [(s.id, s.line, s.end_line) for s in symbols] == [("note.md", 40, 41), ("note.md#f", 40, 41)]


@pytest.mark.parametrize("word", [None, "", "mermaid", "no-such-language", "text"])
def test_a_fence_in_another_language_has_no_symbols(word: str | None) -> None:
    assert symbols_of_text(word, "def f(): pass", "note.md") == []


@pytest.mark.parametrize("word", ["Python", "py3", "TS", "c++", "bash", "golang", "rs", "{.python}", "postgresql"])
def test_the_words_that_people_write_after_a_fence(word: str) -> None:
    assert symbols_of_text(word, "", "note.md")[0].kind == "module"


def test_an_overload_gives_the_plain_name_to_the_implementation() -> None:
    source = "@overload\ndef f(a: int): ...\n@overload\ndef f(a: str): ...\ndef f(a): return a\n"
    assert [(s.name, s.line) for s in symbols_of_text("python", source, "m.py")[1:]] == [
        ("f~2", 1),
        ("f~3", 3),
        ("f", 5),
    ]


def test_broken_source_gives_what_can_be_read_and_one_problem() -> None:
    found = parse_source(
        "python", b"def good():\n    return 1\n\ndef bad(:\n    ][\n\ndef fine():\n    return 2\n", "m.py"
    )
    assert {"good", "fine"} <= {s.name for s in found.symbols}
    assert [(p.path, p.rule) for p in found.problems] == [("m.py", "note-unreadable")]


@pytest.mark.parametrize("language", CASES)
def test_nonsense_is_survived(language: str) -> None:
    for text in (
        "\x00\x01",
        "((((" * 500,
        "}" * 999,
        "'" * 77,
        "def " * 500,
        "é" * 100,
        "class A " * 300,
        "/*",
        '"""',
        "`${",
    ):
        assert parse_source(language, text.encode(), "f").symbols[0].kind == "module"


def test_deep_nesting_is_cut_off_and_not_quadratic() -> None:
    source = "".join(f"{'  ' * depth}def a{depth}():\n" for depth in range(500)) + "  " * 500 + "return 1\n"
    assert 10 < len(parse_source("python", source.encode(), "f.py").symbols) < 100
