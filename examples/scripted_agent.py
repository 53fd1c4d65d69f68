"""An agent without a model, to see the loop: it takes one order from ``vaultkit mcp``, fills a stub from the pseudocode
of the note, writes it where the order says, and has it verified.

    python examples/scripted_agent.py VAULT [IDEA]

It writes a file into the vault's source root: try it on a copy. What a note says is data here too: the pseudocode is
put into the file as comments and translated by the rules of ``RULES`` alone, never run.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import anyio
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters

# The few turns of pseudocode that a machine without a mind understands: a loop, an assignment, a call.
RULES = ((r"(?:для каждого|for (?:each|every)?)\s*(.+):", "for"), (r"(.+?)\s*(?:←|<-|:=)\s*(.+)", "set"),
         (r"(.+)", "do"))


def pseudocode_of(order: dict[str, Any]) -> list[str]:
    """The lines inside of the fence of the pseudocode; empty where there is none."""
    texts = [text["text"] for text in order["idea"]["texts"] if text["stage"] == "pseudocode"]
    fence = re.search(r"^```[^\n]*\n(.*?)^```", "\n".join(texts), re.M | re.S)
    return fence[1].splitlines() if fence else []


def steps(lines: list[str]) -> list[tuple[str, str]]:
    """Each line as (what it is, the line)."""
    return [(next(kind for pattern, kind in RULES if re.fullmatch(pattern, line.strip())), line.rstrip())
            for line in lines if line.strip()]


def source_of(order: dict[str, Any]) -> str:
    """A module that walks through the steps: each is a comment, and a line of a record that tells what was done."""
    place = order["place"]
    body = [f"    # {line}\n    done.append({kind!r})" for kind, line in steps(pseudocode_of(order))]
    return "\n".join([f"# {place['trace']}", f"def {place['symbol']}() -> list[str]:",
                      '    """Walk through the steps of the pseudocode; returns what each of them was."""',
                      "    done: list[str] = []", *body, "    return done", ""])


async def main(vault: Path, idea: str | None) -> int:
    """Take the order, write, verify; 0 when it is covered."""
    server = StdioServerParameters(command=sys.executable, args=["-P", "-m", "vaultkit", "--vault", str(vault), "mcp"])
    async with Client(server) as client:
        order = await ask(client, "work", **({"idea": idea} if idea else {}))
        place, concept = order["place"], order["idea"]["gap"]["concept"]
        print(f"order: {concept}, missing: {order['missing_stage']}")
        file = vault / place["root"] / place["path"]
        if place["language"] != "python" or file.exists():
            print(f"this one is beyond a script: {place['path']}")
            return 1
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source_of(order), encoding="utf-8")
        print(f"wrote: {place['root']}/{place['path']}#{place['symbol']}")
        found = await ask(client, "verify", idea=concept)
        print(f"verify: {found['outcome']}" + "".join(f"\n  lacks: {lack}" for lack in found["lacks"]))
        return 0 if found["outcome"] == "covered" else 1


async def ask(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    """The structured answer of a tool."""
    result = await client.call_tool(tool, arguments)
    if result.is_error:
        sys.exit(result.content[0].text)
    return result.structured_content


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(anyio.run(main, Path(sys.argv[1]).resolve(), sys.argv[2] if len(sys.argv) > 2 else None))
