"""Names that a dependency implements, looked up without importing it; code in notebooks."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from vaultkit.source.library import Libraries
from vaultkit.source.read_file import read_notebook


@pytest.fixture
def libraries(tmp_path: Path) -> Libraries:
    site = tmp_path / "code" / ".venv" / "lib" / "python3.11" / "site-packages"
    (site / "lorakit" / "inner").mkdir(parents=True)
    (site / "lorakit" / "__init__.py").write_text(
        "raise SystemExit('imported')\nfrom .layers import Layer as LoraLayer\nfrom .inner import *\nLIMIT = 1\n"
    )
    (site / "lorakit" / "layers.py").write_text("class Layer:\n    def forward(self): return 1\n")
    (site / "lorakit" / "inner" / "__init__.py").write_text("from .deep import merge\nfrom lorakit import *\n")
    (site / "lorakit" / "inner" / "deep.py").write_text("try:\n    pass\nfinally:\n    def merge(): return 1\n")
    info = site / "lora_kit-1.0.dist-info"
    info.mkdir()
    (info / "RECORD").write_text("lorakit/__init__.py,,\nlora_kit-1.0.dist-info/METADATA,,\n")
    (tmp_path / "code" / "requirements.txt").write_text("scikit-learn==1.5\n# none\nOther_Thing>=2\n")
    return Libraries((tmp_path / "code",), tmp_path / "vault")


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("lorakit", "ok"), ("lorakit.LoraLayer", "ok"), ("lorakit.LoraLayer.forward", "ok"), ("lorakit.merge", "ok"),
        ("lorakit.inner.deep.merge", "ok"), ("lorakit.LIMIT", "ok"), ("lora-kit.LoraLayer", "ok"), ("lora-kit", "ok"),
        ("lorakit.Nothing", "missing_symbol"), ("lorakit.layers.Nothing", "missing_symbol"),
        ("sklearn.svm.SVC", "locked"), ("other-thing", "locked"), ("never_heard_of.it", "missing_package"),
        ("", "missing_package"), ("../../etc", "missing_package"), ("json.loads", "ok"), ("sys.argv", "ok"),
    ],
)  # fmt: skip
def test_a_library_name(libraries: Libraries, name: str, state: str) -> None:
    assert libraries.check(name).state == state


def test_nothing_is_imported_and_the_place_is_told(libraries: Libraries) -> None:
    found = libraries.check("lorakit.LoraLayer")
    assert "lorakit" not in sys.modules
    assert found.path is not None and found.path.endswith("layers.py") and found.line == 1


def _notebook(**metadata: object) -> bytes:
    cells = [
        {"cell_type": "markdown", "source": ["# Title\n", "def not_code(): pass"]},
        {"cell_type": "code", "outputs": [{"text": ["def not_code(): pass\n"]}],
         "source": ["%matplotlib inline\n", "# vault: [[A]]\n", "def f():\n", "    return 1\n"]},
        {"cell_type": "code", "source": ["%%bash\n", "echo def g"]},
        {"cell_type": "code", "source": "!pip install x\ndef g(): pass"},
    ]  # fmt: skip
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4}, indent=1).encode()


def test_a_notebook_gives_symbols_at_the_lines_of_its_file() -> None:
    data = _notebook()
    found = read_notebook(data, "n.ipynb")
    assert [(s.name, s.stub) for s in found.symbols] == [("n", None), ("f", None), ("g", "pass")]
    lines = data.decode().split("\n")
    assert "def f()" in lines[found.symbols[1].line - 1] and "def g()" in lines[found.symbols[2].line - 1]
    (comment,) = found.comments
    assert comment.symbol == "n.ipynb#f" and "[[A]]" in lines[comment.line - 1]


def test_a_notebook_in_another_language_is_a_file() -> None:
    found = read_notebook(_notebook(kernelspec={"language": "R"}), "n.ipynb")
    assert [s.kind for s in found.symbols] == ["file"]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"cells": 3}', b'{"cells": [3]}', b"{" * 5000, b'{"cells": [{"source": 3}]}']
)
def test_a_broken_notebook_is_survived(data: bytes) -> None:
    assert read_notebook(data, "n.ipynb").symbols[0].file == "n.ipynb"


@pytest.mark.parametrize("cell", [
    "%matplotlib inline\nimport a", "!pip install \\\n  numpy", "x = !ls", "files[0] = !ls", "a.b = %timeit -o f()",
    "x: list = !ls", "?help", "obj.f??", "a*b?", "foo(1)?", "%%bash\nfor x in y", "\n%%time\nx = 1", "%%!\nls -l x",
    "%%my-magic\nfoo bar", "await f()", "async with a as b:\n    pass", "x = (a\n     % b)", "x = f('%s' \\\n  % y)",
    "s = \'\'\'\n% latex\n!x?\n\'\'\'", "if x:\n    !ls\nelse:\n    %cd ..", "for i in x: !ls", "/f a b", ";f a", "cd ..",
    "pip install x", "%time x = (1,\n 2)", "%load_ext x \\\n  more", 'print(f"{x=!r}")', "run = 1\nprint(run)  # why?",
])
def test_what_only_ipython_reads_is_no_syntax_error(cell):
    data = json.dumps({"cells": [{"cell_type": "code", "source": text, "metadata": {}, "outputs": []}
                                 for text in (cell, "def last():\n    return 1\n")], "metadata": {}, "nbformat": 4})
    found = read_notebook(data.encode(), "a.ipynb")
    assert found.problems == () and found.symbols[-1].name == "last"


def test_magics_are_of_python_alone_and_a_timed_statement_is_one():
    def names(language, text):
        data = json.dumps({"cells": [{"cell_type": "code", "source": text}],
                           "metadata": {"kernelspec": {"language": language}}, "nbformat": 4})
        return [symbol.name for symbol in read_notebook(data.encode(), "a.ipynb").symbols[1:]]

    assert names("javascript", "!x && f();\nfunction g() { return 1 }") == ["g"]
    assert names("python", "%time Y = f()") == ["Y"]
    assert names("python", "SQL = \'\'\'\n%like\n\'\'\'") == ["SQL"]
