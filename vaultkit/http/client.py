"""One request and its reply: no redirect is followed, nothing is unpacked, time and size are those of the whole."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from vaultkit.http.address import Address
from vaultkit.http.wire import Budget, HttpFailure, Wire, connect, printable

_PIECE = 1 << 16
LONGEST_LINE = 1_000_000
SECONDS, BYTES = 90, 32_000_000


class ServerReply:
    """A reply whose headers have come: ``status``, ``reason`` and ``kind`` (the media type) are safe to print."""

    def __init__(self, response: http.client.HTTPResponse, wire: Wire) -> None:
        self._response, self._wire = response, wire
        self.status = response.status
        self.reason = printable(response.reason or "", 100)
        self.kind = printable((response.getheader("Content-Type") or "").partition(";")[0].lower(), 100)
        self.location = printable(response.getheader("Location") or "", 200)
        self.framed = bool(response.chunked) or response.length is not None
        self._expected = None if response.chunked else response.length

    def pieces(self) -> Iterator[bytes]:
        """The body as it comes. Raises HttpFailure when it breaks off, takes too long or grows too large."""
        left = self._expected
        try:
            while left is None or left > 0:
                piece = self._response.read1(_PIECE if left is None else min(_PIECE, left))
                if not piece:
                    break
                left = None if left is None else left - len(piece)
                yield piece
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise HttpFailure(f"broke off: {reason(error)}", passing=True) from error
        if left:
            raise HttpFailure(f"broke off: {left:,} bytes of its reply are missing", passing=True)

    def read(self) -> bytes:
        """The whole body. Raises as ``pieces`` does."""
        return b"".join(self.pieces())

    def lines(self) -> Iterator[bytes]:
        """The body line by line. Raises as ``pieces`` does, and for a line that does not end."""
        begun: list[bytes] = []
        length = 0
        for piece in self.pieces():
            first, *more = piece.split(b"\n")
            length += len(first)
            begun.append(first)
            if length > LONGEST_LINE or any(len(line) > LONGEST_LINE for line in more):
                raise HttpFailure(f"sends a line of more than {LONGEST_LINE:,} bytes")
            if more:
                yield b"".join(begun)
                yield from more[:-1]
                begun, length = [more[-1]], len(more[-1])
        if length:
            yield b"".join(begun)

    def close(self) -> None:
        """Let the connection go."""
        self._wire.end()


def send_request(address: Address, method: str, path: str, headers: Mapping[str, str], body: bytes | None,
         budget: Budget) -> ServerReply:
    """Ask ``path`` of the server at ``address``. A reply that is compressed (which is never asked for) or says that it
    is larger than the budget is refused. Raises HttpFailure for whatever keeps a reply from coming."""
    connection = _Connection(address, budget)
    try:
        sent = {"Accept-Encoding": "identity", "User-Agent": "vaultkit", "Connection": "close", **headers}
        connection.request(method, connection.target(path), body, {**sent, **connection.proxy_headers()})
        response = connection.getresponse()
        reply = ServerReply(response, connection.wire())
    except HttpFailure:
        connection.end()
        raise
    except (OSError, http.client.HTTPException, ValueError) as error:
        connection.end()
        raise HttpFailure(reason(error), passing=True) from error
    encoding = printable(response.getheader("Content-Encoding") or "identity", 40).lower()
    if encoding != "identity":
        reply.close()
        raise HttpFailure(f"sends its reply compressed ({encoding}), which nobody asked for")
    if (response.length or 0) > budget.size:
        reply.close()
        raise HttpFailure(f"its reply is larger than {budget.size:,} bytes")
    return reply


class _Connection(http.client.HTTPConnection):
    """http.client's own over a Wire, through the proxy of the environment where there is one."""

    def __init__(self, address: Address, budget: Budget) -> None:
        self._address, self._budget = address, budget
        self._proxy = _proxy(address)
        self.default_port = 443 if address.scheme == "https" else 80
        super().__init__(address.host, address.port)
        if self._proxy is not None and address.scheme == "https":
            self.set_tunnel(address.host, address.port, self._authorization())
        self._wire: Wire | None = None

    def connect(self) -> None:
        """Connect, through the proxy where there is one, and shake hands, all in the time that is left."""
        host, port = self._address.host, self._address.port or self.default_port
        if self._proxy is not None:
            host, port = self._proxy.hostname, self._proxy.port or 80
        sock = connect(host, port, self._budget)
        self._use(Wire(sock, self._budget))
        if self._address.scheme != "https":
            return
        import ssl

        try:
            if self._proxy is not None:
                self._tunnel()  # type: ignore[attr-defined]
            sock.settimeout(self._budget.seconds())
            secure = ssl.create_default_context().wrap_socket(sock, server_hostname=self._address.host)
        except TimeoutError:
            sock.close()
            raise self._budget.late() from None
        except BaseException:
            sock.close()
            raise
        self._use(Wire(secure, self._budget))

    def target(self, path: str) -> str:
        """Return the target in the first line of the request: a proxy of plain HTTP wants the whole address."""
        return self._address.origin + path if self._proxy and self._address.scheme == "http" else path

    def proxy_headers(self) -> dict[str, str]:
        """The credentials for a proxy of plain HTTP."""
        return self._authorization() if self._proxy and self._address.scheme == "http" else {}

    def wire(self) -> Wire:
        """Return the connection that the reply comes over."""
        assert self._wire is not None
        return self._wire

    def end(self) -> None:
        """Close what is open."""
        if self._wire is not None:
            self._wire.end()

    def _use(self, wire: Wire) -> None:
        self._wire = wire
        self.sock: Any = wire

    def _authorization(self) -> dict[str, str]:
        if self._proxy is None or not self._proxy.username:
            return {}
        import base64

        pair = f"{unquote(self._proxy.username)}:{unquote(self._proxy.password or '')}"
        return {"Proxy-Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


def _proxy(address: Address) -> Any:
    """The proxy that the person's environment names for this address; none for this machine itself."""
    import os

    if address.loopback or not any(name.lower().endswith("_proxy") for name in os.environ):
        return None
    from urllib.request import getproxies, proxy_bypass

    proxies = getproxies()
    named = proxies.get(address.scheme) or proxies.get("all")
    if not named or proxy_bypass(f"{address.host}:{address.port}"):
        return None
    try:
        proxy = urlsplit(named if "://" in named else f"http://{named}")
        proxy.port  # noqa: B018  (raises for what is no number)
    except ValueError:
        raise HttpFailure("the proxy of the environment is no address") from None
    if proxy.scheme != "http" or not proxy.hostname:
        raise HttpFailure(f"the proxy of the environment is of the kind {proxy.scheme}, only http is known: name the "
                          "server in NO_PROXY, or another proxy")
    return proxy


def reason(error: BaseException) -> str:
    """Return what went wrong, on one line."""
    if isinstance(error, http.client.IncompleteRead):
        return "its reply is cut short"
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    if isinstance(error, http.client.BadStatusLine) and not isinstance(error, http.client.RemoteDisconnected):
        said = f"it does not speak HTTP: {str(error)[:80]}"
    elif isinstance(error, http.client.LineTooLong):
        said = "a line of its headers is too long"
    return printable(said)
