"""What the tests of trust share: a server on the loopback that writes down whatever arrives, and vaults that name it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

KEYS = {"OPENAI_API_KEY": "sk-generator-4711", "QDRANT_API_KEY": "store-key-0815"}
EVENTS = (b'data: {"choices": [{"delta": {"content": "Ingrid Holm built the lighthouse."}}]}\n\ndata: [DONE]\n\n')


def reply(body: bytes, status: str = "200 OK", kind: str = "text/event-stream", *headers: str) -> bytes:
    """A whole reply of HTTP/1.1."""
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


@dataclass
class Listener:
    """A server that takes down every request, byte for byte, and answers as ``answer`` says."""

    port: int
    answer: Callable[[socket.socket, bytes], None]
    heard: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def says(data: bytes) -> Callable[[socket.socket, bytes], None]:
    """Answers every request with ``data``."""
    return lambda connection, _: connection.sendall(data)


def model_server(connection: socket.socket, request: bytes) -> None:
    """A server of chat completions that is well."""
    models = json.dumps({"data": [{"id": "parrot-1"}]}).encode()
    connection.sendall(reply(models, kind="application/json") if request.startswith(b"GET") else reply(EVENTS))


@pytest.fixture
def listen() -> Iterator[Callable[..., Listener]]:
    """Start a Listener with what it answers (default: as a model server)."""
    servers: list[socket.socket] = []

    def start(answer: Callable[[socket.socket, bytes], None] = model_server) -> Listener:
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)
        listener = Listener(server.getsockname()[1], answer)
        threading.Thread(target=_serve, args=(server, listener), daemon=True).start()
        return listener

    yield start
    for server in servers:
        server.close()


def _serve(server: socket.socket, listener: Listener) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        threading.Thread(target=_attend, args=(connection, listener), daemon=True).start()


def _attend(connection: socket.socket, listener: Listener) -> None:
    with connection:
        try:
            request = b""
            while b"\r\n\r\n" not in request and (part := connection.recv(65536)):
                request += part
            head, _, body = request.partition(b"\r\n\r\n")
            length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n")
                           if line.lower().startswith(b"content-length")), 0)
            while len(body) < length and (part := connection.recv(65536)):
                body += part
            listener.heard.append(head + b"\r\n\r\n" + body)
            listener.answer(connection, request)
        except OSError:
            return


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """The person's own folder of settings, empty yet."""
    return tmp_path / "config" / "vaultkit"


@pytest.fixture
def note(tmp_path: Path) -> Callable[..., Path]:
    """A vault of one note in ``folder``, with these settings."""

    def write(text: str = "", folder: str = "vault") -> Path:
        vault = tmp_path / folder
        vault.mkdir(parents=True, exist_ok=True)
        (vault / "Lighthouse.md").write_text(
            "---\nkind: concept\n---\n# Lighthouse\n\nIngrid Holm built the lighthouse on the north cape.\n")
        (vault / "vaultkit.toml").write_text(text)
        return vault

    return write


@dataclass(frozen=True)
class Result:
    """What one call left behind."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Call vaultkit in this process, the keys in the environment, ``cwd`` and further variables as wanted."""
    from vaultkit.cli import main

    def call(*args: str | Path, cwd: Path | None = None, **env: str) -> Result:
        capfdbinary.readouterr()
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(cwd or tmp_path)
            for name, value in {**KEYS, "XDG_CONFIG_HOME": str(tmp_path / "config"), **env}.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as stop:
                main([str(arg) for arg in args])
        out, err = capfdbinary.readouterr()
        code = stop.value.code
        return Result(code if isinstance(code, int) else 0, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))

    return call
