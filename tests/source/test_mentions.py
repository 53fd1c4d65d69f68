"""Inline code and permalinks of notes → the symbols that they speak of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vaultkit.source.index import SourceIndex
from vaultkit.source.permalink import parse_permalink, repository_of

Write = Callable[[str, str], Path]
Git = Callable[..., str]


@pytest.fixture
def code(index: SourceIndex, write: Write) -> SourceIndex:
    write(
        "src/adapters/lora.py",
        "class LoraLayer:\n    def forward(self, x): return x\n    def merge(self): return 1\nRANK_LIMIT = 8\n",
    )
    write("src/adapters/lora_layer.py", "def apply_lora(model): return model\n")
    write(
        "src/other/util.py",
        "class Base:\n    def forward(self, x): return x\ndef run(): return 1\ndef twice(): return 2\n",
    )
    write("src/third/util.py", "def twice(): return 3\n")
    write("native/net.h", "int connect_all(int n);\n")
    write("native/net.c", "int connect_all(int n) { return n + 1; }\n")
    write("deploy/Dockerfile", "FROM scratch\n")
    index.refresh()
    return index


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LoraLayer.forward", "src/adapters/lora.py#LoraLayer.forward"),
        ("LoraLayer", "src/adapters/lora.py#LoraLayer"),
        ("LoraLayer.forward(x)", "src/adapters/lora.py#LoraLayer.forward"),
        ("LoraLayer::forward", "src/adapters/lora.py#LoraLayer.forward"),
        ("LoraLayer#forward", "src/adapters/lora.py#LoraLayer.forward"),
        ("merge()", "src/adapters/lora.py#LoraLayer.merge"),
        ("RANK_LIMIT", "src/adapters/lora.py#RANK_LIMIT"),
        ("lora_layer", "src/adapters/lora_layer.py"),
        ("adapters/lora.py", "src/adapters/lora.py"),
        ("src/adapters/lora.py", "src/adapters/lora.py"),
        ("lora.py", "src/adapters/lora.py"),
        ("lora.py:12", "src/adapters/lora.py"),
        ("adapters/lora.py#LoraLayer.merge", "src/adapters/lora.py#LoraLayer.merge"),
        ("lora.py::LoraLayer::merge", "src/adapters/lora.py#LoraLayer.merge"),
        ("adapters.lora.LoraLayer.merge", "src/adapters/lora.py#LoraLayer.merge"),
        ("src.adapters.lora_layer.apply_lora", "src/adapters/lora_layer.py#apply_lora"),
        ("@apply_lora", "src/adapters/lora_layer.py#apply_lora"),
        ("connect_all", "native/net.c#connect_all"),
        ("deploy/Dockerfile", "deploy/Dockerfile"),
        ("Dockerfile", "deploy/Dockerfile"),
    ],
)  # fmt: skip
def test_names(code: SourceIndex, text: str, expected: str) -> None:
    found = code.mention(text)
    assert found.state == "found" and found.symbol is not None
    assert found.symbol.id == expected


@pytest.mark.parametrize(
    "text",
    [
        "merge",
        "run",
        "x",
        "pip install lora",
        "--rank 8",
        "self",
        "lora_layers",
        "",
        "42",
        "a/b",
        "https://x.y",
    ],
)
def test_speaks_of_no_code_here(code: SourceIndex, text: str) -> None:
    assert code.mention(text).state == "none"


def test_two_of_one_name_are_ambiguous(code: SourceIndex) -> None:
    found = code.mention("twice()")
    assert found.state == "ambiguous" and [s.file for s in found.candidates] == [
        "src/other/util.py",
        "src/third/util.py",
    ]
    assert code.mention("util.py").state == "ambiguous"
    assert code.mention("third/util.py").state == "found"
    assert code.mention("Base.forward").state == "found"


def test_what_is_gone_is_stale(code: SourceIndex, write: Write, root: Path) -> None:
    write("src/adapters/lora.py", "class LoraLayer:\n    def forward(self, x): return x\n")
    (root / "src/adapters/lora_layer.py").rename(root / "src/adapters/layers.py")
    code.refresh()
    assert code.mention("LoraLayer.merge").state == "stale"
    moved = code.mention("adapters/lora_layer.py")
    assert moved.state == "stale" and moved.symbol and moved.symbol.file == "src/adapters/layers.py"


def test_without_a_history_a_class_of_ours_and_a_folder_speak_for_themselves(code: SourceIndex, write: Write) -> None:
    write("src/heads.py", "class BigHead(Base):\n    x = 1\n\n@wrapped\nclass SmallHead:\n    x = 1\n\nclass Head:\n    x = 1\n")
    code.refresh()
    backward = code.mention("LoraLayer.merged")
    assert backward.state == "stale" and backward.symbol and backward.symbol.name == "LoraLayer.merge"
    gone = code.mention("src/adapters/loras.py")
    assert gone.state == "stale" and gone.symbol and gone.symbol.file == "src/adapters/lora.py"
    for quiet in ("BigHead.lost", "SmallHead.lost", "Head.lost", "LoraLayer.__repr__", "LoraLayer.RANK_LIMIT",
                  "torch.Tensor", "src/adapters/later.md", "elsewhere/lora.py", "src/adapters/lora.rs"):
        assert code.mention(quiet).state == "none", quiet
    assert code.mention("LoraLayer.merged", stale=False).state == "none"


def test_git_knows_that_a_mention_is_stale(index: SourceIndex, write: Write, git: Git, root: Path) -> None:
    write("a/lora.py", "class LoraLayer:\n    def merge(self): return 1\n")
    write("a/gone.py", "x = 1\n")
    git("add", "-A")
    git("commit", "-qm", "one")
    write("a/lora.py", "class LoraLayer:\n    def other(self): return 1\n")
    (root / "a/gone.py").unlink()
    git("commit", "-qam", "two")
    index.refresh()
    assert index.mention("a/gone.py").state == "stale"
    assert index.mention("LoraLayer.merge").state == "stale"
    assert index.mention("LoraLayer.never").state == "none"
    assert index.mention("a/never.py").state == "none"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://github.com/o/r/blob/main/a/b.py#L10-L20", ("github.com/o/r", "main/a/b.py", 10, 20)),
        ("https://github.com/O/R/blob/abc123/a%20b.py#L7", ("github.com/o/r", "abc123/a b.py", 7, 7)),
        ("https://github.com/o/r/blob/v1/a.py", ("github.com/o/r", "v1/a.py", None, None)),
        ("https://gitlab.com/g/sub/r/-/blob/main/a.py#L3-9", ("gitlab.com/g/sub/r", "main/a.py", 3, 9)),
        ("https://codeberg.org/o/r/src/branch/main/a.py#L3-L9", ("codeberg.org/o/r", "main/a.py", 3, 9)),
        ("https://git.x.org/o/r/src/commit/abc/a.py#L3", ("git.x.org/o/r", "abc/a.py", 3, 3)),
        ("https://bitbucket.org/o/r/src/abc/a.py#lines-3:9", ("bitbucket.org/o/r", "abc/a.py", 3, 9)),
        ("see <https://github.com/o/r/blob/main/a.py#L1>", ("github.com/o/r", "main/a.py", 1, 1)),
        ("https://github.com/o/r", None),
        ("https://example.org/page", None),
        ("not a url", None),
    ],
)  # fmt: skip
def test_forms_of_a_permalink(url: str, expected: tuple[str, str, int | None, int | None] | None) -> None:
    assert parse_permalink(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/o/r.git",
        "git@github.com:o/r.git",
        "ssh://git@github.com:22/o/r",
        "https://u:p@GitHub.com/O/R/",
        "github.com:o/r",
    ],
)
def test_forms_of_a_remote(url: str) -> None:
    assert repository_of(url) == "github.com/o/r"


def test_a_local_remote_is_no_forge() -> None:
    assert repository_of("/srv/r.git") == repository_of("../r") == ""


def test_permalinks_of_the_roots_own_repository(index: SourceIndex, write: Write, git: Git) -> None:
    write("a.py", "def f():\n    return [x for x in range(10) if x % 2 == 1 and x > 3]\n\n\ndef g():\n    return 2\n")
    git("remote", "add", "origin", "git@github.com:o/r.git")
    git("add", "-A")
    git("commit", "-qm", "one")
    revision = git("rev-parse", "HEAD")
    write(
        "a.py",
        "x = 1\n\n\n\n\n\n\ndef g():\n    return 2\ndef h():\n    return [x for x in range(10) if x % 2 == 1 and x > 3]\n",
    )
    index.refresh()

    def leads_to(url: str) -> tuple[str, str | None] | None:
        found = index.permalink(url)
        return (found.state, found.symbol.id if found.symbol else None) if found else None

    base = "https://github.com/o/r/blob"
    assert leads_to(f"{base}/{revision}/a.py#L5-L6") == ("ok", "a.py#g")
    assert leads_to(f"{base}/{revision}/a.py#L1-L2") == ("moved", "a.py#h")
    assert leads_to(f"{base}/unknown-revision/a.py#L8") == ("ok", "a.py#g")
    assert leads_to(f"{base}/feature/with/slash/a.py") == ("ok", "a.py")
    assert leads_to(f"{base}/main/gone.py#L1") == ("missing_file", None)
    assert leads_to("https://github.com/other/r/blob/main/a.py#L1") is None
    assert leads_to("https://github.com/o/r/issues/1") is None
