"""Running the server: on standard input and output, or on the loopback."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaultkit.errors import EnvironmentFailure, UsageError
from vaultkit.mcp.live import LiveVault
from vaultkit.mcp.server import Offer, make_server

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

HOST, PORT = "127.0.0.1", 8765


def run(vault: Path | None, offered: Offer, *, port: int | None = None) -> None:
    """Serve the vault at ``vault`` (None: the one around the current folder) until the client goes away; with a
    ``port`` on the loopback by HTTP until Ctrl-C. Raises UsageError for a faulty vault, EnvironmentFailure
    without the SDK."""
    from vaultkit.config import load_config
    from vaultkit.workspace import Vault

    try:
        import mcp.server.lowlevel  # noqa: F401
    except ImportError as error:
        raise EnvironmentFailure(f"the SDK of the protocol is missing ({error.name})",
                                 "pip install 'vaultkit[mcp]'") from error
    root = load_config(explicit=vault).vault
    if not root.is_dir():
        raise UsageError(f"no such folder: {root}", "name a folder with --vault")
    # One call of the command line ends soon and collects nothing; this one lives as long as its client.
    gc.enable()
    gc.freeze()
    live = LiveVault(lambda: Vault.open(vault), say)
    server = make_server(live, offered, say)
    try:
        _serve(server, port)
    finally:
        live.close()


def say(text: str) -> None:
    """A line for the log: stdout belongs to the protocol alone."""
    from vaultkit.render.terminal import visible

    print(f"vaultkit mcp: {visible(text)}", file=sys.stderr, flush=True)


def _serve(server: Server[Any], port: int | None) -> None:
    import anyio

    serve: Callable[[], Any] = (lambda: _on_stdio(server)) if port is None else (lambda: _on_loopback(server, port))
    anyio.run(serve)


async def _on_stdio(server: Server[Any]) -> None:
    from mcp.server.stdio import stdio_server

    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


async def _on_loopback(server: Server[Any], port: int) -> None:
    """By HTTP for programs of this machine: the SDK refuses other hosts and origins (DNS rebinding)."""
    import uvicorn

    app = server.streamable_http_app(host=HOST)
    listener = uvicorn.Server(uvicorn.Config(app, host=HOST, port=port, log_level="warning", log_config=None,
                                             access_log=False))
    say(f"http://{HOST}:{port}/mcp")
    await listener.serve()
