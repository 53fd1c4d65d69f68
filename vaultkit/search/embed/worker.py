"""A process that embeds for another one (see ``workers``).

It is started by command, not by multiprocessing: that would import the caller's own main module again, which may be a
script without a guard. stdin: one JSON object a line, first the settings ``{vault, model}``, then batches of texts.
stdout: for each batch a line of JSON, then the vectors as float32 in the machine's order. It ends with its stdin.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import IO

from vaultkit.errors import VaultkitError


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
