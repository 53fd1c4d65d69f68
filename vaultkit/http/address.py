"""Addresses of servers, taken apart once: what is trusted and what is connected to can not differ."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from vaultkit.errors import UsageError
from vaultkit.redact import conceal_user
from vaultkit.text.lazy_pattern import lazy_pattern

_SCHEME = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]*")
_HOST = lazy_pattern(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """A server: ``host`` in lower case and ASCII (an IPv6 address without brackets), ``port`` the one that is connected
    to (None: a scheme of its own that names none), ``path`` quoted and without the slash at its end. User and password
    are no part of it and are never sent."""

    scheme: str
    host: str
    port: int | None
    path: str = ""

    @property
    def origin(self) -> str:
        """Scheme, host and port (RFC 6454, 6.2: the scheme's own port is left out)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port is None or self.port == _PORTS.get(self.scheme) else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def loopback(self) -> bool:
        """True when it is this machine by its very text."""
        if self.host.rstrip(".") == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def read_address(url: str, what: str, *, port: int | None = None, schemes: tuple[str, ...] | None = ("http", "https"),
                 mend: str = "write it as http://localhost:8080") -> Address:
    """The address that ``url`` means; ``port`` where it names none. Raises UsageError, which begins with ``what``, for
    what is no address, or is one that two readers might understand in two ways."""
    conceal_user(url)
    wrong = UsageError(f"{what} is no address of a server: {_shown(url)}", mend)
    if any(ord(char) <= 0x20 or char == "\\" or 0x7F <= ord(char) <= 0xA0 for char in url):
        raise wrong
    try:
        parts = urlsplit(url)
        host, named = _host(parts.hostname or ""), parts.port
    except (ValueError, UnicodeError):
        raise wrong from None
    scheme = parts.scheme.lower()
    # A scheme of another package's own may name no host at all.
    hostless = not parts.netloc and "://" in url and scheme not in _PORTS
    if not (host or hostless) or not _SCHEME.fullmatch(scheme) or named == 0:
        raise wrong
    if schemes is not None and scheme not in schemes:
        raise wrong
    path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~")
    return Address(scheme, host, named or port or _PORTS.get(scheme), path)


def _host(name: str) -> str:
    """``name`` as it is compared and connected to, or an empty string for what is no host."""
    if ":" in name:
        return str(ipaddress.IPv6Address(name))
    if not name.isascii():
        name = name.encode("idna").decode("ascii").lower()
    return name if _HOST.fullmatch(name) else ""


def _shown(url: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in url[:200])
