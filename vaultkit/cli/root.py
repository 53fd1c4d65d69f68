"""The command ``vaultkit`` itself."""

from __future__ import annotations

import click

from vaultkit import __version__
from vaultkit.cli.lazy import LazyGroup
from vaultkit.cli.session import common

EPILOG = """Without --vault: the nearest parent folder with vaultkit.toml or .obsidian, else the current folder.

Shell completion: eval "$(_VAULTKIT_COMPLETE=bash_source vaultkit)" (zsh_source, fish_source)."""


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="vaultkit %(version)s")
@common
def root() -> None:
    """Which ideas of an Obsidian vault reach working code, and where the others stop."""
