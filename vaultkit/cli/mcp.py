"""``vaultkit mcp``"""

from __future__ import annotations

import click

from vaultkit.cli.options import Session, common, pass_session
from vaultkit.cli.run import COMMANDS


@click.command(short_help=COMMANDS["mcp"])
@click.option("--write", is_flag=True, help="Offer the tools that change the vault too: scaffold, link, rename, save.")
@click.option("--connector", is_flag=True, help="Offer search and fetch alone, in the form that ChatGPT's connectors "
              "want.")
@click.option("--http", is_flag=True, help="Serve by HTTP on 127.0.0.1 instead of standard input and output.")
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True, metavar="N",
              help="With --http, the port.")
@click.option("--print-config", is_flag=True, help="Print the lines for Claude Desktop, Claude Code, Cursor, VS Code "
              "and Codex, and serve nothing.")
@common
@pass_session
def command(session: Session, write: bool, connector: bool, http: bool, port: int, print_config: bool) -> None:
    """Serve the vault to an agent by the Model Context Protocol: what to build, the texts for it, whether it is built.

    Without --write no tool can change anything. The vault is read anew whenever files change. Needs the extra `mcp`.
    """
    from vaultkit.errors import UsageError

    if connector and write:
        raise UsageError("--connector only reads", "leave --write out")
    if print_config:
        _print_config(session, write, connector)
        return
    from vaultkit.mcp.running import run
    from vaultkit.mcp.server import offer

    run(session.vault, offer(write=write, connector=connector), port=port if http else None)


def _print_config(session: Session, write: bool, connector: bool) -> None:
    import sys

    from vaultkit.cli.output import write_text
    from vaultkit.config import load_config
    from vaultkit.mcp.clients import client_lines

    vault = load_config(explicit=session.vault).vault.resolve()
    flags = [name for name, wanted in (("--write", write), ("--connector", connector)) if wanted]
    # -P: a client starts it in a repository, from which nothing may be imported.
    write_text(client_lines([sys.executable, "-P", "-m", "vaultkit", "--vault", str(vault), "mcp", *flags]))
