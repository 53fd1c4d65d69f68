"""The documents keep their promises: links lead somewhere, commands exist, forms hold, no machine shows through."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from vaultkit.cli.run import COMMANDS

PARTS = ["Context", "Decision", "Consequences"]
LOCKED_LINE = re.compile(r"^(requirements/|benchmarks/results|.*\.(png|svg|gguf|db)$)")
MACHINE = re.compile(
    r"/work/|/root/|/opt/(?:wheels|pypi)|(?:pypi|pythonhosted)\.org|download\.pytorch\.org|deb\.debian\.org|"
    r"registry\.npmjs\.org|\b(?!127\.0\.0\.1|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}:\d+"
)


def tracked(root: Path) -> list[str]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [name for name in done.stdout.decode("utf-8").split("\0") if name and (root / name).is_file()]


def documents(root: Path) -> list[Path]:
    return [*root.glob("*.md"), *(root / "benchmarks").rglob("*.md"), *(path for path in (root / "docs").rglob("*.md") if "vault" not in path.parts)]


def relative_links(text: str) -> list[str]:
    """Targets of Markdown links and images that stay inside the repository."""
    inline = (token for block in MarkdownIt().parse(text) for token in block.children or [])
    targets = (str(token.attrGet("href") or token.attrGet("src") or "") for token in inline)
    return [unquote(t.partition("#")[0]) for t in targets if t and not re.match(r"[a-z]+:|#", t)]


def shell_lines(text: str) -> list[str]:
    """Commands in the order of the document, from fenced shell blocks, comments cut off."""
    tokens = MarkdownIt().parse(text)
    fences = (token.content for token in tokens if token.type == "fence" and token.info in ("sh", "bash"))
    lines = (line.partition("  #")[0].strip() for fence in fences for line in fence.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def test_every_relative_link_leads_to_a_file(root: Path) -> None:
    dead = [
        f"{path.relative_to(root)}: {target}" for path in documents(root)
        for target in relative_links(path.read_text("utf-8")) if not (path.parent / target).exists()
    ]
    assert not dead


def test_the_readme_begins_with_the_two_set_up_commands(root: Path) -> None:
    assert shell_lines((root / "README.md").read_text("utf-8"))[:2] == ["make demo", "make test"]


def test_the_readme_lists_every_command_and_no_other(root: Path) -> None:
    section = (root / "README.md").read_text("utf-8").partition("## Commands")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([a-z]+)", section, re.MULTILINE)) == set(COMMANDS)


def test_every_make_target_that_a_document_names_exists(root: Path) -> None:
    targets = set(re.findall(r"^([\w-]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = "\n".join(path.read_text("utf-8") for path in documents(root))
    assert set(re.findall(r"`make ([\w-]+)", text)) <= targets


def test_decisions_have_one_form(root: Path) -> None:
    decisions = sorted((root / "docs" / "decisions").glob("[0-9]*.md"))
    assert decisions
    dated = re.compile(r"^\W*(date|status)\b", re.MULTILINE | re.IGNORECASE)
    for path in decisions:
        text = path.read_text("utf-8")
        assert re.match(r"# \d+\. ", text) and text.split()[1].rstrip(".") == path.name[:4].lstrip("0"), path.name
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS, path.name
        assert not dated.search(text), f"{path.name}: git keeps dates"
    numbers = [path.name[:4] for path in decisions]
    assert len(numbers) == len(set(numbers))


def test_the_changelog_has_a_place_for_what_comes_next(root: Path) -> None:
    headings = re.findall(r"^## (.+)$", (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"


def test_the_licence_is_the_one_that_the_project_declares(root: Path) -> None:
    declared = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["license"]
    assert (root / "LICENSE").read_text("utf-8").startswith(f"{declared} License")


def test_no_file_names_a_machine_or_a_registry(root: Path) -> None:
    found = []
    for name in tracked(root):
        if LOCKED_LINE.match(name) or name == "tests/project/test_documents.py":
            continue
        text = (root / name).read_bytes().decode("utf-8", "replace")
        found += [f"{name}: {match[0]}" for match in MACHINE.finditer(text)]
    assert not found
