"""Any server that speaks OpenAI's chat completions (llama-server, vLLM, Ollama, LM Studio), at ``generator.url``.

The key comes from the environment only and goes to that address only: redirects are not followed. A reply is bounded
as a whole, and whatever is wrong with it is said: a broken one is no empty answer.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from vaultkit.answer.generators.events import text_of_events, text_of_object
from vaultkit.answer.generators.protocol import Settings
from vaultkit.answer.generators.writer import ModelWriter
from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.http.address import Address, read_address
from vaultkit.http.keys import environment_key
from vaultkit.redact import GENERATOR_KEYS as KEYS

if TYPE_CHECKING:
    from vaultkit.http.client import ServerReply
    from vaultkit.http.wire import Budget

TIMEOUT, LARGEST = 90.0, 32_000_000
RETRIES = 3
# Counted by the upper estimate, so at most half of it in a model's own tokens.
COMPOSE_CONTEXT = 16_384
PAUSE = 0.5
_BUSY = {408, 425, 429, 500, 502, 503, 504}
_STREAM, _OBJECT = "text/event-stream", "application/json"
# Characters a token, more than any model has on average: what a server sends beyond its limit is not read.
_LONGEST_TOKEN = 32


class OpenAI:
    """A Backend over HTTP. A request that fails before its first word is tried again, ``RETRIES`` times in all.

    ``timeout`` is for a whole reply, further tries included, ``largest`` its size in bytes. ``permit`` is called before
    anything is sent and gives the address that may be sent to; without it ``url`` was named by the person."""

    kind = "openai"
    context = 4096

    def __init__(self, url: str, model: str | None = None, *, timeout: float = TIMEOUT, pause: float = PAUSE,
                 largest: int = LARGEST, permit: Callable[[], Address] | None = None) -> None:
        self._address = read_address(url, "generator.url", mend="write it as http://localhost:8080/v1")
        base = self._address.path.removesuffix("/chat/completions")
        self._base = base if base.endswith("/v1") else f"{base}/v1"
        self._timeout, self._pause, self._largest, self._permit = timeout, pause, largest, permit
        self.model = model or ""

    def count(self, text: str) -> int:
        """An upper estimate: the server's tokenizer is not here. A token is at least two bytes of most texts."""
        return len(text.encode("utf-8", "replace")) // 2 + 1

    def stream(self, messages: Sequence[dict[str, str]], limit: int, cites: Sequence[int] | None) -> Iterator[str]:
        """See Backend. Nothing holds the model to a form here: what it writes is cut and verified afterwards."""
        from vaultkit.http.wire import HttpFailure

        self.model = self.model or self._first_model()
        body = {"model": self.model, "messages": list(messages), "stream": True, "temperature": 0, "max_tokens": limit,
                "seed": 1}
        reply = self._open("POST", "/chat/completions", body)
        left = limit * _LONGEST_TOKEN
        try:
            for piece in self._pieces(reply):
                yield piece[:left]
                left -= len(piece)
                if left <= 0:
                    return
        except HttpFailure as error:
            raise self._failure(error.message, late=error.late) from error
        finally:
            reply.close()

    def _pieces(self, reply: ServerReply) -> Iterator[str]:
        """The text, as events or as one object, whatever was asked for."""
        if reply.kind in (_STREAM, _OBJECT, "", "text/plain", "application/octet-stream", "application/x-ndjson"):
            lines = reply.lines()
            first = next((line for line in lines if line.strip()), b"")
            if reply.kind == _OBJECT or first.lstrip().startswith(b"{"):
                return text_of_object(b"\n".join([first, *lines]))
            return text_of_events(first, lines, framed=reply.framed)
        raise self._failure(f"answers with {reply.kind}, which is no answer of a model")

    def _first_model(self) -> str:
        from vaultkit.http.data import read_json
        from vaultkit.http.wire import HttpFailure, printable

        reply = self._open("GET", "/models", None)
        try:
            name = read_json(reply.read())["data"][0]["id"]
            if not isinstance(name, str) or not name or printable(name) != name:
                raise TypeError
        except (LookupError, TypeError) as error:
            raise self._failure("names no model", mend="name one with --model or as generator.model") from error
        except HttpFailure as error:
            raise self._failure(f"names no model ({error.message})", late=error.late) from error
        finally:
            reply.close()
        return name

    def _open(self, method: str, path: str, body: dict[str, Any] | None) -> ServerReply:
        from vaultkit.http.client import send_request
        from vaultkit.http.wire import Budget, HttpFailure

        address = self._address if self._permit is None else self._permit()
        headers = self._headers()
        data = None if body is None else json.dumps(body).encode()
        budget = Budget(self._timeout, self._largest)
        trouble, late = "", False
        for attempt in range(RETRIES):
            if attempt and not self._paused(budget, attempt):
                break
            try:
                reply = send_request(address, method, self._base + path, headers, data, budget)
            except HttpFailure as error:
                trouble, late = error.message, error.late
                if not error.passing or error.late:
                    break
                continue
            if reply.status == 200:
                return reply
            reply.close()
            trouble = _status(reply)
            if reply.status not in _BUSY:
                break
        raise self._failure(f"does not answer ({trouble})", refused=trouble[:3] in ("401", "403"), late=late)

    def _paused(self, budget: Budget, attempt: int) -> bool:
        """Wait before another try; False when the time is over."""
        from vaultkit.http.wire import HttpFailure

        try:
            time.sleep(min(self._pause * 2 ** (attempt - 1), budget.seconds()))
            budget.seconds()
        except HttpFailure:
            return False
        return True

    def _headers(self) -> dict[str, str]:
        key = environment_key(KEYS)
        return {"Content-Type": "application/json", "Accept": f"{_STREAM}, {_OBJECT}",
                **({"Authorization": f"Bearer {key}"} if key else {})}

    def _failure(self, what: str, *, refused: bool = False, late: bool = False,
                 mend: str | None = None) -> EnvironmentFailure:
        if refused:
            mend = f"set the key in {KEYS[0]} (a name or password in the address is not sent)"
        elif late:
            mend = "wait until its model is loaded, or raise bounds.reply_seconds; --generator extractive needs none"
        return EnvironmentFailure(f"the server at {self._address.origin} {what}",
                                  mend or "start it or correct generator.url; --generator extractive needs none")


def make(settings: Settings) -> ModelWriter:
    """The generator. Raises UsageError without an address."""
    if not settings.url:
        raise UsageError("generator openai needs the address of a server", "set generator.url in vaultkit.toml")
    if settings.lora:
        raise UsageError("a server brings its own adapters", "leave --lora out and name the adapter's model with "
                                                             "--model")
    backend = OpenAI(settings.url, settings.model, timeout=settings.reply_seconds, largest=settings.reply_bytes,
                     permit=settings.permit)
    if settings.compose:
        backend.context = COMPOSE_CONTEXT
    return ModelWriter(backend, compose=settings.compose)


def _status(reply: ServerReply) -> str:
    told = f"{reply.status} {reply.reason}".strip()
    if 300 <= reply.status < 400:
        return f"{told}: it redirects to {reply.location or 'elsewhere'}, which is not followed"
    return told
