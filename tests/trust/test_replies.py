"""Replies of servers: one deadline and one size for the whole, and what was wrong stands in a line."""

from __future__ import annotations

import gzip
import socket
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
import qdrant_client  # noqa: F401  (what it takes to import is no time of a reply)

from vaultkit.answer.generators.openai import OpenAI
from vaultkit.errors import EnvironmentFailure
from vaultkit.http.address import read_address
from vaultkit.http.client import send_request
from vaultkit.http.wire import Budget, HttpFailure
from vaultkit.search.store.server import ServerStore

from .conftest import EVENTS, Listener, Run, reply, says

Listen = Callable[..., Listener]
Answer = Callable[[socket.socket, bytes], None]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
EVENT = b'data: {"choices": [{"delta": {"content": "%s"}}]}\n\n'


def drips(begin: bytes, drop: bytes, pause: float = 0.05) -> Answer:
    """Sends ``begin``, then ``drop`` for ever, one at a time."""
    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(begin)
        while True:
            connection.sendall(drop)
            time.sleep(pause)

    return answer


def floods(begin: bytes, drop: bytes) -> Answer:
    """Sends ``begin``, then ``drop`` for ever, as fast as it goes."""
    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(begin)
        while True:
            connection.sendall(drop * (65536 // len(drop)))

    return answer


DRIPS = {
    "a status line": drips(b"", b"H"),
    "headers": drips(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "one header": drips(b"HTTP/1.1 200 OK\r\nX: ", b"y"),
    "interim replies": drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a body": drips(HEAD + b"Content-Length: 100000\r\n\r\n", b"d"),
    "chunks": drips(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n:\r\n"),
    "a chunk's size": drips(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "trailers": drips(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
    "comments of a stream": drips(HEAD + b"\r\n", b": still here\n\n"),
    "empty pieces": drips(HEAD + b"\r\n", EVENT % b""),
    "nothing": lambda connection, _: time.sleep(5),
}


@pytest.mark.parametrize("name", DRIPS)
def test_a_reply_that_drips_ends_with_the_deadline(name: str, listen: Listen) -> None:
    server = listen(DRIPS[name])
    begun = time.monotonic()
    with pytest.raises(EnvironmentFailure, match=r"longer than 0\.3 seconds.*bounds\.reply_seconds"):
        list(OpenAI(server.url, "m", timeout=0.3, pause=0.01).stream([], 20, None))
    assert time.monotonic() - begun < 2 and len(server.heard) == 1
    begun = time.monotonic()
    with pytest.raises(EnvironmentFailure, match=r"is too slow .*longer than 0\.3 seconds"):
        ServerStore(server.url, "v", "e", 2, timeout=0.3, retries=0).keys()
    assert time.monotonic() - begun < 2


def test_a_handshake_that_never_ends_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"https://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(EnvironmentFailure, match=r"longer than 0\.3 seconds"):
            list(OpenAI(address, "m", timeout=0.3, pause=0.01).stream([], 20, None))


def test_a_name_that_is_looked_up_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(3) or [])
    with pytest.raises(EnvironmentFailure, match=r"longer than 0\.2 seconds"):
        list(OpenAI("http://model.example", "m", timeout=0.2, pause=0.01).stream([], 20, None))


FLOODS = {
    "a line without an end": floods(HEAD + b"\r\n", b"d"),
    "a stream without an end": floods(HEAD + b"\r\n", b": x\n"),
    "empty pieces": floods(HEAD + b"\r\n", EVENT % b""),
    "an object without an end": floods(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{", b'"a": 1,\n'),
    "one huge chunk": floods(HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffffffffff\r\n", b"d"),
    "headers": floods(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "one header": floods(b"HTTP/1.1 200 OK\r\nX: ", b"y"),
    "interim replies": floods(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a size that is a lie": says(HEAD + b"Content-Length: 1000000000000\r\n\r\n"),
    "trailers": floods(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_reply_without_an_end_takes_neither_memory_nor_time(name: str, listen: Listen) -> None:
    server = listen(FLOODS[name])
    tracemalloc.start()
    for act in (lambda: list(OpenAI(server.url, "m", timeout=20, pause=0.01, largest=500_000).stream([], 20, None)),
                lambda: ServerStore(server.url, "v", "e", 2, timeout=20, retries=0, largest=500_000).keys()):
        with pytest.raises(EnvironmentFailure) as told:
            act()
        assert server.url in str(told.value) and "\n" not in str(told.value)
    assert tracemalloc.get_traced_memory()[1] < 40_000_000
    tracemalloc.stop()


def test_a_model_that_does_not_stop_is_cut(listen: Listen) -> None:
    server = listen(floods(HEAD + b"\r\n", EVENT % (b"word " * 20)))
    assert len("".join(OpenAI(server.url, "m", timeout=20).stream([], 20, None))) == 20 * 32


FAULTS = {
    "broken JSON": (reply(b"{broken", kind="application/json"), "broken JSON"),
    "a broken event": (reply(b"data: {broken\n\ndata: [DONE]\n\n"), "broken JSON"),
    "NaN": (reply(b'data: {"choices": NaN}\n\n'), "broken JSON"),
    "deep JSON": (reply(b'{"choices": ' + b"[" * 200_000, kind="application/json"), "nested too deep"),
    "a deep event": (reply(b"data: " + b"[" * 200_000 + b"\n\n"), "nested too deep"),
    "another object": (reply(b'{"hello": 1}', kind="application/json"), "no chat completion"),
    "another event": (reply(b'data: {"hello": 1}\n\ndata: [DONE]\n\n'), "without text"),
    "an error in an event": (reply(b'data: {"error": {"message": "out of memory"}}\n\n'), "out of memory"),
    "a page": (reply(b"<html>Log in</html>", kind="text/html; charset=utf-8"), "text/html"),
    "a page as a stream": (reply(b"<html>\nLog in</html>"), "no event"),
    "nothing": (reply(b""), "nothing"),
    "nothing in JSON": (reply(b"", kind="application/json"), "broken JSON"),
    "a body that breaks off": (HEAD + b"Content-Length: 500\r\n\r\n" + EVENT % b"Ingrid", "are missing"),
    "a chunk that breaks off": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\n" + EVENT % b"Ingrid", "cut short"),
    "a stream that breaks off": (HEAD + b"\r\n" + EVENT % b"Ingrid", "broke off"),
    "a chunk's size that is none": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "cut short"),
    "compression": (reply(gzip.compress(b"0" * 9_000_000), "200 OK", "text/event-stream", "Content-Encoding: gzip"),
                    "compressed"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.2\r\n", "does not speak HTTP"),
    "a closed door": (b"", "closed connection"),
    "too many headers": (HEAD + b"X: y\r\n" * 5_000 + b"\r\n", "headers"),
    "a reason with controls": (reply(b"", "400 Bad\x1b]0;owned\x07\x9b2J"), "400 Bad ]0;owned"),
    "no such path": (reply(b"", "404 Not Found"), "404 Not Found"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_with_a_reply_stands_in_a_line(name: str, listen: Listen) -> None:
    data, told = FAULTS[name]
    server = listen(says(data))
    with pytest.raises(EnvironmentFailure) as caught:
        list(OpenAI(server.url, "m", timeout=20, pause=0.001).stream([], 20, None))
    line = str(caught.value)
    assert told in line and server.url in line and line.isprintable(), line
    with pytest.raises(EnvironmentFailure) as caught:
        ServerStore(server.url, "v", "e", 2, timeout=20, retries=0).keys()
    assert server.url in str(caught.value) and str(caught.value).isprintable()


@pytest.mark.parametrize("data", [
    reply(EVENTS), reply(EVENTS, "200 OK", "text/event-stream; charset=utf-8"), HEAD + b"\r\n" + EVENTS,
    reply(b'{"choices": [{"message": {"content": "Ingrid Holm built the lighthouse."}}]}', kind="application/json"),
    reply(EVENTS.replace(b"data: [DONE]", b"")), reply(b"data: {broken\n\n" + EVENTS),
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(EVENTS), EVENTS),
], ids=["a stream", "with a charset", "to the end", "an object", "no mark of the end", "one broken event", "chunks"])
def test_what_servers_really_send_is_understood(data: bytes, listen: Listen) -> None:
    server = listen(says(data))
    assert "".join(OpenAI(server.url, "m").stream([], 20, None)) == "Ingrid Holm built the lighthouse."


QDRANT = {
    "points without an end": (b'{"result": {"points": [{"id": "00000000-0000-0000-0000-000000000001"}],'
                              b' "next_page_offset": 1}, "status": "ok", "time": 0}', "no end"),
    "points of another": (b'{"result": {"points": [{"id": 7}]}, "status": "ok", "time": 0}', "none of vaultkit's"),
    "no result": (b'{"result": null, "status": "ok", "time": 0}', "none of Qdrant's"),
    "broken JSON": (b'{"result": {', "none of Qdrant's"),
    "deep JSON": (b"[" * 200_000, "none of Qdrant's"),
    "another object": (b'{"hello": 1}', "none of Qdrant's"),
}


@pytest.mark.parametrize("name", QDRANT)
def test_what_a_store_answers_is_data(name: str, listen: Listen) -> None:
    data, told = QDRANT[name]
    server = listen(says(reply(data, kind="application/json")))
    store = ServerStore(server.url, "v", "e", 2, timeout=5, retries=0)
    store._there = True
    with pytest.raises(EnvironmentFailure, match=told) as caught:
        store.keys()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("score", [b"NaN", b"Infinity", b"1e999"])
def test_a_score_that_is_no_number_is_refused(score: bytes, listen: Listen) -> None:
    point = b'{"id": "00000000-0000-0000-0000-000000000001", "version": 1, "score": %s}' % score
    server = listen(says(reply(b'{"result": {"points": [%s]}, "status": "ok", "time": 0}' % point,
                               kind="application/json")))
    store = ServerStore(server.url, "v", "e", 2, timeout=5, retries=0)
    store._there = True
    with pytest.raises(EnvironmentFailure):
        store.nearest([1.0, 0.0], 3)


def test_a_reply_is_counted_over_headers_and_body(listen: Listen) -> None:
    server = listen(says(reply(b"x" * 900)))
    with pytest.raises(HttpFailure, match="larger than 950 bytes"):
        send_request(read_address(server.url, "x"), "GET", "/", {}, None, Budget(5, 950)).read()
    assert send_request(read_address(server.url, "x"), "GET", "/", {}, None, Budget(5, 2000)).read() == b"x" * 900


def test_a_faulty_server_ends_ask_with_one_line(listen: Listen, note: Callable[..., Path], run: Run) -> None:
    for answer, told in ((says(reply(b"{broken", kind="application/json")), "broken JSON"),
                         (drips(HEAD + b"\r\n", b": x\n"), "longer than 1 seconds")):
        server = listen(answer)
        vault = note(f'[generator]\nkind = "openai"\nurl = "{server.url}"\nmodel = "m"\n[bounds]\nreply_seconds = 1\n')
        found = run("ask", "Who built the lighthouse?", "--vault", vault, VAULTKIT_TRUST=server.url)
        assert found.returncode == 3 and told in found.stderr and len(found.stderr.strip().splitlines()) == 1
