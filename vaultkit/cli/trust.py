"""``vaultkit trust``"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultkit.cli.options import Session, common, format_option, pass_session
from vaultkit.cli.run import COMMANDS

if TYPE_CHECKING:
    from vaultkit.config import Config
    from vaultkit.messages.words import Words


@click.command(short_help=COMMANDS["trust"])
@click.argument("url", required=False)
@click.option("--list", "everything", is_flag=True, help="What is allowed, of every vault.")
@click.option("--revoke", metavar="URL", help="Take it back for this vault.")
@format_option()
@common
@pass_session
def command(session: Session, url: str | None, everything: bool, revoke: str | None, form: str) -> None:
    """Let this vault send notes, and the key of the environment, to the server at URL.

    Without URL: where the settings would send to, and whether that is allowed. What a vaultkit.toml names is sent to
    only after it was allowed here, on this machine too: a vault that was cloned or received may name any server.
    Scheme, host and port count. It is kept in your own settings, never in the vault; VAULTKIT_TRUST=URL,… in the
    environment allows the same for one call, and a server in your own config.toml needs no leave.
    """
    from vaultkit.config import load_config
    from vaultkit.config.trust import allow, origin_of
    from vaultkit.config.trust import revoke as take_back
    from vaultkit.errors import UsageError
    from vaultkit.messages.words import Words

    if sum(map(bool, (url, everything, revoke))) > 1:
        raise UsageError("one of URL, --list and --revoke", "leave the others out")
    if everything:
        return _list(form)
    config = load_config(explicit=session.vault)
    words = Words("en" if config.lang == "auto" else config.lang)
    allowed, revoked = origin_of(url) if url else None, origin_of(revoke) if revoke else None
    if allowed:
        allow(config.vault, allowed)
    elif revoked and not take_back(config.vault, revoked):
        revoked = None
    if form == "json":
        return _json(config, allowed, revoked)
    _tell(config, allowed, revoked, origin_of(revoke) if revoke else None, words, session)


def _json(config: Config, allowed: str | None, revoked: str | None) -> None:
    import os

    from vaultkit.cli.output import write_json
    from vaultkit.config.trust import servers, trusted_here
    from vaultkit.render.plain import to_json_value

    trusted, vault = trusted_here(config.vault), os.path.realpath(config.vault)
    write_json({"schema": "trust/1", "vault": vault, "file": str(trusted.path) if trusted.path else None,
                "servers": [to_json_value(server) for server in servers(config)],
                "trusted": [{"vault": vault, "origin": origin} for origin in trusted.of(config.vault)],
                "allowed": allowed, "revoked": revoked})


def _tell(config: Config, allowed: str | None, revoked: str | None, asked: str | None, words: Words,
          session: Session) -> None:
    from vaultkit.cli.output import hint, write_text
    from vaultkit.config.trust import servers, trusted_here
    from vaultkit.render.trust_text import server_lines

    named = servers(config)
    if allowed:
        write_text([words("trust.allowed", vault=config.vault, origin=allowed, file=trusted_here(config.vault).path)])
        if allowed not in {server.origin for server in named}:
            hint(words("trust.unnamed", origin=allowed), quiet=session.quiet)
    elif asked:
        write_text([words("trust.revoked" if revoked else "trust.was_not", vault=config.vault, origin=asked)])
        for server in named:
            if server.origin == asked and server.by:
                hint(words("trust.still", origin=asked, by=words(f"trust.by.{server.by}")), quiet=session.quiet)
    else:
        write_text(server_lines(named, words) or [words("trust.none")])


def _list(form: str) -> None:
    from vaultkit.cli.output import write_json, write_text
    from vaultkit.config.trust import read_trusted
    from vaultkit.messages.words import Words

    trusted = read_trusted()
    pairs = [(vault, origin) for vault, origins in sorted(trusted.vaults.items()) for origin in origins]
    if form == "json":
        write_json({"schema": "trust/1", "vault": None, "file": str(trusted.path) if trusted.path else None,
                    "servers": [], "trusted": [{"vault": vault, "origin": origin} for vault, origin in pairs],
                    "allowed": None, "revoked": None})
    else:
        write_text([f"{vault}  {origin}" for vault, origin in pairs] or [Words("en")("trust.nothing")])
