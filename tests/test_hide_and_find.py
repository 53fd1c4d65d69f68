"""Hide and find: what is taken away, renamed, moved, reformatted, hollowed out or edited in the code of a vault shows in
exactly the concepts that rest on it, as exactly that, and in nothing else."""

from __future__ import annotations

import ast
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import yaml

from vaultkit.workspace import Vault

SAMPLE = Path(__file__).parents[1] / "sample_vault"
VAULTS = Path(__file__).parent / "vaults"
EXPECTED = yaml.safe_load(Path(__file__).with_name("sample_vault_expected.yaml").read_text("utf-8"))
States = dict[str, str]
Evidence = Counter[tuple[str, str]]


@dataclass
class Hidden:
    """A vault with its code, and what holds of it as long as nothing is touched."""

    vault: Vault
    code: Path

    @cached_property
    def before(self) -> tuple[States, Evidence]:
        """What holds while nothing is touched."""
        return self.now()

    def now(self) -> tuple[States, Evidence]:
        """The state of every concept, and how many pieces of evidence of it are in which state, guesses aside."""
        self.vault.refresh()
        gaps = self.vault.gaps().gaps
        return ({gap.concept: gap.state for gap in gaps},
                Counter((gap.concept, item.state) for gap in gaps for item in gap.evidence
                        if item.strength != "inferred"))

    @contextmanager
    def changed(self, change: Callable[[Path], None]) -> Iterator[None]:
        """The code as ``change`` leaves it, afterwards as it was."""
        kept = self.code.with_name("kept")
        shutil.copytree(self.code, kept)
        try:
            change(self.code)
            yield
        finally:
            shutil.rmtree(self.code)
            kept.rename(self.code)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hidden]:
    copy = shutil.copytree(SAMPLE, tmp_path_factory.mktemp("hide") / "vault",
                           ignore=shutil.ignore_patterns(".vaultkit", "__pycache__"))
    with Vault.open(copy) as vault:
        yield Hidden(vault, copy / "code")


def definition(text: str, name: str) -> ast.FunctionDef:
    node: Any = ast.parse(text)
    for part in name.split("."):
        node = next(item for item in node.body if getattr(item, "name", None) == part)
    assert isinstance(node, ast.FunctionDef)
    return node


def edited(file: str, name: str, edit: Callable[[list[str], ast.FunctionDef], list[str]]) -> Callable[[Path], None]:
    def change(code: Path) -> None:
        text = (code / file).read_text("utf-8")
        lines = edit(text.split("\n"), definition(text, name))
        (code / file).write_text("\n".join(lines), "utf-8")

    return change


def cut(lines: list[str], node: ast.FunctionDef) -> list[str]:
    return [*lines[:node.lineno - 1], *lines[node.end_lineno:]]


def hollowed(lines: list[str], node: ast.FunctionDef) -> list[str]:
    indent = " " * (node.col_offset + 4)
    return [*lines[:node.body[0].lineno - 1], f"{indent}raise NotImplementedError", *lines[node.end_lineno:]]


def with_other_work(lines: list[str], node: ast.FunctionDef) -> list[str]:
    last = node.body[-1]
    return [*lines[:last.lineno - 1], " " * last.col_offset + "print('on the way')", *lines[last.lineno - 1:]]


def reformatted(lines: list[str], node: ast.FunctionDef) -> list[str]:
    """As the standard library's own printer has it: no comments, other quotes, other line breaks, another docstring."""
    if isinstance(node.body[0], ast.Expr):
        node.body[0].value = ast.Constant("Said in other words.")
    indent = " " * node.col_offset
    text = [indent + row for row in ast.unparse(node).split("\n")]
    return [*lines[:node.lineno - 1], indent + "# Looked at again.", *text, "", "", *lines[node.end_lineno:]]


def removing(ids: list[str]) -> Callable[[Path], None]:
    def change(code: Path) -> None:
        for id_ in ids:
            file, _, name = id_.partition("#")
            if name:
                edited(file, name, cut)(code)
            else:
                (code / file).unlink()

    return change


def renaming(file: str, name: str) -> Callable[[Path], None]:
    """Another name where it is defined; who calls it comes later."""
    simple = name.rpartition(".")[2]

    def rename(lines: list[str], node: ast.FunctionDef) -> list[str]:
        at = node.lineno - 1
        return [*lines[:at], lines[at].replace(simple, f"{simple}_by_another_name", 1), *lines[at + 1:]]

    return edited(file, name, rename)


def moving(file: str) -> Callable[[Path], None]:
    """The file into a package, with one line more among its imports; a second file is edited in the same breath."""
    def change(code: Path) -> None:
        target = code / "package" / "inner" / file
        target.parent.mkdir(parents=True)
        text = (code / file).read_text("utf-8")
        target.write_text(text.replace("from __future__ import annotations\n",
                                       "from __future__ import annotations\n\nimport os\n"), "utf-8")
        (code / file).unlink()
        other = code / "tests" / "conftest.py"
        other.write_text(other.read_text("utf-8") + "\nEXTRA = 1\n", "utf-8")

    return change


# Symbols that notes name; the concepts that rest on each alone.
ALONE = {
    "sampling.py#sample_top_p": ["Концепции/Выборка токена.md"],
    "zero_memory.py#bytes_per_gpu": ["Концепции/Шардирование состояний.md"],
    "router.py#Router.route": ["Концепции/Маршрутизация запроса.md"],
    "lora_math.py#LoraLinear.step": ["Концепции/Низкоранговая поправка.md"],
    "gguf_header.py#read_header": [],
    "gguf_header.py#default_alignment": [],
    "retrieval.py#reciprocal_rank_fusion": [],
    "memory_loop.py#MemoryLoop.step": [],
}
# What a change inside of a symbol changes too: files and classes that are evidence as a whole.
AROUND = {
    "retrieval.py#reciprocal_rank_fusion": ["Концепции/RAG с Qdrant.md"],
    "memory_loop.py#MemoryLoop.step": ["Концепции/Петля памяти.md"],
}
NAMED_BY = {
    **{id_: concepts[0] for id_, concepts in ALONE.items() if concepts},
    "gguf_header.py#read_header": "Концепции/Заголовок GGUF.md",
    "gguf_header.py#default_alignment": "Концепции/Заголовок GGUF.md",
    "retrieval.py#reciprocal_rank_fusion": "Концепции/Гибридный поиск.md",
    "memory_loop.py#MemoryLoop.step": "Концепции/Петля памяти.md",
}


def expect(hidden: Hidden, change: Callable[[Path], None], term: str, id_: str, also: tuple[str, ...] = ()) -> None:
    states, evidence = hidden.before
    went = Counter((concept, "ok") for concept in (NAMED_BY[id_], *also))
    came = Counter((concept, term) for concept in (NAMED_BY[id_], *also))
    with hidden.changed(change):
        found = hidden.now()
    assert found[0] == states | dict.fromkeys(ALONE[id_], {"missing": "broken"}.get(term, term))
    assert found[1] == evidence - went + came


@pytest.mark.parametrize("case", EXPECTED["hide"], ids=lambda case: ", ".join(case["remove"]))
def test_what_is_removed_shows_in_the_concepts_that_lose_their_last_evidence(sample: Hidden, case: dict[str, Any]):
    before, _ = sample.before
    with sample.changed(removing(case["remove"])):
        assert sample.now()[0] == before | case["gaps"]


@pytest.mark.parametrize("id_", ALONE)
class TestOneSymbol:
    def test_removed_it_is_missing(self, sample: Hidden, id_: str):
        expect(sample, removing([id_]), "missing", id_)

    def test_renamed_it_is_moved(self, sample: Hidden, id_: str):
        expect(sample, renaming(*id_.split("#")), "moved", id_)

    def test_reformatted_it_is_as_before(self, sample: Hidden, id_: str):
        before = sample.before
        with sample.changed(edited(*id_.split("#"), reformatted)):
            assert sample.now() == before

    def test_hollowed_out_it_is_a_stub(self, sample: Hidden, id_: str):
        expect(sample, edited(*id_.split("#"), hollowed), "stub", id_)

    def test_edited_it_is_as_before_while_nothing_was_accepted(self, sample: Hidden, id_: str):
        before = sample.before
        with sample.changed(edited(*id_.split("#"), with_other_work)):
            assert sample.now() == before


@pytest.mark.parametrize("case", EXPECTED["move"], ids=lambda case: case["file"])
def test_what_a_file_that_moved_holds_is_moved(sample: Hidden, case: dict[str, Any]):
    before = sample.before
    with sample.changed(moving(case["file"])):
        states, evidence = sample.now()
    assert states == before[0] | case["states"]
    assert {concept: n for (concept, state), n in evidence.items() if state == "moved"} == case["moved"]
    assert evidence.total() == before[1].total()
    assert sample.now() == before


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hidden]:
    copy = shutil.copytree(SAMPLE, tmp_path_factory.mktemp("accepted") / "vault",
                           ignore=shutil.ignore_patterns(".vaultkit", "__pycache__"))
    with Vault.open(copy) as vault:
        vault.accept()
        yield Hidden(vault, copy / "code")


@pytest.mark.parametrize("id_", ALONE)
class TestOneSymbolOfAcceptedLinks:
    def test_edited_it_is_suspect(self, accepted: Hidden, id_: str):
        expect(accepted, edited(*id_.split("#"), with_other_work), "suspect", id_, tuple(AROUND.get(id_, ())))

    def test_reformatted_it_is_as_before(self, accepted: Hidden, id_: str):
        before = accepted.before
        with accepted.changed(edited(*id_.split("#"), reformatted)):
            assert accepted.now() == before

    def test_renamed_it_is_moved(self, accepted: Hidden, id_: str):
        around = AROUND.get(id_, ())
        before = accepted.before
        with accepted.changed(renaming(*id_.split("#"))):
            states, evidence = accepted.now()
        assert states == before[0] | dict.fromkeys(ALONE[id_], "moved")
        terms = Counter((concept, "suspect") for concept in around) + Counter([(NAMED_BY[id_], "moved")])
        assert Counter({k: n for k, n in evidence.items() if k[1] in ("suspect", "moved")}) == terms
        assert evidence.total() == before[1].total()


LANGUAGES = VAULTS / "hide-languages"
STEPS = yaml.safe_load((LANGUAGES / "expected.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def languages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hidden]:
    copy = shutil.copytree(LANGUAGES / "vault", tmp_path_factory.mktemp("languages") / "vault")
    with Vault.open(copy) as vault:
        vault.accept()
        yield Hidden(vault, copy / "code")


def applying(step: dict[str, Any]) -> Callable[[Path], None]:
    def change(code: Path) -> None:
        for file, pairs in step.get("replace", {}).items():
            text = (code / file).read_text("utf-8")
            for old, new in pairs:
                assert old in text, old
                text = text.replace(old, new)
            (code / file).write_text(text, "utf-8")
        for file, target in step.get("move", {}).items():
            (code / target).parent.mkdir(parents=True, exist_ok=True)
            (code / file).rename(code / target)
        for file in step.get("remove", ()):
            (code / file).unlink()

    return change


@pytest.mark.parametrize("step", STEPS["steps"], ids=lambda step: step["what"])
def test_java_typescript_and_go(languages: Hidden, step: dict[str, Any]):
    before, _ = languages.before
    assert set(before.values()) == {"covered"}
    with languages.changed(applying(step)):
        assert languages.now()[0] == before | {f"{name}.md": state for name, state in step["states"].items()}
