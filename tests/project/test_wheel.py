"""What a person installs: the built wheel alone, outside of the checkout, in an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(root)],
        check=True, capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment that holds the wheel; its dependencies are those of the running one."""
    home = tmp_path_factory.mktemp("окружение с пробелом")
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    site = Path(subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], check=True, capture_output=True,
        text=True,
    ).stdout.strip())
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "-qq", "--no-deps", "--no-index", str(wheel)],
        check=True, capture_output=True,
    )
    dependencies = os.path.relpath(sysconfig.get_path("purelib"), site)
    (site / "dependencies.pth").write_text(dependencies + "\n", encoding="utf-8")
    return home / "bin" / "vaultkit"


def run(command: Path, *args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([command, *args], cwd=cwd, capture_output=True, encoding="utf-8", check=False, timeout=60)


def test_the_wheel_holds_the_schemas_and_nothing_of_the_tests(wheel: Path, root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {f"vaultkit/schemas/{path.name}" for path in (root / "schemas").iterdir()}
    assert shipped and shipped <= names
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/", "sample_vault/", "tools/"))]
    assert [name for name in names if name.endswith("licenses/LICENSE")]


def test_the_installed_command_runs_the_wheel_and_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    python = installed.parent / "python"
    where = run(python, "-c", "import vaultkit; print(vaultkit.__file__)", cwd=tmp_path).stdout
    assert Path(where.strip()).is_relative_to(installed.parent.parent)


@pytest.mark.parametrize("name", ["gaps", "index", "links", "config"])
def test_the_schemas_are_found_after_installing(name: str, installed: Path, tmp_path: Path) -> None:
    done = run(installed, "schema", name, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["$schema"].startswith("https://json-schema.org/")


def test_an_empty_folder_is_an_empty_vault(installed: Path, tmp_path: Path) -> None:
    done = run(installed, "index", "--no-embed", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["notes"]["total"] == 0
    assert not list(tmp_path.iterdir())


def test_the_version_is_the_same_everywhere(installed: Path, wheel: Path, tmp_path: Path) -> None:
    version = wheel.name.split("-")[1]
    assert version in run(installed, "--version", cwd=tmp_path).stdout
