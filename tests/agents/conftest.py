"""An agent without a model: a client of the SDK that talks to the server in this process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal


class Agent:
    """A connected client, called without ``await``."""

    def __init__(self, portal: BlockingPortal, client: Any) -> None:
        self._portal, self._client = portal, client

    def call(self, method: str, *args: Any) -> Any:
        return self._portal.call(getattr(self._client, method), *args)

    def tool(self, name: str, /, **arguments: Any) -> Any:
        """The whole result of a tool."""
        return self.call("call_tool", name, arguments)

    def data(self, name: str, /, **arguments: Any) -> dict[str, Any]:
        """The structured answer of a tool that must not fail."""
        result = self.tool(name, **arguments)
        assert not result.is_error, result.content[0].text
        return result.structured_content

    def error(self, name: str, /, **arguments: Any) -> str:
        """What a tool says that must fail."""
        result = self.tool(name, **arguments)
        assert result.is_error, result.structured_content
        return between_marks(result.content[0].text)["error"]

    def tools(self) -> dict[str, Any]:
        return {tool.name: tool for tool in self.call("list_tools").tools}


def between_marks(text: str) -> Any:
    """The data between the marks of an answer."""
    return json.loads(text.split(">\n", 1)[1].rsplit("\n</vault-data-", 1)[0])


@contextmanager
def clients() -> Iterator[Callable[..., Agent]]:
    """``connect(vault, write=…, connector=…)``: a client of a server over the vault; all are closed at the end."""
    from mcp.client import Client

    from vaultkit.mcp.live import LiveVault
    from vaultkit.mcp.server import make_server, offer
    from vaultkit.workspace import Vault

    with ExitStack() as stack:
        portal = stack.enter_context(start_blocking_portal())

        def connect(vault: Path, *, mode: str = "legacy", log: Callable[[str], None] = print, **offered: bool) -> Agent:
            live = LiveVault(lambda: Vault.open(vault), log)
            stack.callback(live.close)
            client = Client(make_server(live, offer(**offered), log), mode=mode)
            return Agent(portal, stack.enter_context(portal.wrap_async_context_manager(client)))

        yield connect


@pytest.fixture
def agent() -> Iterator[Callable[..., Agent]]:
    """``agent(vault, write=…, connector=…)``: a connected client."""
    with clients() as connect:
        yield connect


@pytest.fixture(scope="module")
def sample(tmp_path_factory, root) -> Path:
    """A copy of sample_vault for tests that only read."""
    return Path(shutil.copytree(root / "sample_vault", tmp_path_factory.mktemp("sample") / "v"))


@pytest.fixture(scope="module")
def reader(sample) -> Iterator[Agent]:
    """A client over ``sample``, for all tests of a file."""
    with clients() as connect:
        yield connect(sample)


KV = """---
kind: concept
---
# KV cache

Keys and values of past tokens are kept.

## Scheme

```mermaid
flowchart LR
    A --> B
```

## Algorithm

1. Count k and v.
2. Append them.

## Pseudocode

```pseudocode
function append_kv(cache, k, v):
    cache.add(k, v)
```
"""


@pytest.fixture
def ready(vault):
    """A small vault whose one idea, KV cache, is thought through and lacks code alone."""
    vault.write("vaultkit.toml", '[source]\nroots = ["code"]\n')
    vault.write("KV cache.md", KV)
    vault.write("code/other.py", "def other():\n    return 1\n")
    return vault.root
