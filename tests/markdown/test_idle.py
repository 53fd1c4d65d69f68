"""Which fences are still to be written. Source: docs/design.md, "Gap terms": ``stub``."""

import pytest

from vaultkit.markdown.blocks import is_active


@pytest.mark.parametrize("text", [
    "",
    "# only a comment",
    "def f():\n    pass",
    "def f(x: int) -> int:\n    ...",
    "def f(): ...",
    "async def f(a,\n            b):\n    raise NotImplementedError('later')",
    "import os\n\n\nclass A(B):\n    def f(self):\n        \"\"\"Say\n        something.\"\"\"\n        raise NotImplementedError",
    "@cache\ndef f():\n    # TODO\n    pass  # later",
    "pass",
    "raise NotImplementedError",
    "fn f() -> u8 {\n    todo!()\n}",
    "pub fn f() { unimplemented!(\"x\") }",
    "export async function f() {\n  throw new Error(\"Not implemented\");\n}",
    "function f() { throw new Error('TODO: write') }",
    "public int f(int a) {\n    throw new UnsupportedOperationException();\n}",
    "func F() int {\n\tpanic(\"not implemented\")\n}",
    "class A:\n    pass",
])
def test_what_is_still_to_be_written_does_nothing(text):
    assert not is_active(text)


@pytest.mark.parametrize("text", [
    "x = 1",
    "def f():\n    return 1",
    "def f():\n    pass\n\ndef g():\n    return 2",
    "class TooLate(Exception):\n    pass",
    "class P(Protocol):\n    def f(self) -> int: ...",
    "class A(ABC):\n    @abstractmethod\n    def f(self): ...",
    "from a import b\nprint(b)",
    "import os",
    "struct P {\n    x: i32,\n}",
    "for x in y:\n    pass",
    "x = [1, ...]",
    "with open(p) as f:\n    pass",
    "try:\n    work()\nexcept E:\n    pass",
    "SELECT a FROM b -- todo",
    "print('not implemented')",
    "if not ready { panic(\"not implemented\") }\nrun()",
    "git pass show x",
    "int f(int a) {\n  return a;\n}",
])
def test_what_does_something_is_active(text):
    assert is_active(text)
