"""The lines by which the usual clients start the server.

Sources: the clients' own documentation of their settings for servers of the protocol.
"""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator, Sequence

NAME = "vaultkit"


def client_lines(command: Sequence[str]) -> Iterator[str]:
    """Lines to write, client by client; ``command`` starts the server."""
    program, *arguments = command
    entry = {"command": program, "args": arguments}
    yield from _block("Claude Desktop (claude_desktop_config.json)", _json({"mcpServers": {NAME: entry}}))
    yield from _block("Claude Code", f"claude mcp add {NAME} -- {_shell(command)}")
    yield from _block("Cursor (.cursor/mcp.json)", _json({"mcpServers": {NAME: entry}}))
    yield from _block("VS Code (.vscode/mcp.json)", _json({"servers": {NAME: {"type": "stdio", **entry}}}))
    # A JSON text is a TOML text too, and so is a list of them.
    yield from _block("Codex (~/.codex/config.toml)", "\n".join((
        f"[mcp_servers.{NAME}]", f"command = {_text(program)}", f"args = [{', '.join(map(_text, arguments))}]")))


def _block(title: str, text: str) -> Iterator[str]:
    yield f"# {title}"
    yield from text.splitlines()
    yield ""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _shell(command: Sequence[str]) -> str:
    if os.name == "nt":
        import subprocess

        return subprocess.list2cmdline(command)
    return shlex.join(command)
