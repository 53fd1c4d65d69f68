"""One writer at a time: a lock of the operating system on a file that holds the writer's process id.

The lock goes with its process, however that ends, so nothing is ever left to clean up.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType

from vaultkit.errors import EnvironmentFailure

if sys.platform == "win32":
    import msvcrt

    def _acquire(fd: int) -> None:
        # The locked byte lies far behind the text, so that others can read the process id.
        os.lseek(fd, 1 << 20, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _acquire(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


class WriterLock:
    """``with WriterLock(path): …`` holds the lock. ``waited`` says whether another process had it before.

    Raises EnvironmentFailure when it is not free within ``timeout`` seconds, naming the process that holds it.
    """

    def __init__(self, path: Path, timeout: float = 5.0) -> None:
        self._path = path
        self._timeout = timeout
        self._fd = -1
        self.waited = False

    def __enter__(self) -> WriterLock:
        try:
            self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError as error:
            raise EnvironmentFailure(
                f"can't write {self._path} ({error.strerror})", "make its folder writable"
            ) from error
        try:
            self._wait()
        except BaseException:
            os.close(self._fd)
            raise
        os.ftruncate(self._fd, 0)
        os.lseek(self._fd, 0, os.SEEK_SET)
        os.write(self._fd, f"{os.getpid()}\n".encode())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._fd)

    def _wait(self) -> None:
        deadline = time.monotonic() + self._timeout
        while True:
            try:
                _acquire(self._fd)
                return
            except OSError:
                self.waited = True
                if time.monotonic() >= deadline:
                    raise EnvironmentFailure(
                        f"the index is being written by {self._owner()}", "wait until it is done or stop it"
                    ) from None
            time.sleep(0.02)

    def _owner(self) -> str:
        pid = os.pread(self._fd, 20, 0).decode("ascii", "replace").strip() if hasattr(os, "pread") else ""
        return f"process {pid}" if pid.isdigit() else "another process"
