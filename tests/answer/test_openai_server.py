"""A server that speaks OpenAI's chat completions: a stub for its good days and its faults."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from vaultkit.answer.generators.openai import OpenAI
from vaultkit.answer.generators.protocol import Settings, default_kind, load_generator
from vaultkit.errors import EnvironmentFailure, UsageError

ASK = [{"role": "user", "content": "Who?"}]


class Server(BaseHTTPRequestHandler):
    """Says "Ingrid Holm did." in three events; ``mode`` names its faults, ``seen`` what it was sent."""

    mode: ClassVar[str] = "good"
    failures: ClassVar[int] = 0
    seen: ClassVar[list[dict[str, Any]]] = []

    def do_GET(self) -> None:
        self._send(200, b'{"data": [{"id": "parrot-1"}]}')

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).seen.append({"path": self.path, "key": self.headers.get("Authorization"), **body})
        if type(self).failures > 0:
            type(self).failures -= 1
            self._send(503, b"busy")
        elif self.mode == "wrong key":
            self._send(401, b"no")
        elif self.mode == "redirect":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/stolen")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.mode == "slow":
            threading.Event().wait(2)
        else:
            events = [{"choices": [{"delta": {"content": piece}}]} for piece in ("Ingrid ", "Holm ", "did.")]
            lines = [": keep-alive", *(f"data: {json.dumps(event)}" for event in events), "data: {broken", "data: [DONE]"]
            self._send(200, "\n\n".join(lines).encode() + b"\n\n")

    def _send(self, code: int, body: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    Server.mode, Server.failures, Server.seen = "good", 0, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_the_answer_comes_in_pieces_from_the_first_model_that_the_server_names(url: str) -> None:
    backend = OpenAI(url)
    assert list(backend.stream(ASK, 20, None)) == ["Ingrid ", "Holm ", "did."]
    sent = Server.seen[0]
    assert (sent["path"], sent["model"], sent["temperature"], sent["max_tokens"], sent["stream"]) == (
        "/v1/chat/completions", "parrot-1", 0, 20, True)


@pytest.mark.parametrize("tail", ["", "/", "/v1", "/v1/", "/v1/chat/completions"])
def test_an_address_is_understood_however_it_ends(url: str, tail: str) -> None:
    list(OpenAI(url + tail, "m").stream(ASK, 5, None))
    assert Server.seen[0]["path"] == "/v1/chat/completions"


def test_the_key_comes_from_the_environment_only(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    list(OpenAI(url, "m").stream(ASK, 5, None))
    monkeypatch.setenv("VAULTKIT_GENERATOR_KEY", "secret")
    list(OpenAI(url, "m").stream(ASK, 5, None))
    assert [sent["key"] for sent in Server.seen] == [None, "Bearer secret"]


def test_a_busy_server_is_asked_again(url: str) -> None:
    Server.failures = 2
    assert "".join(OpenAI(url, "m", pause=0.001).stream(ASK, 5, None)) == "Ingrid Holm did."
    assert len(Server.seen) == 3


def test_a_server_that_stays_busy_is_told_in_one_line(url: str) -> None:
    Server.failures = 9
    with pytest.raises(EnvironmentFailure, match=r"does not answer .503") as told:
        list(OpenAI(url, "m", pause=0.001).stream(ASK, 5, None))
    assert "--generator extractive" in str(told.value) and "\n" not in str(told.value)


def test_a_wrong_key_is_not_tried_again_and_names_the_variable(url: str) -> None:
    Server.mode = "wrong key"
    with pytest.raises(EnvironmentFailure, match="VAULTKIT_GENERATOR_KEY"):
        list(OpenAI(url, "m", pause=0.001).stream(ASK, 5, None))
    assert len(Server.seen) == 1


def test_a_redirect_is_not_followed(url: str) -> None:
    Server.mode = "redirect"
    with pytest.raises(EnvironmentFailure, match="302"):
        list(OpenAI(url, "m", pause=0.001).stream(ASK, 5, None))


def test_a_slow_server_is_given_up(url: str) -> None:
    Server.mode = "slow"
    with pytest.raises(EnvironmentFailure, match="does not answer"):
        list(OpenAI(url, "m", timeout=0.05, pause=0.001).stream(ASK, 5, None))


def test_nobody_there_is_told_with_the_mend() -> None:
    with pytest.raises(EnvironmentFailure, match=r"generator\.url"):
        list(OpenAI("http://127.0.0.1:1", "m", pause=0.001).stream(ASK, 5, None))


@pytest.mark.parametrize("address", ["localhost:8080", "ftp://host/x", "nonsense"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="no address"):
        OpenAI(address)


def test_a_generator_is_named_or_meant_by_its_model() -> None:
    assert default_kind(Settings()) == "extractive"
    assert default_kind(Settings(model="a/b.gguf")) == "llama-cpp"
    assert default_kind(Settings(model="folder")) == "transformers"
    assert default_kind(Settings(model="name", url="http://x")) == "openai"
    with pytest.raises(UsageError, match="did you mean extractive"):
        load_generator("extractiv", Settings())


@pytest.mark.parametrize(("kind", "settings", "error", "told"), [
    ("llama-cpp", Settings(), UsageError, "needs a model"),
    ("llama-cpp", Settings("/nowhere/x.gguf"), EnvironmentFailure, "no model file"),
    ("transformers", Settings("/nowhere"), EnvironmentFailure, "no model at"),
    ("openai", Settings(), UsageError, "address"),
])
def test_a_missing_model_is_told_before_anything_is_loaded(
        kind: str, settings: Settings, error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        load_generator(kind, settings)


def test_a_file_that_is_no_gguf_is_told(tmp_path: Any) -> None:
    (tmp_path / "x.gguf").write_bytes(b"nothing of the kind")
    with pytest.raises(EnvironmentFailure, match="no GGUF"):
        load_generator("llama-cpp", Settings(str(tmp_path / "x.gguf")))
