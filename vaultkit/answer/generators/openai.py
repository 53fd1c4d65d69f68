"""Any server that speaks OpenAI's chat completions (llama-server, vLLM, Ollama, LM Studio), at ``generator.url``.

The key comes from the environment only and goes to that address only: redirects are not followed.
"""

from __future__ import annotations

import http.client
import json
import os
import time
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from vaultkit.answer.generators.protocol import Settings
from vaultkit.answer.generators.writer import Writer
from vaultkit.errors import EnvironmentFailure, UsageError

KEYS = ("VAULTKIT_GENERATOR_KEY", "OPENAI_API_KEY")
TIMEOUT = 60.0
RETRIES = 3
PAUSE = 0.5
_BUSY = {408, 425, 429, 500, 502, 503, 504}


class OpenAI:
    """A Backend over HTTP. A request that fails before its first word is tried again, ``RETRIES`` times in all."""

    kind = "openai"
    context = 4096

    def __init__(self, url: str, model: str | None = None, *, timeout: float = TIMEOUT, pause: float = PAUSE) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"generator.url is no address of a server: {url}", "write it as http://localhost:8080/v1")
        self._parts = parts
        base = parts.path.rstrip("/").removesuffix("/chat/completions")
        self._base = base if base.endswith("/v1") else f"{base}/v1"
        self._where = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
        self._timeout, self._pause = timeout, pause
        self.model = model or ""

    def count(self, text: str) -> int:
        """An upper estimate: the server's tokenizer is not here. A token is at least two bytes of most texts."""
        return len(text.encode("utf-8", "replace")) // 2 + 1

    def stream(self, messages: Sequence[dict[str, str]], limit: int, cites: Sequence[int] | None) -> Iterator[str]:
        """See Backend. Nothing holds the model to a form here: what it writes is cut and verified afterwards."""
        self.model = self.model or self._first_model()
        body = {"model": self.model, "messages": list(messages), "stream": True, "temperature": 0, "max_tokens": limit,
                "seed": 1}
        connection, response = self._open("POST", "/chat/completions", body)
        try:
            yield from _events(response)
        except (OSError, http.client.HTTPException) as error:
            raise self._failure(f"broke off ({_reason(error)})") from error
        finally:
            connection.close()

    def _first_model(self) -> str:
        connection, response = self._open("GET", "/models", None)
        try:
            return str(json.loads(response.read())["data"][0]["id"])
        except (ValueError, LookupError, TypeError, OSError, http.client.HTTPException) as error:
            raise self._failure("names no model") from error
        finally:
            connection.close()

    def _open(self, method: str, path: str, body: dict[str, Any] | None
              ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        trouble = ""
        for attempt in range(RETRIES):
            if attempt:
                time.sleep(self._pause * 2 ** (attempt - 1))
            connection = self._connection()
            try:
                connection.request(method, self._base + path, None if body is None else json.dumps(body).encode(),
                                   self._headers())
                response = connection.getresponse()
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                trouble = _reason(error)
                continue
            if response.status == 200:
                return connection, response
            trouble = f"{response.status} {response.reason}".strip()
            connection.close()
            if response.status not in _BUSY:
                break
        raise self._failure(f"does not answer ({trouble})", refused=trouble[:3] in ("401", "403"))

    def _connection(self) -> http.client.HTTPConnection:
        make = http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
        return make(self._parts.hostname or "", self._parts.port, timeout=self._timeout)

    def _headers(self) -> dict[str, str]:
        key = next((os.environ[name] for name in KEYS if os.environ.get(name)), None)
        return {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}

    def _failure(self, what: str, *, refused: bool = False) -> EnvironmentFailure:
        mend = "start it or correct generator.url; --generator extractive needs none"
        mend = f"set the key in {KEYS[0]}" if refused else mend
        return EnvironmentFailure(f"the server at {self._where} {what}", mend)


def _events(response: http.client.HTTPResponse) -> Iterator[str]:
    """The pieces of text of a stream of server-sent events (HTML Standard, 9.2.6; data lines only)."""
    for raw in response:
        line = raw.decode("utf-8", "replace").strip()
        if not line.startswith("data:"):
            continue
        data = line.removeprefix("data:").strip()
        if data == "[DONE]":
            return
        try:
            piece = json.loads(data)["choices"][0]["delta"].get("content")
        except (ValueError, LookupError, TypeError, AttributeError):
            continue
        if isinstance(piece, str) and piece:
            yield piece


def make(settings: Settings) -> Writer:
    """The generator. Raises UsageError without an address."""
    if not settings.url:
        raise UsageError("generator openai needs the address of a server", "set generator.url in vaultkit.toml")
    if settings.lora:
        raise UsageError("a server brings its own adapters", "leave --lora out and name the adapter's model with "
                                                             "--model")
    return Writer(OpenAI(settings.url, settings.model), compose=settings.compose)


def _reason(error: BaseException) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return text.splitlines()[0]
