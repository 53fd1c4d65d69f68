"""A property ``code: path#symbol``: what it leads to, and where what it named went."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from vaultkit.config import Config
from vaultkit.source.index import SourceIndex
from vaultkit.storage import index_folder

Write = Callable[[str, str], Path]
Git = Callable[..., str]

ROUTE = '''
def route(query, table):
    """Find a way."""
    for name, cost in table.items():
        if cost > len(query):
            return name
    raise ValueError("no way")
'''
OTHER = "\ndef other(a, b):\n    return [x * y for x, y in zip(a, b, strict=True) if x != y]\n"


def test_states(index: SourceIndex, write: Write, root: Path) -> None:
    write("pkg/a.py", ROUTE + "class C:\n    def m(self): return 1\n    def s(self): pass\n")
    index.refresh()
    assert index.find("pkg/a.py").state == "ok"
    found = index.find("pkg/a.py", "C.m")
    assert found.state == "ok" and found.symbol and found.symbol.id == "pkg/a.py#C.m" and found.root == str(root)
    assert index.find("pkg/a.py", "C.s").state == "stub"
    assert index.find("pkg/nowhere.py").state == "missing_file"
    missing = index.find("pkg/a.py", "m")
    assert missing.state == "missing_symbol" and [s.name for s in missing.candidates] == ["C.m"]
    assert index.find("./pkg/../pkg/a.py", "C::m").state == "ok"
    assert [s.file for s in index.find("lib/a.py").candidates] == ["pkg/a.py"]


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "~/x.py", "C:/x.py", "C:\\x.py", "..", "a\0.py"])
def test_a_path_that_leads_out_is_refused(index: SourceIndex, path: str) -> None:
    index.refresh()
    assert index.find(path, "f").state == "outside"


def test_lines_name_the_symbol_that_covers_them(index: SourceIndex, write: Write) -> None:
    write("a.py", ROUTE + OTHER)
    index.refresh()
    assert index.find("a.py", "L4-L5").symbol == index.find("a.py", "route").symbol
    assert index.find("a.py", "L10").symbol == index.find("a.py", "other").symbol


def test_roots_come_in_order_then_the_vault_then_beside_the_note(
    index: SourceIndex, write: Write, config: Config
) -> None:
    write("a.py", "def f(): return 'root'\n")
    notes = config.vault / "notes"
    notes.mkdir()
    (config.vault / "a.py").write_text("def f(): return 'vault'\n")
    (config.vault / "b.py").write_text("def f(): return 'vault'\n")
    (notes / "c.py").write_text("def f(): return 'beside'\n")
    index.refresh()
    roots = [index.find(path, "f", note="notes/n.md").root for path in ("a.py", "b.py", "c.py")]
    assert roots == [str(config.roots[0]), str(config.vault), str(config.vault)]
    assert index.find("../../code/a.py", "f", note="notes/n.md").root == str(config.roots[0])


def test_files_that_the_index_leaves_out_can_be_named(index: SourceIndex, write: Write) -> None:
    write(".gitignore", "*.gen.py\n")
    write("x.gen.py", "def f(): return 1\n")
    write("weights.bin", "\0\1")
    index.refresh()
    assert index.find("x.gen.py", "f").state == "ok"
    found = index.find("weights.bin")
    assert found.state == "ok" and found.symbol and found.symbol.kind == "file"


def test_an_overloaded_name_is_a_stub_only_when_all_are(index: SourceIndex, write: Write) -> None:
    write("A.java", "class A { void run() { } void run(int a) { x(a); } }\n")
    index.refresh()
    found = index.find("A.java", "A.run")
    assert (found.state, found.symbol and found.symbol.name, len(found.candidates)) == ("ok", "A.run~2", 2)


def _moves(index: SourceIndex, path: str, symbol: str | None = None) -> str | None:
    found = index.find(path, symbol)
    return found.symbol.id if found.state == "moved" and found.symbol else found.state


def test_a_renamed_function_is_followed(index: SourceIndex, write: Write) -> None:
    write("a.py", ROUTE + OTHER)
    index.refresh()
    write("a.py", ROUTE.replace("route", "find_way").replace("Find a way", "Find") + OTHER)
    index.refresh()
    assert _moves(index, "a.py", "route") == "a.py#find_way"
    assert index.find("a.py", "other").state == "ok"


def test_a_function_moved_into_another_file_is_followed_through_later_edits(index: SourceIndex, write: Write) -> None:
    write("a.py", ROUTE + OTHER)
    index.refresh()
    write("a.py", OTHER)
    write("sub/b.py", "class Box:\n" + ROUTE.replace("\n", "\n    "))
    index.refresh()
    assert _moves(index, "a.py", "route") == "sub/b.py#Box.route"
    write("sub/b.py", "class Box:\n" + ROUTE.replace("\n", "\n    ").replace("cost >", "cost >="))
    index.refresh()
    assert _moves(index, "a.py", "route") == "sub/b.py#Box.route"


def test_a_moved_file_takes_all_of_it_along(index: SourceIndex, write: Write, root: Path) -> None:
    write("a.py", "import x\n" + ROUTE + OTHER + "def tiny(): return 1\n")
    index.refresh()
    (root / "lib").mkdir()
    shutil.move(root / "a.py", root / "lib" / "ways.py")
    write(
        "lib/ways.py",
        (root / "lib" / "ways.py").read_text().replace("import x", "import y").replace("return 1", "return 2"),
    )
    index.refresh()
    assert _moves(index, "a.py") == "lib/ways.py"
    assert _moves(index, "a.py", "route") == "lib/ways.py#route"
    assert _moves(index, "a.py", "tiny") == "lib/ways.py#tiny"


def test_a_renamed_class_takes_its_methods_along(index: SourceIndex, write: Write) -> None:
    body = "class Router:\n" + ROUTE.replace("\n", "\n    ") + "\n    def tiny(self): return 1\n"
    write("a.py", body)
    index.refresh()
    write("a.py", body.replace("Router", "Guide").replace("return 1", "return 2"))
    index.refresh()
    assert _moves(index, "a.py", "Router") == "a.py#Guide"
    assert _moves(index, "a.py", "Router.route") == "a.py#Guide.route"
    assert _moves(index, "a.py", "Router.tiny") == "a.py#Guide.tiny"


def test_a_removed_copy_did_not_move_to_the_other_copy(index: SourceIndex, write: Write) -> None:
    write("a.py", ROUTE)
    write("b.py", ROUTE + OTHER)
    index.refresh()
    write("a.py", OTHER)
    index.refresh()
    assert index.find("a.py", "route").state == "missing_symbol"


def test_a_small_body_proves_nothing(index: SourceIndex, write: Write) -> None:
    write("a.py", "def one(): return 1\n" + OTHER)
    index.refresh()
    write("a.py", OTHER)
    write("b.py", "def uno(): return 1\n")
    index.refresh()
    assert index.find("a.py", "one").state == "missing_symbol"


def test_removed_is_missing_and_back_is_fine(index: SourceIndex, write: Write) -> None:
    write("a.py", ROUTE + OTHER)
    index.refresh()
    write("a.py", OTHER)
    index.refresh()
    assert index.find("a.py", "route").state == "missing_symbol"
    write("a.py", ROUTE + OTHER)
    index.refresh()
    assert index.find("a.py", "route").state == "ok"


def test_a_move_in_two_steps_is_followed(index: SourceIndex, write: Write) -> None:
    write("a.py", ROUTE + OTHER)
    index.refresh()
    write("a.py", OTHER)
    index.refresh()
    write("b.py", ROUTE)
    index.refresh()
    assert _moves(index, "a.py", "route") == "b.py#route"


def test_an_accepted_fingerprint_finds_it_without_any_history(index: SourceIndex, write: Write, config: Config) -> None:
    write("a.py", ROUTE)
    index.refresh()
    symbol = index.find("a.py", "route").symbol
    assert symbol and symbol.body_hash
    index.close()
    shutil.rmtree(index_folder(config.vault))
    write("a.py", OTHER)
    write("b.py", ROUTE.replace("route", "ways"))
    with SourceIndex.open(config) as fresh:
        fresh.refresh()
        assert fresh.find("a.py", "route").state == "missing_symbol"
        found = fresh.find("a.py", "route", known_hash=symbol.body_hash)
        assert (found.state, found.symbol and found.symbol.id) == ("moved", "b.py#ways")


@pytest.mark.parametrize("committed", [False, True])
def test_git_remembers_what_a_fresh_index_never_saw(
    index: SourceIndex, write: Write, git: Git, root: Path, committed: bool
) -> None:
    write("a.py", ROUTE + OTHER)
    write("gone.py", ROUTE.replace("no way", "nothing found"))
    write("old/whole.py", "import x\n" + OTHER.replace("other", "third"))
    git("add", "-A")
    git("commit", "-qm", "one")
    write("a.py", OTHER)
    write("b.py", ROUTE.replace("route", "ways"))
    (root / "gone.py").unlink()
    git("mv", "old/whole.py", "old/entire.py")
    write("old/entire.py", "import y\n" + OTHER.replace("other", "third"))
    git("add", "-A")
    if committed:
        git("commit", "-qm", "two")
        write("c.py", "x = 1\n")
        git("add", "-A")
        git("commit", "-qm", "three")
    index.refresh()
    assert _moves(index, "a.py", "route") == "b.py#ways"
    assert _moves(index, "gone.py", "route") == "missing_file"
    assert _moves(index, "old/whole.py", "third") == "old/entire.py#third"
    assert _moves(index, "old/whole.py") == "old/entire.py"
    assert _moves(index, "a.py", "never") == "missing_symbol"
    assert _moves(index, "a.py", "never") == "missing_symbol"


def test_a_copy_that_git_knew_before_is_no_move(index: SourceIndex, write: Write, git: Git) -> None:
    write("a.py", ROUTE + OTHER)
    write("b.py", ROUTE)
    git("add", "-A")
    git("commit", "-qm", "one")
    write("a.py", OTHER)
    git("commit", "-qam", "two")
    index.refresh()
    assert index.find("a.py", "route").state == "missing_symbol"


def test_a_root_below_the_repository(write: Write, git: Git, root: Path, config: Config) -> None:
    write("src/a.py", ROUTE)
    git("add", "-A")
    git("commit", "-qm", "one")
    git("mv", "src/a.py", "src/b.py")
    git("commit", "-qm", "two")
    with SourceIndex.open(Config(vault=config.vault, roots=(root / "src",))) as index:
        index.refresh()
        assert _moves(index, "a.py", "route") == "b.py#route"


def test_a_file_of_the_same_name_in_a_later_root_may_hold_the_symbol(tmp_path: Path) -> None:
    for name, text in {"first/a.py": OTHER, "second/a.py": ROUTE}.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "vault").mkdir()
    config = Config(vault=tmp_path / "vault", roots=(tmp_path / "first", tmp_path / "second"))
    with SourceIndex.open(config) as index:
        index.refresh()
        assert index.find("a.py", "other").root == str(tmp_path / "first")
        found = index.find("a.py", "route")
        assert found.state == "ok" and found.root == str(tmp_path / "second")
        assert index.find("a.py", "nowhere").root == str(tmp_path / "first")


def test_a_method_that_is_gone_is_gone_also_where_the_name_of_its_class_is_bound_elsewhere(
    index: SourceIndex, write: Write
) -> None:
    text = "import typing as t\nif t.TYPE_CHECKING:\n    from .b import C\nclass C:\n    def m(self): return 1 + 2\n"
    write("pkg/b.py", "D = 1\n")
    write("pkg/a.py", text)
    index.refresh()
    write("pkg/a.py", text.replace("def m(self): return 1 + 2", "x = 1"))
    index.refresh()
    assert index.find("pkg/a.py", "C.m").state == "missing_symbol"


def test_small_bodies_that_only_lost_their_names_are_followed_in_their_order(index: SourceIndex, write: Write) -> None:
    text = ROUTE + "class A(Error): pass\nclass B(Error): pass\n"
    text += "class C(Error):\n    def close(self): pass\n    def stop(self): pass\n"
    write("pkg/a.py", text)
    index.refresh()
    (index.roots[0] / "pkg/a.py").unlink()
    write("lib/errors.py", text.replace("A(", "A2(").replace("B(", "B2(").replace("C(", "C2(").replace("stop", "halt"))
    index.refresh()
    for old, new in (("A", "A2"), ("B", "B2"), ("C", "C2"), ("C.close", "C2.close"), ("C.stop", "C2.halt")):
        found = index.find("pkg/a.py", old)
        assert (found.state, found.symbol and found.symbol.id) == ("moved", f"lib/errors.py#{new}")


def test_as_many_small_bodies_as_were_lost_have_to_come(index: SourceIndex, write: Write) -> None:
    write("a.py", "class A(Error): pass\nclass B(Error): pass\nX = [1, 2, 3]\n")
    index.refresh()
    write("a.py", "class D(Error): pass\nX = [1, 2, 3]\n")
    index.refresh()
    assert [index.find("a.py", name).state for name in "AB"] == ["missing_symbol"] * 2
