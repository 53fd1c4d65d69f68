"""The command: standard output is the protocol's alone, the loopback is the machine's own, clients are told how."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request

import anyio
import pytest
from in_process import in_process

PING = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
    "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}


def test_a_client_over_stdio(ready, tmp_path):
    from mcp.client import Client
    from mcp.client.stdio import StdioServerParameters, stdio_client

    log = tmp_path / "log"

    async def talk() -> tuple[list[str], str]:
        given = StdioServerParameters(command=sys.executable, cwd=ready, env=dict(os.environ),
                                      args=["-P", "-m", "vaultkit", "--vault", str(ready), "mcp"])
        with log.open("w") as errors:
            async with Client(stdio_client(given, errlog=errors)) as client:
                tools = [tool.name for tool in (await client.list_tools()).tools]
                found = await client.call_tool("work", {})
                (ready / "vaultkit.toml").write_text("[source\n")
                await client.call_tool("gaps", {})
                return tools, found.structured_content["missing_stage"]

    tools, stage = anyio.run(talk)
    assert "work" in tools and "link" not in tools and stage == "code"
    assert "could not be read anew" in log.read_text()


def test_nothing_but_the_protocol_is_written_to_stdout(ready):
    done = subprocess.run([sys.executable, "-P", "-m", "vaultkit", "--vault", ready, "mcp"], timeout=60, check=False,
                          input=json.dumps(PING) + "\n", capture_output=True, encoding="utf-8")
    lines = done.stdout.splitlines()
    assert done.returncode == 0 and lines and all(json.loads(line)["jsonrpc"] == "2.0" for line in lines)


@pytest.mark.parametrize(("arguments", "told"), [(["--connector", "--write"], "--connector only reads"),
                                                 (["--vault", "/no/such/folder"], "no such folder")])
def test_wrong_use_ends_with_2(arguments, told):
    done = in_process("mcp", *arguments)
    assert done.returncode == 2 and told in done.stderr and done.stdout == ""


def test_lines_for_the_usual_clients(ready):
    text = in_process("--vault", ready, "mcp", "--print-config", "--write").stdout
    blocks = dict(block.split("\n", 1) for block in text.strip().split("\n\n# "))
    assert [name.lstrip("# ").split(" (")[0] for name in blocks] == ["Claude Desktop", "Claude Code", "Cursor", "VS Code",
                                                                     "Codex"]
    bodies = list(blocks.values())
    entry = json.loads(bodies[0])["mcpServers"]["vaultkit"]
    assert entry["args"][-3:] == [str(ready), "mcp", "--write"] and os.path.isabs(entry["command"])
    assert json.loads(bodies[3])["servers"]["vaultkit"]["type"] == "stdio"
    assert tomllib.loads(bodies[4])["mcp_servers"]["vaultkit"] == entry


def test_http_answers_this_machine_alone(ready):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-P", "-m", "vaultkit", "--vault", ready, "mcp", "--http", "--port",
                               str(port)], stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        def status(**headers: str) -> int:
            asked = urllib.request.Request(
                f"http://127.0.0.1:{port}/mcp", json.dumps(PING).encode(), method="POST",
                headers={"Content-Type": "application/json", "Accept": "application/json, text/event-stream", **headers})
            try:
                with urllib.request.urlopen(asked, timeout=10) as reply:
                    return reply.status
            except urllib.error.HTTPError as error:
                return error.code

        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                break
            except OSError:
                time.sleep(0.1)
        assert status() == 200 and status(Origin=f"http://localhost:{port}") == 200
        assert status(Host="evil.example") == 421 and status(Origin="http://evil.example") == 403
        here = socket.gethostbyname(socket.gethostname())
        if not here.startswith("127."):
            with pytest.raises(OSError):
                socket.create_connection((here, port), 0.5)
    finally:
        server.terminate()
        server.wait(10)
