"""Paths that notes name: which are there, which have moved, which are only planned; and code by its name."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from notes_folder import NotesFolder

from vaultkit.markdown.named_paths import named_paths
from vaultkit.model import Symbol
from vaultkit.source.locate import NameTable, PathTable, path_table

FILES = ("src/core/memory.py", "src/web/app.ts", "tests/test_memory.py", "a/util.py", "b/util.py", "src/index.js",
         "Dockerfile", "src/core/__init__.py", "src/web/ltm_seed.py")
TABLE = PathTable(FILES)


@pytest.mark.parametrize(("text", "path", "state"), [
    ("src/core/memory.py", "src/core/memory.py", "found"),
    ("./src/core/memory.py:12", "src/core/memory.py", "found"),
    ("src\\core\\memory.py", "src/core/memory.py", "found"),
    ("src/core/memory.py#Store.put", "src/core/memory.py", "found"),
    ("`src/core/memory.py`", "src/core/memory.py", "found"),
    ("src/core/", "src/core", "found"),
    ("ltm_seed.py", "src/web/ltm_seed.py", "found"),
    ("Dockerfile", "Dockerfile", "found"),
    ("src/old/memory.py", "src/core/memory.py", "moved"),
    ("core/memory.py", "src/core/memory.py", "moved"),
    ("lib/core/memory.py", "src/core/memory.py", "moved"),
    ("/home/somebody/project/src/core/memory.py", "src/core/memory.py", "moved"),
    ("src/old/gone.py", "src/old/gone.py", "missing"),
    ("ltm_seed_model.py", "ltm_seed_model.py", "missing"),
    ("lib/__init__.py", "lib/__init__.py", "missing"),
])
def test_where_a_path_leads(text: str, path: str, state: str) -> None:
    found = TABLE.locate(text)
    assert found is not None and (found.path, found.state) == (path, state)
    assert (found.was is None) == (state != "moved")


@pytest.mark.parametrize("text", ["c/util.py", "https://a.org/x.py", "Node.js", "and/or", "12/2024", "", "note.md", "..",
                                  "a b/c", "i.e", "template.JS", "mail.tk", "node_modules/gone/x.js", "../../etc/passwd"])
def test_what_is_no_path_or_fits_several_leads_nowhere(text: str) -> None:
    assert TABLE.locate(text) is None


def test_an_open_task_plans_what_is_not_there() -> None:
    found = [TABLE.locate(text, task=True) for text in ("src/new/agent.py", "new/memory.py", "src/core/memory.py")]
    assert [item and item.state for item in found] == ["planned", "planned", "found"]


def test_a_path_may_begin_with_the_folders_of_its_root(tmp_path: Path) -> None:
    root = tmp_path / "project" / "src"
    root.mkdir(parents=True)
    (root / "data.csv").write_text("1\n")
    (root / ".env").write_text("KEY=1\n")
    table = PathTable(("core/memory.py",), (root,))
    for text in ("src/core/memory.py", "project/src/core/memory.py", "core/memory.py"):
        found = table.locate(text)
        assert found is not None and (found.path, found.state) == ("core/memory.py", "found")
    hidden = table.locate(".env")
    assert hidden is None or hidden.state == "missing"


NOTE = """\
---
code: src/declared.py
---
The store is in src/core/memory.py, see `src/web/app.ts:3` and [the test](tests/test_memory.py).
Run `python tools/run.py --fast` on Node.js (https://a.org/x/y.py, me@host.py).

- [ ] write src/new/agent.py
- [x] wrote src/done.py

```python
import src.nothing
open("src/in_code.py")
```

```
project/
├── src/
│   ├── core/
│   │   └── memory.py   # the store
│   └── app.ts
└── README.md
```
"""


def test_the_paths_that_a_note_names(vault: NotesFolder) -> None:
    vault.write("a.md", NOTE)
    vault.index.refresh()
    found = [(one.text, one.line, one.where, one.task) for one in named_paths(vault.index.note("a.md"), NOTE)
             if TABLE.locate(one.text)]
    assert found == [
        ("src/web/app.ts:3", 4, "code", False), ("tests/test_memory.py", 4, "link", False),
        ("src/core/memory.py", 4, "text", False), ("tools/run.py", 5, "code", False),
        ("src/new/agent.py", 7, "text", True), ("src/done.py", 8, "text", False),
        ("project/src/core/memory.py", 19, "tree", False), ("project/src/app.ts", 20, "tree", False)]


def test_a_drawn_tree_may_begin_with_a_title_of_its_own() -> None:
    found = TABLE.locate("project/src/core/memory.py", tree=True)
    assert found is not None and found.state == "found"


@pytest.mark.parametrize("text", ["a/" * 60_000 + "b", "." * 100_000, "`" * 50_000, "│" * 50_000 + "├" * 50_000,
                                  " " * 100_000 + "├x", "a.b" * 60_000, "[](" * 30_000])
def test_lines_that_no_hand_wrote_cost_little(vault: NotesFolder, text: str) -> None:
    vault.write("a.md", f"```\n├ x\n{text}\n```\n\n{text}\n")
    vault.index.refresh()
    note = vault.index.note("a.md")
    begun = time.perf_counter()
    list(named_paths(note, vault.index.text("a.md")))
    assert time.perf_counter() - begun < 2


def symbol(file: str, name: str, kind: str) -> Symbol:
    return Symbol(file, name, kind, "python", 1, 2, None, None, None)  # type: ignore[arg-type]


NAMES = NameTable([
    symbol("src/core/memory_store.py", "memory_store", "module"),
    symbol("src/core/memory_store.py", "MemoryStore", "class"),
    symbol("src/router.py", "router", "module"), symbol("src/agents/planner.py", "planner", "module"),
    symbol("src/quantize.py", "quantize", "module"), symbol("src/obrabotka.py", "obrabotka", "module")])


@pytest.mark.parametrize(("title", "path", "name"), [
    ("Memory Store", "src/core/memory_store.py", "MemoryStore"),
    ("memory-stores", "src/core/memory_store.py", "MemoryStore"),
    ("memoryStore", "src/core/memory_store.py", "MemoryStore"), ("Роутер", "src/router.py", None),
    ("Agents", "src/agents", None), ("agent", "src/agents", None), ("Обработка", "src/obrabotka.py", None)])
def test_code_that_has_the_name_of_an_idea(title: str, path: str, name: str | None) -> None:
    best = NAMES.named(title)[0]
    assert (best.path, best.symbol) == (path, name)


@pytest.mark.parametrize("title", ["Memory", "Store", "Роутинг пакетов", "", "!", "it"])
def test_part_of_a_name_is_not_the_name(title: str) -> None:
    assert NAMES.named(title) == []


def test_the_table_of_an_index_holds_files_of_the_vault_too() -> None:
    table = path_table([symbol("src/a.py", "a", "module"), symbol("src/a.py", "A", "class")], (), ["code/b.py"])
    assert table.files == ("src/a.py", "code/b.py")
