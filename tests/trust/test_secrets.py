"""No message holds a key, or the user and password of an address, whatever goes wrong and however it is spelled."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.redact import redact

from .conftest import Listener, Run, reply, says

Listen = Callable[..., Listener]
Note = Callable[..., Path]
QUESTION = "Who built the lighthouse?"


@pytest.mark.parametrize("key", ["sk-hunter2secret\nX-Evil: 1", "sk-hunter2secret\r", "sk-hunter2secret\x1b[2J",
                                 " sk-hunter2secret", "sk-hunter2secret ", "sk-hunter2secretё", "sk-hunter2secret\x85"])
def test_a_key_that_no_header_can_carry_is_refused_unseen(key: str, listen: Listen, note: Note, run: Run) -> None:
    server = listen()
    vault = note(f'[generator]\nkind = "openai"\nurl = "{server.url}"\n')
    found = run("ask", QUESTION, "--verbose", "--vault", vault, VAULTKIT_TRUST=server.url, VAULTKIT_GENERATOR_KEY=key)
    assert found.returncode == 3 and "VAULTKIT_GENERATOR_KEY" in found.stderr and server.heard == []
    vault = note(f'[store]\nurl = "{server.url}"\n')
    again = run("index", "--verbose", "--vault", vault, VAULTKIT_TRUST=server.url, VAULTKIT_STORE_API_KEY=key)
    assert again.returncode == 3 and "VAULTKIT_STORE_API_KEY" in again.stderr and server.heard == []
    assert "hunter2secret" not in found.stderr + again.stderr and "X-Evil" not in found.stderr + again.stderr


@pytest.mark.parametrize("user", ["anna:hunter2secret@", "hunter2secret@", "anna:pa/ss?w@rd@", ":hunter2secret@",
                                  "anna:" + quote("hunter2secret é") + "@"])
@pytest.mark.parametrize("allowed", [False, True])
def test_user_and_password_of_an_address_are_never_shown(user: str, allowed: bool, note: Note, run: Run,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    vault = note(f'[generator]\nkind = "openai"\nurl = "http://{user}127.0.0.1:1/v1"\nmodel = "m"\n'
                 f'[store]\nurl = "http://{user}127.0.0.1:1"\n[bounds]\nreply_seconds = 1\n')
    trust = {"VAULTKIT_TRUST": "http://127.0.0.1:1"} if allowed else {}
    for command in (["ask", QUESTION], ["index"], ["doctor"], ["doctor", "--format", "json"], ["trust"],
                    ["trust", "--format", "json"], ["trust", f"http://{user}h.example"], ["search", "lighthouse"]):
        found = run(*command, "--verbose", "--vault", vault, **trust)
        said = found.stdout + found.stderr
        assert not [secret for secret in ("hunter2secret", "pa/ss", "w@rd", "anna:") if secret in said], said


def test_a_proxy_s_password_is_never_shown(note: Note, run: Run) -> None:
    found = run("ask", QUESTION, "--verbose", "--vault",
                note('[generator]\nkind = "openai"\nurl = "http://model.example"\nmodel = "m"\n'),
                VAULTKIT_TRUST="http://model.example", http_proxy="http://anna:hunter2secret@127.0.0.1:1")
    assert found.returncode == 3 and "hunter2secret" not in found.stderr


def test_what_a_server_repeats_of_a_key_is_not_shown(listen: Listen, note: Note, run: Run) -> None:
    key = "sk-hunter2secret"
    for data in (reply(json.dumps({"error": {"message": f"wrong key {key}"}}).encode(), kind="application/json"),
                 reply(b"", f"400 {key}"), reply(b"", "302 Found", "text/plain", f"Location: http://x/?key={key}")):
        server = listen(says(data))
        vault = note(f'[generator]\nkind = "openai"\nurl = "{server.url}"\nmodel = "m"\n')
        found = run("ask", QUESTION, "--vault", vault, VAULTKIT_TRUST=server.url, VAULTKIT_GENERATOR_KEY=key)
        assert found.returncode == 3 and "***" in found.stderr and "hunter2secret" not in found.stderr


@pytest.mark.parametrize("form", [str, repr, json.dumps, quote, lambda key: quote(key, safe=""), lambda key: repr(key.encode()),
                                  lambda key: quote(key, safe="").lower().replace("sk", "sk")])
def test_a_key_is_hidden_in_every_spelling(form: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    key = 'sk-"q/uo\\te+%&'
    monkeypatch.setenv("OPENAI_API_KEY", key)
    for error in (EnvironmentFailure(f"x {form(key)} y", f"z {form(key)}"), UsageError(form(key))):
        assert form(key).strip("'\"b") not in str(error) and "***" in str(error)


def test_an_unexpected_failure_shows_no_key_either(note: Note, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Invalid header value b'Bearer sk-hunter2secret' for http://anna:pa55@h/")

    monkeypatch.setattr("vaultkit.workspace.Vault.search", fail)
    for flag in ([], ["--verbose"]):
        found = run("search", "x", *flag, "--vault", note(), OPENAI_API_KEY="sk-hunter2secret")
        assert found.returncode == 3 and "RuntimeError" in found.stderr
        assert "hunter2secret" not in found.stderr and "pa55" not in found.stderr


def test_what_is_no_secret_stays_as_it_is() -> None:
    for text in ("note.md:3: [[a@b]] leads nowhere", "mail anna@example.org", "http://127.0.0.1:8080/v1 is too slow"):
        assert redact(text) == text


@pytest.mark.parametrize("long", ["a" * 300_000, "a://" * 100_000 + "@", "@" + "a://" * 100_000, "%3a%2f%2f" * 50_000 + "%40"])
def test_a_long_message_is_made_safe_in_no_time(long: str) -> None:
    begun = time.monotonic()
    redact(long)
    assert time.monotonic() - begun < 1
