"""A vault's settings can not choose where notes and keys go: the server that they name hears nothing until it is
allowed, and then only that one."""

from __future__ import annotations

import json
import os
import socket
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jsonschema
import pytest

from vaultkit.config import Config
from vaultkit.config.trust import allow, read_trusted
from vaultkit.errors import EnvironmentFailure
from vaultkit.resources import schema_text

from .conftest import EVENTS, KEYS, Listener, Run, reply, says

Listen = Callable[..., Listener]
Note = Callable[..., Path]
QUESTION = "Who built the lighthouse?"


def generator(listener: Listener, user: str = "") -> str:
    return f'[generator]\nkind = "openai"\nurl = "http://{user}127.0.0.1:{listener.port}/v1"\n'


def store(listener: Listener) -> str:
    return f'[store]\nurl = "{listener.url}"\n'


def test_the_generator_of_a_vault_hears_nothing(listen: Listen, note: Note, run: Run) -> None:
    server = listen()
    found = run("ask", QUESTION, "--vault", note(generator(server)))
    assert found.returncode == 3 and server.heard == []
    assert f"vaultkit trust {server.url}" in found.stderr and len(found.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("command", [["index"], ["search", "lighthouse"], ["search", "lighthouse", "--mode", "dense"],
                                     ["ask", QUESTION]])
def test_the_store_of_a_vault_hears_nothing(command: list[str], listen: Listen, note: Note, run: Run) -> None:
    server = listen()
    found = run(*command, "--vault", note(store(server)))
    assert found.returncode == 3 and server.heard == []
    assert f"vaultkit trust {server.url}" in found.stderr


@pytest.mark.parametrize("command", [
    ["index", "--no-embed"], ["gaps"], ["check"], ["graph", "--format", "json"], ["links"], ["show", "Lighthouse"],
    ["search", "lighthouse", "--mode", "lexical"], ["doctor"], ["trust"], ["plan"], ["assess"], ["suggest"],
    ["report", "--format", "markdown"],
    ["ask", "which ideas have no code yet?"],
])
def test_what_sends_nothing_refuses_nothing(command: list[str], listen: Listen, note: Note, run: Run) -> None:
    server = listen()
    found = run(*command, "--vault", note(generator(server) + store(server)))
    assert found.returncode in (0, 1), found.stderr
    assert server.heard == [] and "vaultkit trust" not in found.stderr


def test_a_clone_that_names_a_private_vault_gets_nothing_of_it(listen: Listen, note: Note, run: Run,
                                                                tmp_path: Path) -> None:
    server = listen()
    note(folder="private")
    (tmp_path / "clone").mkdir()
    (tmp_path / "clone/vaultkit.toml").write_text('vault = "../private"\n' + generator(server) + store(server))
    for command in (["ask", QUESTION], ["index"], ["search", "lighthouse"]):
        found = run(*command, cwd=tmp_path / "clone")
        assert found.returncode == 3 and server.heard == []
        assert str(tmp_path / "clone/vaultkit.toml") in found.stderr


def test_an_allowed_server_gets_passages_and_its_own_key_only(listen: Listen, note: Note, run: Run) -> None:
    server = listen()
    vault = note(generator(server, "anna:pa55word@"))
    assert run("trust", f"{server.url}/anything/else", cwd=vault).returncode == 0
    found = run("ask", QUESTION, "--vault", vault)
    assert found.returncode == 0 and "Ingrid Holm" in found.stdout
    assert any(b"Bearer sk-generator-4711" in heard and b"lighthouse" in heard for heard in server.heard)
    everything = b"".join(server.heard)
    assert not any(secret in everything for secret in (b"pa55word", b"store-key-0815", b"Basic"))


@pytest.mark.parametrize("name", ["http://127.0.0.1:{port}", "HTTP://127.0.0.1:{port}/v1/x?y", "http://a:b@127.0.0.1:{port}",
                                  "https://elsewhere.example, http://127.0.0.1:{port} ,"])
def test_the_environment_allows_for_one_call(name: str, listen: Listen, note: Note, run: Run) -> None:
    server = listen()
    vault = note(generator(server))
    assert run("ask", QUESTION, "--vault", vault, VAULTKIT_TRUST=name.format(port=server.port)).returncode == 0
    heard = len(server.heard)
    assert heard and run("ask", QUESTION, "--vault", vault).returncode == 3 and len(server.heard) == heard


@pytest.mark.parametrize("other", ["http://127.0.0.1:{next}", "https://127.0.0.1:{port}", "http://localhost:{port}",
                                   "http://127.0.0.1", "http://127.0.0.1:{port}.evil.example", "http://[::1]:{port}",
                                   "http://127.0.0.1:{port}@evil.example"])
def test_another_origin_allows_nothing(other: str, listen: Listen, note: Note, run: Run) -> None:
    server = listen()
    named = other.format(port=server.port, next=server.port + 1)
    found = run("ask", QUESTION, "--vault", note(generator(server)), VAULTKIT_TRUST=named)
    assert found.returncode in (2, 3) and server.heard == []


def test_what_is_allowed_for_one_vault_is_for_no_other(listen: Listen, note: Note, run: Run, tmp_path: Path) -> None:
    server = listen()
    mine, other = note(generator(server)), note(generator(server), "other")
    run("trust", server.url, "--vault", mine)
    assert run("ask", QUESTION, "--vault", other).returncode == 3 and server.heard == []
    (tmp_path / "link").symlink_to(mine, target_is_directory=True)
    assert run("ask", QUESTION, "--vault", tmp_path / "link").returncode == 0, "a link leads to the same vault"


def test_what_was_taken_back_is_not_allowed(listen: Listen, note: Note, run: Run) -> None:
    server = listen()
    vault = note(generator(server))
    run("trust", server.url, "--vault", vault)
    assert str(vault) in run("trust", "--list").stdout
    run("trust", "--revoke", server.url, "--vault", vault)
    assert str(vault) not in run("trust", "--list").stdout
    assert run("ask", QUESTION, "--vault", vault).returncode == 3 and server.heard == []


def test_a_server_of_one_s_own_settings_needs_no_leave(listen: Listen, note: Note, run: Run, settings: Path) -> None:
    mine, theirs = listen(), listen()
    settings.mkdir(parents=True)
    (settings / "config.toml").write_text(generator(mine))
    assert run("ask", QUESTION, "--vault", note()).returncode == 0 and mine.heard
    assert run("ask", QUESTION, "--vault", note(generator(theirs), "other")).returncode == 3
    assert theirs.heard == [], "the vault's own setting won, and is a stranger's word"
    heard = len(mine.heard)
    assert run("ask", QUESTION, "--vault", note(generator(mine), "third")).returncode == 0 and len(mine.heard) > heard
    assert run("index", "--vault", note(store(mine), "fourth")).returncode == 3, "what is for passages is not for vectors"


@pytest.mark.parametrize("line", ['vault = "../private"', '[source]\nroots = ["/"]'])
def test_one_s_own_settings_name_no_vault_and_no_code(line: str, note: Note, run: Run, settings: Path) -> None:
    settings.mkdir(parents=True)
    (settings / "config.toml").write_text(f"{line}\n")
    found = run("gaps", "--vault", note())
    assert found.returncode == 2 and f"{settings / 'config.toml'}:1: " in found.stderr


def test_settings_that_lie_in_the_vault_are_not_the_person_s_own(listen: Listen, note: Note, run: Run) -> None:
    server = listen()
    vault = note()
    brought = vault / ".config" / "vaultkit"
    brought.mkdir(parents=True)
    (brought / "config.toml").write_text(generator(server))
    (brought / "trust.json").write_text(json.dumps({"vaults": {str(vault): [server.url]}}))
    for folder in (str(vault / ".config"), ".config"):
        run("ask", QUESTION, "--generator", "openai", cwd=vault, XDG_CONFIG_HOME=folder)
        (vault / "vaultkit.toml").write_text(generator(server))
        run("ask", QUESTION, cwd=vault, XDG_CONFIG_HOME=folder)
    assert server.heard == []


def test_a_redirect_is_not_followed(listen: Listen, note: Note, run: Run) -> None:
    thief = listen()
    for status in ("301 Moved", "302 Found", "307 Temporary", "308 Permanent"):
        server = listen(says(reply(b"", status, "text/plain", f"Location: {thief.url}/v1/chat/completions")))
        for text in (generator(server), store(server)):
            found = run("ask", QUESTION, "--vault", note(text), VAULTKIT_TRUST=server.url)
            assert found.returncode == 3 and "redirect" in found.stderr and thief.url in found.stderr
    assert thief.heard == []


def test_a_password_of_netrc_is_not_sent(listen: Listen, note: Note, run: Run, tmp_path: Path) -> None:
    server = listen(says(reply(EVENTS)))
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login anna password netrc-pass\n")
    (tmp_path / ".netrc").chmod(0o600)
    for text in (generator(server) + 'model = "m"\n', store(server)):
        run("ask", QUESTION, "--vault", note(text), VAULTKIT_TRUST=server.url, HOME=str(tmp_path),
            NETRC=str(tmp_path / ".netrc"), OPENAI_API_KEY="", QDRANT_API_KEY="")
    assert len(server.heard) > 1 and not any(b"authorization" in heard.lower() for heard in server.heard)


def test_the_loopback_is_asked_without_a_proxy_and_others_through_it(listen: Listen, note: Note, run: Run) -> None:
    proxy, server = listen(), listen()
    run("ask", QUESTION, "--vault", note(generator(server)), VAULTKIT_TRUST=server.url, http_proxy=proxy.url)
    assert proxy.heard == [] and server.heard
    named = '[generator]\nkind = "openai"\nurl = "http://model.example:8080/v1"\n'
    run("ask", QUESTION, "--vault", note(named), http_proxy=proxy.url)
    assert proxy.heard == []
    found = run("ask", QUESTION, "--vault", note(named), http_proxy=proxy.url, VAULTKIT_TRUST="http://model.example:8080")
    assert found.returncode == 0 and proxy.heard[0].startswith(b"GET http://model.example:8080/v1/models ")


def test_trust_says_what_would_be_sent_where(listen: Listen, note: Note, run: Run) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text("trust")))
    server = listen()
    vault = note(generator(server, "anna:pa55word@") + '[store]\nurl = "http://127.0.0.1"\n')
    data = json.loads(run("trust", "--format", "json", cwd=vault).stdout)
    validator.validate(data)
    assert [(one["setting"], one["origin"], one["by"], one["key"], one["allow"]) for one in data["servers"]] == [
        ("generator.url", server.url, None, "OPENAI_API_KEY", f"vaultkit trust {server.url}"),
        ("store.url", "http://127.0.0.1:6333", None, "QDRANT_API_KEY", "vaultkit trust http://127.0.0.1:6333")]
    data = json.loads(run("trust", server.url, "--format", "json", cwd=vault).stdout)
    validator.validate(data)
    assert data["allowed"] == server.url and data["servers"][0]["by"] == "trust"
    for args in (["--list"], ["--revoke", server.url]):
        validator.validate(json.loads(run("trust", *args, "--format", "json", cwd=vault).stdout))
    assert server.heard == []


def test_doctor_tells_what_is_allowed_and_connects_to_nothing_else(listen: Listen, note: Note, run: Run) -> None:
    met: list[socket.socket] = []
    server = listen()
    server.answer = lambda connection, _: met.append(connection)
    vault = note(store(server))
    data = json.loads(run("doctor", "--format", "json", "--vault", vault).stdout)
    assert data["servers"][0]["by"] is None and data["store"]["ok"] is False
    assert [lack for lack in data["lacks"] if f"vaultkit trust {server.url}" in lack["mend"]]
    data = json.loads(run("doctor", "--format", "json", "--vault", vault, VAULTKIT_TRUST=server.url).stdout)
    assert data["servers"][0]["by"] == "environment" and data["store"]["ok"] is True


def test_what_is_kept_is_for_its_owner_alone_and_never_lost(listen: Listen, note: Note, run: Run, settings: Path) -> None:
    server, vault = listen(), note()
    run("trust", "http://first.example", "--vault", vault)
    file = settings / "trust.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and os.listdir(settings) == ["trust.json"]
    for damaged in (b'{"vaults": {', b"[]", b'{"vaults": {"/v": "http://x"}}', b"\xff\xfe", b"[" * 100_000):
        file.write_bytes(damaged)
        for args in (["trust", server.url], ["trust", "--revoke", server.url], ["trust", "--list"]):
            found = run(*args, "--vault", vault)
            assert found.returncode == 3 and str(file) in found.stderr and len(found.stderr.strip().splitlines()) == 1
        assert file.read_bytes() == damaged
    asked = note(generator(server))
    assert run("ask", QUESTION, "--vault", asked).returncode == 3 and server.heard == []
    assert run("gaps", "--vault", asked).returncode == 0 and run("doctor", "--vault", asked).returncode == 0


def test_what_many_allow_at_once_is_all_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    origins = [f"http://{i}.example" for i in range(24)]
    with ThreadPoolExecutor(8) as several:
        list(several.map(lambda origin: allow(tmp_path / "vault", origin), origins))
    assert set(read_trusted().of(tmp_path / "vault")) == set(origins)


@pytest.mark.parametrize("url", ["nonsense", "localhost:8080", "http://", "http://h:0", "http://h:99999", "http://a b",
                                 "http://ho\\st", "http://h\n.example", "http://%31.2.3.4"])
def test_what_is_no_address_is_refused(url: str, note: Note, run: Run, settings: Path) -> None:
    assert run("trust", url, "--vault", note()).returncode == 2 and not settings.exists()
    assert run("ask", QUESTION, "--vault", note(f"[generator]\nkind = 'openai'\nurl = {json.dumps(url)}\n"),
               VAULTKIT_TRUST="http://h").returncode == 2


def test_keys_reach_the_store_only_when_it_is_allowed(listen: Listen, note: Note, run: Run) -> None:
    server = listen(says(reply(b"{}", "403 No", "application/json")))
    run("index", "--vault", note(store(server)), VAULTKIT_TRUST=server.url)
    assert any(KEYS["QDRANT_API_KEY"].encode() in heard for heard in server.heard)
    assert not any(KEYS["OPENAI_API_KEY"].encode() in heard for heard in server.heard)


def test_a_store_of_another_package_needs_leave_too(note: Note, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def maker(config: Config, *_: object) -> None:
        made.append(str(config.store_url))
        raise EnvironmentFailure("made")

    monkeypatch.setattr("vaultkit.search.store.plugin", lambda *_: maker)
    for url, origin in (("mydb://h.example:7/x", "mydb://h.example:7"), ("mydb:///tmp/x", "mydb://")):
        vault = note(f'[store]\nurl = "{url}"\n')
        found = run("index", "--vault", vault)
        assert found.returncode == 3 and f"vaultkit trust {origin}" in found.stderr and made == []
        run("index", "--vault", vault, VAULTKIT_TRUST=origin)
        assert made.pop() == url


def test_no_home_is_made_for_what_is_allowed(note: Note, run: Run, tmp_path: Path) -> None:
    nobody = {"HOME": str(tmp_path / "nobody"), "XDG_CONFIG_HOME": ""}
    assert run("trust", "http://127.0.0.1:1", "--vault", note(), **nobody).returncode == 3
    assert not (tmp_path / "nobody").exists()
