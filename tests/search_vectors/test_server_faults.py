"""A Qdrant server that fails: what is tried again, what the person reads. The stub knows just enough of the REST API."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from vaultkit.errors import EnvironmentFailure
from vaultkit.search.protocols import Point
from vaultkit.search.store.server import ServerStore

POINT = Point("0" * 31 + "1", [1.0, 0.0], {"note": "a.md"})


class Stub(ThreadingHTTPServer):
    """``fault`` is what becomes of requests: none, slow, closed, or a status; ``times``: of how many of them."""

    fault: str | int | None = None
    times = 0
    key: str | None = None
    size = 2
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.upserted: list[Any] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Stub

    def log_message(self, *_: object) -> None: ...

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(f"{self.command} {self.path.partition('?')[0]}")
        if self.server.key is not None and self.headers.get("api-key") != self.server.key:
            return self.reply(401, {"status": {"error": "Invalid API key"}})
        if self.server.times > 0 and self.server.fault is not None:
            self.server.times -= 1
            if self.server.fault == "closed":
                return self.connection.close()
            if self.server.fault == "slow":
                time.sleep(2.5)
            else:
                return self.reply(int(self.server.fault), {"status": {"error": "stub"}})
        return self.reply(200, {"result": self.result(body), "status": "ok", "time": 0.0})

    do_GET = do_PUT = do_POST = do_DELETE = handle_any

    def result(self, body: bytes) -> Any:
        if self.path.endswith("/exists"):
            return {"exists": True}
        if "/points" in self.path and self.command == "PUT":
            self.server.upserted += json.loads(body)["points"]
            return {"operation_id": 1, "status": "completed"}
        params = {"vectors": {"dense": {"size": self.server.size, "distance": "Cosine"}}}
        return {"status": "green", "optimizer_status": "ok", "segments_count": 1, "points_count": 0,
                "config": {"params": params, "hnsw_config": {"m": 16, "ef_construct": 100, "full_scan_threshold": 10000},
                           "optimizer_config": {"deleted_threshold": 0.2, "vacuum_min_vector_number": 1000,
                                                "default_segment_number": 0, "flush_interval_sec": 5}},
                "payload_schema": {}}

    def reply(self, status: int, content: object) -> None:
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    for name in ("VAULTKIT_STORE_API_KEY", "QDRANT_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    server = Stub()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def store(stub: Stub, **settings: Any) -> ServerStore:
    return ServerStore(stub.url, "vault", "e-1", 2, **{"timeout": 1.0, "retries": 2, "pause": 0.01, **settings})


def test_what_passes_is_tried_again(stub: Stub) -> None:
    for fault in (503, 500, 429, "closed"):
        stub.fault, stub.times = fault, 2
        store(stub).upsert([POINT])
    assert len(stub.upserted) == 4
    assert stub.upserted[0] == {"id": "00000000-0000-0000-0000-000000000001", "vector": {"dense": [1.0, 0.0]},
                                "payload": {"note": "a.md"}}


@pytest.mark.parametrize(("fault", "message"), [
    (503, r"fails \(status 503\).*look at its log"),
    ("closed", "can not be reached"),
    ("slow", "is too slow"),
])
def test_what_does_not_pass_is_told_with_the_mend(fault: str | int, message: str, stub: Stub) -> None:
    stub.fault, stub.times = fault, 99
    with pytest.raises(EnvironmentFailure, match=message) as caught:
        store(stub, retries=1).upsert([POINT])
    assert caught.value.exit_code == 3 and caught.value.mend and stub.url in caught.value.message
    assert len(stub.asked) == 2 and stub.upserted == []


def test_bad_requests_are_not_tried_again(stub: Stub) -> None:
    stub.fault, stub.times = 400, 99
    with pytest.raises(EnvironmentFailure, match=r"fails \(status 400\)"):
        store(stub).keys()
    assert len(stub.asked) == 1


def test_a_wrong_key_is_told_at_once_and_never_shown(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    stub.key = "right"
    monkeypatch.setenv("VAULTKIT_STORE_API_KEY", "wrong-key")
    with pytest.raises(EnvironmentFailure, match=r"refuses the API key.*set VAULTKIT_STORE_API_KEY") as caught:
        store(stub).keys()
    assert len(stub.asked) == 1 and "wrong-key" not in str(caught.value)


@pytest.mark.parametrize("name", ["VAULTKIT_STORE_API_KEY", "QDRANT_API_KEY"])
def test_the_key_comes_from_the_environment(name: str, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    stub.key = "right"
    monkeypatch.setenv(name, "right")
    store(stub).upsert([POINT])
    assert len(stub.upserted) == 1


def test_a_collection_of_other_dimensions_is_left_alone(stub: Stub) -> None:
    stub.size = 7
    with pytest.raises(EnvironmentFailure, match=r"has 7 dimensions, the model 2: name another one as store.collection"):
        store(stub).upsert([POINT])
    assert stub.upserted == []


def test_no_server_at_all_is_told() -> None:
    nowhere = ServerStore("http://127.0.0.1:9", "vault", "e-1", 2, retries=1, pause=0.01)
    with pytest.raises(EnvironmentFailure, match=r"http://127.0.0.1:9 can not be reached.*start it, or take store.url"):
        nowhere.keys()


def test_without_the_client_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "qdrant_client", None)
    with pytest.raises(EnvironmentFailure, match=r"pip install 'vaultkit\[server\]'"):
        ServerStore("http://127.0.0.1:9", "vault", "e-1", 2).keys()
