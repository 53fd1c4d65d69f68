"""numpy's own threads are kept from slowing small products down: processes use the cores instead."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator


def one_blas_thread() -> None:
    """Have OpenBLAS start no threads. It reads the variable when numpy is imported: afterwards this does nothing."""
    if "numpy" not in sys.modules:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@contextlib.contextmanager
def single_threaded() -> Iterator[None]:
    """Hold BLAS to one thread where numpy was imported before ``one_blas_thread`` and threadpoolctl is installed."""
    try:
        from threadpoolctl import threadpool_limits  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        yield
        return
    with threadpool_limits(limits=1, user_api="blas"):
        yield
