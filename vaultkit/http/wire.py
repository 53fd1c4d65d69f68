"""A connection with one deadline and one size for all that happens on it.

http.client has a timeout for each read alone: a server that sends a byte a second is never late. Here every read, the
handshake and the look-up of the name included, gets what is left of the whole.
"""

from __future__ import annotations

import io
import socket
import threading
import time
from typing import Any

from vaultkit.errors import EnvironmentFailure

_SEND = 1 << 16


class HttpFailure(EnvironmentFailure):
    """Failure of a request, as words for a bracket of the caller's own line. ``passing``: trying again may help;
    ``late``: the time is over."""

    def __init__(self, message: str, *, passing: bool = False, late: bool = False) -> None:
        super().__init__(printable(message))
        self.passing, self.late = passing, late


class Budget:
    """Rest of the seconds and bytes of one reply."""

    def __init__(self, seconds: float, size: int) -> None:
        self.whole, self.size = seconds, size
        self._ends = time.monotonic() + seconds
        self._left = size

    def seconds(self) -> float:
        """The time that is left. Raises HttpFailure when it is over."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise self.late()
        return left

    def late(self) -> HttpFailure:
        """The failure of a server that takes too long."""
        return HttpFailure(f"timed out: the whole reply takes longer than {self.whole:g} seconds", passing=True,
                           late=True)

    def take(self, count: int) -> None:
        """Count bytes that came. Raises HttpFailure when they are too many."""
        self._left -= count
        if self._left < 0:
            raise HttpFailure(f"its reply is larger than {self.size:,} bytes")


class Wire:
    """A socket as http.client uses it. ``close`` comes before the reply is read and does nothing: ``end`` closes."""

    def __init__(self, sock: socket.socket, budget: Budget) -> None:
        self._sock, self._budget = sock, budget

    def sendall(self, data: Any) -> None:
        """Send all of it in the time that is left."""
        view = memoryview(data).cast("B")
        while view:
            self._sock.settimeout(self._budget.seconds())
            try:
                sent = self._sock.send(view[:_SEND])
            except TimeoutError:
                raise self._budget.late() from None
            view = view[sent:]

    def makefile(self, mode: str = "rb", *_: object) -> io.BufferedReader:
        """Return what comes, as a file."""
        return io.BufferedReader(_Incoming(self._sock, self._budget))

    def close(self) -> None:
        """Leave it open: see the class."""

    def end(self) -> None:
        """Close it."""
        self._sock.close()


class _Incoming(io.RawIOBase):
    """The bytes that come, counted."""

    def __init__(self, sock: socket.socket, budget: Budget) -> None:
        self._sock, self._budget = sock, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._budget.seconds())
        try:
            count = self._sock.recv_into(buffer)
        except TimeoutError:
            raise self._budget.late() from None
        self._budget.take(count)
        return count


def connect(host: str, port: int, budget: Budget) -> socket.socket:
    """A connection to the first address of ``host`` that takes one. Raises HttpFailure and OSError."""
    trouble: OSError | None = None
    for family, kind, protocol, _, place in _places(host, port, budget):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(budget.seconds())
            sock.connect(place)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock
        except TimeoutError:
            sock.close()
            raise budget.late() from None
        except OSError as error:
            sock.close()
            trouble = error
    raise trouble or OSError("it has no address")


def _places(host: str, port: int, budget: Budget) -> list[Any]:
    """Return the addresses that the name resolves to; a resolver knows no deadline, so it is left behind when it takes
    too long."""
    found: list[Any] = []
    failed: list[Exception] = []

    def look() -> None:
        try:
            found.extend(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, ValueError) as error:
            failed.append(error)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(budget.seconds())
    if thread.is_alive():
        raise budget.late()
    if failed:
        raise failed[0]
    return found


def printable(text: str, longest: int = 300) -> str:
    """``text`` of a server on one line: nothing in it moves a cursor or turns letters round."""
    clean = "".join(char if char.isprintable() else " " for char in text[:4 * longest])
    clean = " ".join(clean.split())
    return clean if len(clean) <= longest else clean[:longest - 1] + "…"
