"""The code beside the sample notes runs with the standard library alone, and its logs are what it prints."""

import subprocess
import sys
from pathlib import Path

import pytest

CODE = Path(__file__).parents[1] / "sample_vault" / "code"
RUNS = sorted((CODE / "runs").glob("*.log"))


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8", "PYTHONHASHSEED": "0"}
    return subprocess.run([sys.executable, *arguments], cwd=CODE, env=environment, capture_output=True, text=True,
                          encoding="utf-8", timeout=120)


def test_the_samples_own_tests_pass():
    done = python("-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", ".", "tests")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("log", RUNS, ids=lambda path: path.stem)
def test_a_run_log_is_what_the_program_prints(log: Path):
    head, command, *output = log.read_text(encoding="utf-8").splitlines()
    assert head.startswith(f"# {log.stem[:10]}")
    done = python(command.removeprefix("$ python3 "))
    assert done.stdout.splitlines() == output[:-1]
    assert output[-1] == f"# exit {done.returncode}"


def test_there_are_run_logs():
    assert len(RUNS) == 3


def test_the_sample_code_imports_nothing_but_the_standard_library():
    own = {path.stem for path in CODE.glob("*.py")}
    script = "import ast, sys\nfor p in sys.argv[1:]:\n" \
             "  for n in ast.walk(ast.parse(open(p, encoding='utf-8').read())):\n" \
             "    if isinstance(n, ast.Import): print(*(a.name for a in n.names), sep='\\n')\n" \
             "    if isinstance(n, ast.ImportFrom): print(n.module)"
    names = set(python("-c", script, *(str(path) for path in CODE.glob("*.py"))).stdout.split())
    assert names
    assert {name.split(".")[0] for name in names} <= own | set(sys.stdlib_module_names)
