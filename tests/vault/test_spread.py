"""Reading with helper processes: the same answers as alone, whatever becomes of the helpers."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest

from vaultkit.config import Bounds, ChatForms, Config
from vaultkit.vault import ingest as helpers
from vaultkit.vault import ingest as spread
from vaultkit.vault.ingest import Helpers, ingest, ingest_all


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    for number in range(90):
        (tmp_path / f"{number}.md").write_bytes(
            f"# {number}\n[[{number + 1}|й]] [x](https://e.org) caf".encode() + b"\xe9"
        )
    (tmp_path / "x.canvas").write_text('{"nodes": [{"type": "text", "text": "[[1]]"}]}')
    monkeypatch.setattr(spread, "_PAYS", 10)
    monkeypatch.setattr(spread, "_CHUNK", 7)
    chats = ChatForms(roles={"Бот": "assistant"}, dates=("%d/%m/%Y",))
    return Config(vault=tmp_path, chats=chats, bounds=Bounds(note_bytes=1000))


def questions(config: Config) -> list[tuple[str, bytes]]:
    paths = sorted(path.name for path in config.vault.iterdir())
    unchanged = ingest(config, "7.md")
    assert unchanged
    return [(path, unchanged.digest if path == "7.md" else b"") for path in paths]


def alone(config: Config) -> dict[str, Any]:
    return {path: ingest(config, path, digest) for path, digest in questions(config)}


def test_helpers_find_what_one_process_finds(config: Config) -> None:
    answers = list(ingest_all(config, questions(config)))
    assert len(answers) == 91
    assert dict(answers) == alone(config)
    assert dict(answers)["7.md"] is None


def test_what_a_killed_helper_was_asked_is_read_all_the_same(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = Helpers.ask

    def kill(self: Helpers, number: int, asked: Any) -> None:
        ask(self, number, asked)
        if len(asked) < 7 or asked[0][0] > "3":
            self._processes[number].send_signal(signal.SIGKILL)

    monkeypatch.setattr(Helpers, "ask", kill)
    answers = list(ingest_all(config, questions(config)))
    assert len(answers) == 91
    assert dict(answers) == alone(config)


@pytest.mark.parametrize("start", ["raise SystemExit(3)", "import nothing_of_this_name", "print('noise ' * 99)"])
def test_a_helper_that_does_not_start_costs_nothing(
    config: Config, monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    monkeypatch.setattr(helpers, "_START", start)
    assert dict(ingest_all(config, questions(config))) == alone(config)


def test_without_an_interpreter_there_are_no_helpers(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "")
    assert len(Helpers(config).numbers) == 0
    assert dict(ingest_all(config, questions(config))) == alone(config)


def test_helpers_import_nothing_from_the_current_folder(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder may be a vault, and nothing of a vault is executed."""
    monkeypatch.chdir(config.vault)
    (config.vault / "json.py").write_text(f"open({str(config.vault / 'executed')!r}, 'w')\nraise SystemExit\n")
    assert len(list(ingest_all(config, questions(config)))) == 92
    assert not (config.vault / "executed").exists()


def test_helpers_end_when_reading_is_given_up(config: Config) -> None:
    found: list[Helpers] = []
    close = Helpers.close
    answers = ingest_all(config, questions(config))
    next(answers)

    def closing(self: Helpers) -> None:
        found.append(self)
        close(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Helpers, "close", closing)
        answers.close()
    assert found and all(process.poll() is not None for process in found[0]._processes)
