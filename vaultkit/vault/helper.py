"""What a helper process runs (see ``helpers``): it reads paths, and answers with what the files came to."""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys
from pathlib import Path

from vaultkit.config import Bounds, ChatForms, Config
from vaultkit.vault.helpers import receive, send
from vaultkit.vault.ingest import ingest, to_plain


def main() -> None:
    """Answer until the questions end. Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    first = receive(questions)
    if first is None:
        return
    root, roles, dates, bounds = marshal.loads(first)
    config = Config(vault=Path(root), chats=ChatForms(roles, tuple(dates)), bounds=Bounds(**bounds))
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    while (question := receive(questions)) is not None:
        found = [ingest(config, path, digest) for path, digest in marshal.loads(question)]
        send(answers, [None if file is None else to_plain(file) for file in found])
