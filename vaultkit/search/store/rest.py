"""qdrant-client over vaultkit's own HTTP: the client's has neither one deadline for a reply nor a largest size."""

from __future__ import annotations

import warnings
from typing import Any

from vaultkit.errors import EnvironmentFailure
from vaultkit.http.address import Address
from vaultkit.http.client import BYTES, send_request
from vaultkit.http.keys import environment_key
from vaultkit.http.wire import Budget, HttpFailure
from vaultkit.redact import STORE_KEYS


def connect_store(address: Address, timeout: float, largest: int = BYTES) -> Any:
    """A QdrantClient for ``address``: nothing goes elsewhere, redirects are refused, nothing is asked yet. ``timeout``
    in seconds and ``largest`` in bytes are for one whole reply. Raises EnvironmentFailure without the client's package
    and for a malformed key."""
    try:
        import httpx
        from qdrant_client import QdrantClient
    except ImportError as error:
        raise EnvironmentFailure("store.url needs qdrant-client, which is not installed",
                                 "pip install 'vaultkit[server]', or take store.url out of the settings") from error

    class Transport(httpx.BaseTransport):
        """One request, one connection, one budget."""

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            url = request.url
            host = url.raw_host.decode("ascii")
            if (url.scheme, host, url.port or _port(url.scheme)) != (address.scheme, address.host, address.port):
                raise HttpFailure(f"would be asked elsewhere ({host})")
            headers = {name: value for name, value in request.headers.items()
                       if name.lower() not in ("accept-encoding", "host", "connection", "content-length", "user-agent")}
            reply = send_request(address, request.method, url.raw_path.decode("ascii"), headers, request.read() or None,
                         Budget(timeout, largest))
            try:
                if 300 <= reply.status < 400:
                    raise HttpFailure(f"redirects to {reply.location or 'elsewhere'}, which is not followed")
                return httpx.Response(reply.status, headers={"Content-Type": reply.kind}, content=reply.read(),
                                      request=request)
            finally:
                reply.close()

    key = environment_key(STORE_KEYS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return QdrantClient(url=address.origin + address.path, port=address.port, api_key=key,
                                timeout=max(1, round(timeout)), check_compatibility=False, transport=Transport(),
                                trust_env=False, follow_redirects=False)
    except Exception as error:
        # A malformed address comes as ValueError or as an error of the client's HTTP library.
        raise EnvironmentFailure(f"store.url: {address.origin} can't be used ({error})",
                                 "write http://host:6333") from error


def _port(scheme: str) -> int:
    return 443 if scheme == "https" else 80
