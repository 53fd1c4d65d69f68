"""Names that a file passes on or unpacks lead to their definition, or are there all the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vaultkit.source.index import SourceIndex

Write = Callable[[str, str], Path]
FILES = {
    "pkg/__init__.py": "from .core import Layer, scale as scaled\nfrom .util import *\nfrom outside import *\nfrom . import core\n"
                       "from json import dumps\nfrom .core import vanished\nimport numpy as np\n__all__ = ['Layer', 'later']\n",
    "pkg/core.py": "class Layer:\n    def forward(self, x): return x + 1\ndef scale(x): return x * 2\n"
                   "def soon(): raise NotImplementedError\nfirst, (second, *rest) = make()\n"
                   "try:\n    FAST = True\nexcept ImportError:\n    FAST = False\n",
    "pkg/util.py": "from pkg.core import soon\ndef helper(): return 1\n",
    "main.py": "from pkg import Layer, scaled\nfrom pkg.removed import taken\nfrom pkg.util import *\n__all__ = ['listed']\n",
    "web/index.ts": "export { Button as default, paint } from './button';\nexport * from './shapes.js';\n"
                    "export * as shapes from './shapes';\nimport { inner } from './button';\nexport { inner as outer };\n"
                    "export { z } from 'zod';\nexport const { one, two: { three }, four = 4 } = load();\n"
                    "export { gone } from './button';\n",
    "web/button.ts": "export class Button { draw() { return 1; } }\nexport const paint = () => 2;\n"
                     "export function inner() { return 3; }\n",
    "web/shapes.ts": "export function circle(r: number) { return r * r; }\n",
    "web/old.js": "const [a, b] = pair();\nfunction c() { return 1; }\nmodule.exports = { a, c };\n",
    "crate/src/lib.rs": "mod layer;\npub use layer::{Layer, scale as grow};\npub use crate::deep::thing::Thing;\n"
                        "pub use serde::Serialize;\npub use self::layer::helpers::*;\n",
    "crate/src/layer.rs": "pub struct Layer;\npub fn scale(x: i32) -> i32 { x * 2 }\n",
    "crate/src/layer/helpers.rs": "pub fn assist() -> i32 { 1 }\n",
    "crate/src/deep/thing.rs": "pub struct Thing;\nimpl Thing { pub fn run(&self) -> i32 { 1 } }\n",
}


@pytest.fixture
def code(index: SourceIndex, write: Write) -> SourceIndex:
    for path, text in FILES.items():
        write(path, text)
    index.refresh()
    return index


@pytest.mark.parametrize(
    ("path", "name", "state", "id"),
    [
        ("pkg/__init__.py", "Layer", "ok", "pkg/core.py#Layer"),
        ("pkg/__init__.py", "Layer.forward", "ok", "pkg/core.py#Layer.forward"),
        ("pkg/__init__.py", "scaled", "ok", "pkg/core.py#scale"),
        ("pkg/__init__.py", "helper", "ok", "pkg/util.py#helper"),
        ("pkg/__init__.py", "soon", "stub", "pkg/core.py#soon"),
        ("pkg/__init__.py", "core", "ok", "pkg/core.py"),
        ("pkg/__init__.py", "dumps", "ok", "pkg/__init__.py#dumps"),
        ("pkg/__init__.py", "later", "ok", "pkg/__init__.py#later"),
        ("main.py", "Layer", "ok", "pkg/core.py#Layer"),
        ("main.py", "scaled", "ok", "pkg/core.py#scale"),
        ("pkg/core.py", "second", "ok", "pkg/core.py#second"),
        ("pkg/core.py", "rest", "ok", "pkg/core.py#rest"),
        ("pkg/core.py", "FAST", "ok", "pkg/core.py#FAST"),
        ("web/index.ts", "default", "ok", "web/button.ts#Button"),
        ("web/index.ts", "paint", "ok", "web/button.ts#paint"),
        ("web/index.ts", "circle", "ok", "web/shapes.ts#circle"),
        ("web/index.ts", "shapes", "ok", "web/shapes.ts"),
        ("web/index.ts", "outer", "ok", "web/button.ts#inner"),
        ("web/index.ts", "z", "ok", "web/index.ts#z"),
        ("web/index.ts", "three", "ok", "web/index.ts#three"),
        ("web/index.ts", "four", "ok", "web/index.ts#four"),
        ("web/old.js", "b", "ok", "web/old.js#b"),
        ("web/old.js", "c", "ok", "web/old.js#c"),
        ("crate/src/lib.rs", "Layer", "ok", "crate/src/layer.rs#Layer"),
        ("crate/src/lib.rs", "grow", "ok", "crate/src/layer.rs#scale"),
        ("crate/src/lib.rs", "Thing.run", "ok", "crate/src/deep/thing.rs#Thing.run"),
        ("crate/src/lib.rs", "Serialize", "ok", "crate/src/lib.rs#Serialize"),
        ("crate/src/lib.rs", "assist", "ok", "crate/src/layer/helpers.rs#assist"),
    ],
)  # fmt: skip
def test_what_a_name_leads_to(code: SourceIndex, path: str, name: str, state: str, id: str) -> None:
    found = code.find(path, name)
    assert found.symbol is not None
    assert (found.state, found.symbol.id) == (state, id)


@pytest.mark.parametrize(
    ("path", "name"),
    [("pkg/__init__.py", "vanished"), ("pkg/__init__.py", "never"), ("pkg/core.py", "second.third"), ("main.py", "taken"), ("main.py", "listed"),
     ("web/index.ts", "gone"), ("web/index.ts", "two"), ("crate/src/lib.rs", "scale")],
)
def test_what_is_not_bound_or_is_gone_where_it_comes_from_is_missing(code: SourceIndex, path: str, name: str) -> None:
    assert code.find(path, name).state == "missing_symbol"


def test_modules_that_pass_names_in_a_circle_end(code: SourceIndex, write: Write) -> None:
    write("one.py", "from two import thing\n")
    write("two.py", "from one import thing\n")
    code.refresh()
    assert code.find("one.py", "thing").state == "missing_symbol"


def test_the_line_is_that_of_the_binding(code: SourceIndex) -> None:
    found = code.find("pkg/core.py", "second")
    assert found.symbol is not None and found.symbol.line == 5
