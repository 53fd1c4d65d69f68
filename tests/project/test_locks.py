"""The lock files hold everything that vaultkit names, pinned, hashed, and nothing that ties them to one machine."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

LOCKS = ("base", "build", "test", "models", "llama", "uv")


def normal(name: str) -> str:
    """A project's name as packaging compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirements: list[str]) -> dict[str, str]:
    """Name → version specifier as written (extras and markers left out)."""
    parts = (re.match(r"([\w.-]+)(?:\[[^]]*\])?\s*([^;]*)", line) for line in requirements)
    return {normal(part[1]): part[2].strip() for part in parts if part}


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]


def entries(root: Path, lock: str) -> dict[str, list[str]]:
    """``name==version`` → its hashes."""
    found: dict[str, list[str]] = {}
    for line in (root / "requirements" / f"{lock}.txt").read_text("utf-8").replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#"):
            found[line.split()[0]] = re.findall(r"--hash=sha256:([0-9a-f]{64})", line)
    return found


def locked(root: Path, lock: str) -> dict[str, str]:
    return {normal(entry.partition("==")[0]): entry.partition("==")[2] for entry in entries(root, lock)}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_one_version_with_hashes(lock: str, root: Path) -> None:
    found = entries(root, lock)
    assert found
    assert all(re.fullmatch(r"[\w.-]+==[\w.+!]+", entry) for entry in found)
    assert not [entry for entry, hashes in found.items() if not hashes]


@pytest.mark.parametrize("lock", [*LOCKS, "torch"])
def test_a_lock_names_no_host_and_no_place_on_a_machine(lock: str, root: Path) -> None:
    text = (root / "requirements" / f"{lock}.txt").read_text("utf-8")
    assert not re.search(r"://|--(?:extra-)?index|--find-links|\s@\s|^\s*/", text, re.MULTILINE)


def test_the_base_lock_holds_every_dependency_and_its_exact_pins(project: dict[str, Any], root: Path) -> None:
    versions = locked(root, "base")
    wanted = named(project["dependencies"])
    assert wanted.keys() <= versions.keys()
    assert {name: versions[name] for name, spec in wanted.items() if spec.startswith("==")} == {
        name: spec[2:] for name, spec in wanted.items() if spec.startswith("==")
    }


def test_the_test_lock_is_the_base_lock_and_the_extra_dev(project: dict[str, Any], root: Path) -> None:
    versions = locked(root, "test")
    assert named(project["optional-dependencies"]["dev"]).keys() <= versions.keys()
    assert locked(root, "base").items() <= versions.items()


def test_the_backends_are_locked_beside_the_same_base(project: dict[str, Any], root: Path) -> None:
    extras = project["optional-dependencies"]
    torch_pins = {pin.partition("+")[0] for pin in entries(root, "torch")}
    assert torch_pins == {f"torch{named(extras['transformers'])['torch']}"}
    everything = locked(root, "models") | locked(root, "llama") | {"torch": ""}
    for extra in ("transformers", "llm", "server"):
        assert named(extras[extra]).keys() <= everything.keys()
    assert locked(root, "base").items() <= locked(root, "models").items()


def test_neither_the_base_nor_the_tests_pull_a_model_backend(root: Path) -> None:
    heavy = {"torch", "scipy", "transformers", "sentence-transformers", "llama-cpp-python", "peft"}
    assert not heavy & (locked(root, "base").keys() | locked(root, "test").keys())


@pytest.mark.parametrize("lock", [*LOCKS, "torch"])
def test_no_lock_can_bring_cuda(lock: str, root: Path) -> None:
    assert not re.search(r"^(nvidia|cuda|triton)", (root / "requirements" / f"{lock}.txt").read_text(), re.MULTILINE)


def test_off_macos_torch_can_only_be_the_cpu_build(root: Path) -> None:
    text = (root / "requirements" / "torch.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line.partition(" ; ")[0].endswith("+cpu") for line in lines] == ["darwin'" in line and "!=" in line
                                                                             for line in lines]


def imported(folder: Path) -> set[str]:
    """Top-level modules that any Python file below ``folder`` imports, wherever in it."""
    names: set[str] = set()
    for path in folder.rglob("*.py"):
        if "vaults" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - {"vaultkit"}


def test_what_is_imported_is_declared(project: dict[str, Any], root: Path) -> None:
    """A module that came along with something else, or by hand, is missing on the next machine."""
    homes = packages_distributions()
    base = named(project["dependencies"]).keys()
    extras = set().union(*(named(extra).keys() for extra in project["optional-dependencies"].values()))
    for folder, allowed in (("vaultkit", base | extras), ("tests", base | extras)):
        undeclared = {
            name for name in imported(root / folder)
            if name in homes and not allowed & {normal(home) for home in homes[name]}
        }
        assert not undeclared, folder
