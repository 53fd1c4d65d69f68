"""Small vaults beside what a right tool answers about them: tests/vaults/read-NAME.

Each expected.yaml names in its first line the public report or the rule that it was made after, and holds:
``links``, ``gaps``: for every row one object of the answer has all of its fields; ``no links``, ``no gaps``: none has;
``show``: the note called ``note`` has them, ``show lacks``: it has not. Dotted fields go down; a list in the answer
has to hold the value, or every value of a list. ``files``: what git can't keep on every system (path: text).
"""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from vaultkit.cli import main

VAULTS = Path(__file__).resolve().parent / "vaults"
CASES = sorted(path.parent.name for path in VAULTS.glob("read-*/expected.yaml"))

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Ask:
    """Answer of a command on the vault in ``tmp_path``, as JSON."""

    def once(*args: str) -> dict[str, Any]:
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as stop:
            main(["--vault", str(tmp_path / "vault"), *args])
        out, err = capfdbinary.readouterr()
        assert stop.value.code == 0, err.decode()
        answer: dict[str, Any] = json.loads(out)
        return answer

    return once


@pytest.mark.parametrize("name", CASES)
def test_the_vault_is_read_as_expected(name: str, tmp_path: Path, ask: Ask) -> None:
    expected = _built(VAULTS / name, tmp_path / "vault")
    wrong = []
    for command in ("links", "gaps"):
        wanted, unwanted = expected.get(command, ()), expected.get(f"no {command}", ())
        if wanted or unwanted:
            rows = ask(command, "--format", "json")[command]
            wrong += [(command, row, list(_near(row, rows))) for row in wanted if not any(_has(it, row) for it in rows)]
            wrong += [(f"no {command}", row, it) for row in unwanted for it in rows if _has(it, row)]
    for word in ("show", "show lacks"):
        for row in expected.get(word, ()):
            note = ask("show", "--format", "json", "--", row.pop("note"))
            rows = [{field: value} for field, value in row.items()]
            wrong += [(word, each, note) for each in rows if _has(note, each) != (word == "show")]
    assert not wrong


def _built(case: Path, vault: Path) -> dict[str, Any]:
    """Make the vault of a case at ``vault``; returns what is expected of it."""
    expected: dict[str, Any] = yaml.safe_load((case / "expected.yaml").read_text("utf-8"))
    if (case / "vault").is_dir():
        shutil.copytree(case / "vault", vault)
    for path, content in expected.pop("files", {}).items():
        (vault / path).parent.mkdir(parents=True, exist_ok=True)
        (vault / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return expected


def _has(answer: Any, row: dict[str, Any]) -> bool:
    for field, value in row.items():
        got = answer
        for part in field.split("."):
            got = got.get(part) if isinstance(got, dict) else None
        got, value = _plain(got), _plain(value)
        wanted = value if isinstance(value, list) else [value]
        same = got == value and type(got) is type(value)
        if not (all(each in got for each in wanted) if isinstance(got, list) else same):
            return False
    return True


def _near(row: dict[str, Any], rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The objects at the place that a row speaks of, for the message."""
    place = {field: row[field] for field in ("source", "line", "concept") if field in row}
    return (answer for answer in rows if _has(answer, place))


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value
