"""Batches of texts → vectors, in this process or in several."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, NamedTuple

from vaultkit.errors import EnvironmentFailure, VaultkitError
from vaultkit.startup import environment, python
from vaultkit.storage.place import shared_folder

if TYPE_CHECKING:
    from vaultkit.search.embed import EmbedderFactory
    from vaultkit.search.protocols import Embedder, Vectors


# A batch is what kill -9 may lose: about a second of work.
_SMALLEST, _FIRST, _LARGEST, _SECONDS = 4, 16, 128, 1.0
_START = "from vaultkit.search.embed.workers import main; main()"


class EmbeddedBatch(NamedTuple):
    """The texts ``first`` … ``last`` (exclusive) of the list and their vectors."""

    first: int
    last: int
    vectors: Vectors


class Pace:
    """Number of texts that make a batch of about a second."""

    def __init__(self) -> None:
        self.size = _FIRST

    def took(self, texts: int, seconds: float) -> None:
        """Learn from a batch."""
        wanted = int(texts * _SECONDS / max(seconds, 1e-3))
        self.size = max(_SMALLEST, min(wanted, 2 * self.size, _LARGEST))


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def embed_here(model: Embedder, texts: Sequence[str]) -> Iterator[EmbeddedBatch]:
    """Embed in this process, batch by batch."""
    pace, first = Pace(), 0
    while first < len(texts):
        begun = time.perf_counter()
        part = texts[first:first + pace.size]
        vectors = model.passages(part)
        pace.took(len(part), time.perf_counter() - begun)
        yield EmbeddedBatch(first, first + len(part), vectors)
        first += len(part)


class Workers:
    """``n`` processes that embed as ``factory`` says; a context manager, they end with it."""

    def __init__(self, factory: EmbedderFactory, n: int) -> None:
        self._head = {"vault": str(factory.config.vault), "model": factory.model}
        self._n = n
        self._processes: list[subprocess.Popen[bytes]] = []
        self._closing = False

    def __enter__(self) -> Workers:
        # A temporary folder is made once for all of them.
        variables = environment() | {"OPENBLAS_NUM_THREADS": "1", "VAULTKIT_CACHE": str(shared_folder())}
        command = python(_START)
        try:
            for _ in range(self._n):
                # A group of its own: Ctrl-C is for this process, which ends the others.
                self._processes.append(subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables, process_group=0))
        except OSError as error:
            self.__exit__(None, None, None)
            raise EnvironmentFailure(f"can't start a process to embed with ({error.strerror or error})",
                                     "free memory and try again, what was done is kept") from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._closing = True
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _close(pipe)

    def embed(self, texts: Sequence[str]) -> Iterator[EmbeddedBatch]:
        """Batches as they are done, in any order. Raises EnvironmentFailure when a process fails or ends."""
        results: queue.Queue[EmbeddedBatch | BaseException | None] = queue.Queue(maxsize=2 * self._n)
        ahead = _Batches(len(texts))
        threads = [threading.Thread(target=self._attend, args=(process, texts, ahead, results), daemon=True)
                   for process in self._processes]
        for thread in threads:
            thread.start()
        running = len(threads)
        while running:
            found = results.get()
            if found is None:
                running -= 1
            elif isinstance(found, BaseException):
                raise found
            else:
                yield found

    def _attend(self, process: subprocess.Popen[bytes], texts: Sequence[str], ahead: _Batches,
                results: queue.Queue[EmbeddedBatch | BaseException | None]) -> None:
        """Give ``process`` one batch after the other until none is left."""
        def tell(found: EmbeddedBatch | BaseException | None) -> None:
            while not self._closing:
                try:
                    return results.put(found, timeout=0.5)
                except queue.Full:
                    continue

        try:
            self._send(process, self._head)
            while (batch := ahead.take()) is not None:
                first, last = batch
                self._send(process, list(texts[first:last]))
                vectors, seconds = self._receive(process)
                ahead.took(last - first, seconds)
                tell(EmbeddedBatch(first, last, vectors))
            tell(None)
        except VaultkitError as error:
            tell(error)
        except (OSError, ValueError) as error:
            tell(self._ended(process, error))

    @staticmethod
    def _send(process: subprocess.Popen[bytes], message: object) -> None:
        assert process.stdin is not None
        process.stdin.write(json.dumps(message).encode("ascii") + b"\n")
        process.stdin.flush()

    def _receive(self, process: subprocess.Popen[bytes]) -> tuple[Vectors, float]:
        import numpy as np

        assert process.stdout is not None
        head = json.loads(process.stdout.readline())
        if "error" in head:
            raise EnvironmentFailure(head["error"], head["mend"])
        rows, columns = head["shape"]
        data = process.stdout.read(4 * rows * columns)
        return np.frombuffer(data, dtype=np.float32).reshape(rows, columns), float(head["seconds"])

    def _ended(self, process: subprocess.Popen[bytes], error: Exception) -> EnvironmentFailure:
        code = None if self._closing else process.wait()
        failure = EnvironmentFailure(f"a process that embeds has ended (exit code {code})",
                                     "free memory and run it again, what was done is kept")
        failure.__cause__ = error
        return failure


class _Batches:
    """The next range of texts to embed, for several threads."""

    def __init__(self, total: int) -> None:
        self._total, self._next = total, 0
        self._pace, self._lock = Pace(), threading.Lock()

    def take(self) -> tuple[int, int] | None:
        with self._lock:
            first = self._next
            if first >= self._total:
                return None
            self._next = min(first + self._pace.size, self._total)
            return first, self._next

    def took(self, texts: int, seconds: float) -> None:
        with self._lock:
            self._pace.took(texts, seconds)


def _close(pipe: object) -> None:
    try:
        pipe.close()  # type: ignore[attr-defined]
    except OSError:
        return


def main() -> None:
    """Serve until stdin ends."""
    # Ctrl-C goes to the whole group: the parent decides what becomes of the batches.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        serve(sys.stdin.buffer, replies)
    except BrokenPipeError:
        os._exit(0)


def serve(batches: IO[bytes], replies: IO[bytes]) -> None:
    """Answer each line of ``batches``; an error goes to the parent as its message and mend."""
    from vaultkit.config import Config
    from vaultkit.search.embed import embedder, one_blas_thread

    one_blas_thread()
    settings = json.loads(batches.readline())
    config = Config(vault=Path(settings["vault"]), embed_model=settings["model"])
    try:
        model = embedder(config)
        assert model is not None
        for line in batches:
            begun = time.perf_counter()
            vectors = model.passages(json.loads(line)).astype("float32", copy=False)
            head = {"shape": vectors.shape, "seconds": time.perf_counter() - begun}
            replies.write(json.dumps(head).encode() + b"\n" + vectors.tobytes())
            replies.flush()
    except VaultkitError as error:
        _tell(replies, error.message, error.mend)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001
        # A traceback of a process that nobody started by name would help nobody: the parent tells its last line.
        _tell(replies, f"embedding failed ({type(error).__name__}: {error})", "run it again, what was done is kept")


def _tell(replies: IO[bytes], message: str, mend: str | None) -> None:
    replies.write(json.dumps({"error": message, "mend": mend}).encode() + b"\n")
    replies.flush()
